package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"segue/cmd/segue/internal/app"
	"segue/cmd/segue/internal/logging"
)

type serveCommand struct{ serverFlags }

func (serveCommand) Help() string {
	return `The port opens at once, and /readyz answers 200 as soon as the catalogue is read. The server answers while it
reads feeds and embeds episodes: new episodes are found by words first, then by
meaning. It follows the feeds of the catalogue, and notices episodes that "segue import" adds. The key
in SEGUE_ADMIN_KEY allows changes over HTTP. Ctrl-C finishes running requests and stops; a second Ctrl-C
stops at once. SIGHUP reloads the log level, the certificate and new feeds.

Examples:
  segue serve --feed https://example.com/feed.xml
  segue serve --demo
  segue serve --data shows.db --addr :8080
  segue serve --trusted-proxies 127.0.0.1 --rate-limit 120/m
  segue serve --config /etc/segue/segue.toml
  segue serve --addr unix:/run/segue/segue.sock
  SEGUE_DATA=shows.db segue serve`
}

func (cmd *serveCommand) Run(ctx context.Context, t *terminal) error {
	limitMemory(ctx, t.log)
	// A port in use is reported before a catalogue is created.
	listener, err := listen(cmd.Addr)
	if err != nil {
		return app.WithHint(err, "choose another address with --addr, such as --addr 127.0.0.1:8081")
	}
	defer listener.Close()
	metrics, err := cmd.listenMetrics(t)
	if err != nil {
		return err
	}
	secret, err := cmd.certificate()
	if err != nil {
		return app.UsageError{Err: err}
	}
	source := cmd.source()
	source.Create = true // feeds and imports can fill it later
	isNew := !source.Demo && !source.Exists()
	c, err := app.OpenCatalog(ctx, source)
	if err != nil {
		return err
	}
	defer c.Close()
	if isNew {
		fmt.Fprintf(t.stderr, "segue: created the empty catalogue %s\n", cmd.Data)
	}
	return cmd.serve(ctx, t, listeners{listener, metrics, secret}, app.Options{
		Mode: app.Serve, Source: source, Catalog: c, Model: cmd.choice(), Budget: cmd.budget(), Engine: cmd.engine(), Log: t.log,
	})
}

// listeners are the listeners of a server. Metrics and certificate may be nil.
type listeners struct {
	http, metrics net.Listener
	certificate   *certificate
}

// secured returns the listener of the server, with TLS if there is a certificate.
func (l listeners) secured() net.Listener {
	if l.certificate == nil {
		return l.http
	}
	return l.certificate.listener(l.http)
}

func (cmd *serveCommand) serve(ctx context.Context, t *terminal, l listeners, o app.Options) error {
	b := newBar(t.stderr, "indexing words")
	o.Progress = b.set
	a, err := app.Open(ctx, o)
	if err != nil {
		return err
	}
	defer a.Close()
	s, err := a.NewServer(app.ServeOptions{
		PublicURL: cmd.PublicURL, TrustedProxies: cmd.TrustedProxies, Thumbs: cmd.Thumbs, AllowPrivate: cmd.AllowPrivateFeeds,
		Metrics: l.metrics, Feeds: cmd.Feed, Added: t.printAdded,
		RateLimit: cmd.RateLimit, KeyRateLimit: cmd.KeyRateLimit,
		Listening: func() { fmt.Fprintf(t.stderr, "segue: listening on %s\n", urlOf(l.http, l.certificate != nil)) },
		Ready: func() {
			b.close()
			t.notifyReady(ctx)
		},
	})
	if err != nil {
		return app.UsageError{Err: err}
	}
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP) // before the server is announced: SIGHUP would end the process
	defer signal.Stop(hangups)
	go reloadOnHangup(ctx, t, s, l.certificate, hangups)
	return s.Serve(ctx, l.secured())
}

// printAdded prints the result of adding a feed.
func (t *terminal) printAdded(f app.AddedFeed) {
	if f.Err != nil {
		fmt.Fprintf(t.stderr, "segue: %s; trying again in %s\n", logging.HideKeys(f.Err.Error()), f.Retry)
		return
	}
	fmt.Fprintf(t.stderr, "segue: %s: %s in %s (feed %s)\n", f.Feed.Show.Title, changeText(f.Change), f.Took.Round(10*time.Millisecond), f.Feed.ID)
}
