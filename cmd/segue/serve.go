package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"segue/cmd/segue/internal/app"
)

type serveCommand struct {
	catalogFlags
	embedFlags
	fetchFlags
	Feed           []string `help:"Feed to follow, by its address or that of a page that names one; may be repeated." sep:"none" placeholder:"URL"`
	Addr           string   `help:"Address to listen on." default:"127.0.0.1:8080"`
	Thumbs         bool     `help:"Serve small pictures of the episodes, made from what their hosts have." default:"true" negatable:""`
	PublicURL      string   `help:"Scheme and host that visitors use, for links that must be whole." placeholder:"URL"`
	TrustedProxies []string `help:"Networks whose X-Forwarded-For is believed; none by default." placeholder:"CIDR"`
}

func (serveCommand) Help() string {
	return `Episodes are answered for while others are still being read and embedded: first by their words,
then by their meaning. Feeds of the catalogue are followed; "segue import" may add to the same
catalogue at any time. The catalogue is changed over HTTP by whoever has the key in SEGUE_ADMIN_KEY.
Ctrl-C finishes what is under way and stops; a second Ctrl-C stops at once.

Examples:
  segue serve --feed https://example.com/feed.xml
  segue serve --demo
  segue serve --data shows.db --addr :8080
  SEGUE_DATA=shows.db segue serve`
}

// Validate refuses an invalid address; kong calls it.
func (cmd *serveCommand) Validate() error {
	if _, _, err := net.SplitHostPort(cmd.Addr); err != nil {
		return fmt.Errorf("--addr %q is no address to listen on; write host and port, such as 127.0.0.1:8080 or :8080", cmd.Addr)
	}
	return nil
}

func (cmd *serveCommand) Run(ctx context.Context, t *terminal) error {
	// First, so that a port in use is reported before a catalogue is made.
	listener, err := net.Listen("tcp", cmd.Addr)
	if err != nil {
		return app.WithHint(err, "choose another address with --addr, such as --addr 127.0.0.1:8081")
	}
	defer listener.Close()
	source := cmd.source()
	source.Create = true // an import or a feed fills it
	isNew := !source.Demo && !source.Exists()
	c, err := app.OpenCatalog(ctx, source)
	if err != nil {
		return err
	}
	defer c.Close()
	if isNew {
		fmt.Fprintf(t.stderr, "segue: new, empty catalogue %s\n", cmd.Data)
	}
	return cmd.serve(ctx, t, listener, app.Options{Mode: app.Serve, Source: source, Catalog: c, Model: cmd.choice(), Budget: cmd.budget(), Log: t.log})
}

func (cmd *serveCommand) serve(ctx context.Context, t *terminal, listener net.Listener, o app.Options) error {
	b := newBar(t.stderr, "indexing words")
	o.Progress = b.set
	a, err := app.Open(ctx, o)
	if err != nil {
		return err
	}
	defer a.Close()
	s, err := a.NewServer(app.ServeOptions{
		PublicURL: cmd.PublicURL, TrustedProxies: cmd.TrustedProxies, Thumbs: cmd.Thumbs, AllowPrivate: cmd.AllowPrivateFeeds,
		Feeds: cmd.Feed, Added: t.printAdded,
		Listening: func() {
			b.close()
			fmt.Fprintf(t.stderr, "segue: listening on http://%s\n", listener.Addr())
		},
	})
	if err != nil {
		return app.UsageError{Err: err}
	}
	return s.Serve(ctx, listener)
}

// printAdded prints the result of adding a feed.
func (t *terminal) printAdded(f app.AddedFeed) {
	if f.Err != nil {
		fmt.Fprintf(t.stderr, "segue: %v; trying again in %s\n", f.Err, f.Retry)
		return
	}
	fmt.Fprintf(t.stderr, "segue: %s: %s in %s (feed %s)\n", f.Feed.Show.Title, changeText(f.Change), f.Took.Round(10*time.Millisecond), f.Feed.ID)
}
