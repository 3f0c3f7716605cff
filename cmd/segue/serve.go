package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"sync"

	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/data/demo"
	"segue/data/follow"
	"segue/server"
	"segue/server/admin"
	"segue/server/page"
	"segue/widget"
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

// Validate refuses an address that none can listen on; kong calls it.
func (cmd *serveCommand) Validate() error {
	if _, _, err := net.SplitHostPort(cmd.Addr); err != nil {
		return fmt.Errorf("--addr %q is no address to listen on; write host and port, such as 127.0.0.1:8080 or :8080", cmd.Addr)
	}
	return nil
}

func (cmd *serveCommand) Run(ctx context.Context, t *terminal) error {
	// First, so that a port in use is seen before a catalogue is made.
	listener, err := net.Listen("tcp", cmd.Addr)
	if err != nil {
		return hinted{err, "choose another address with --addr, such as --addr 127.0.0.1:8081"}
	}
	defer listener.Close()
	c, err := cmd.openOrCreate(ctx, t)
	if err != nil {
		return err
	}
	defer c.Close()
	p, err := assemble(ctx, t, c, cmd.file(), cmd.embedFlags)
	if err != nil {
		return err
	}
	defer p.close()
	p.follow(t, cmd.embedFlags)
	p.thumbs = cmd.thumbs(t, c)
	f := cmd.follower(c, follow.Options{Log: t.log, Callback: cmd.PublicURL})
	s, err := cmd.server(t, p, f)
	if err != nil {
		return usageError{err}
	}
	return serve(ctx, t, s, p, listener, func(ctx context.Context) { followFeeds(ctx, t, f, cmd.Feed) })
}

// adminVariable holds the key of whoever may change the catalogue over HTTP. It is no
// flag, as the provider's is none.
const adminVariable = "SEGUE_ADMIN_KEY"

// server joins the product with its pages and the API.
func (cmd *serveCommand) server(t *terminal, p *product, f *follow.Follower) (*server.Server, error) {
	script, err := widget.New(widget.Config{PublicURL: cmd.PublicURL})
	if err != nil {
		return nil, err
	}
	pages := page.Config{Catalog: p.catalog, Engine: p.engine, BaseURL: cmd.PublicURL, Widget: script, Logger: t.log}
	if cmd.Demo {
		pages.Questions = demo.Questions()
	}
	handler, err := page.New(pages)
	if err != nil {
		return nil, err
	}
	config := server.Config{
		Catalog: p.catalog, Engine: p.engine, Follower: f, AdminKey: admin.NewKey(os.Getenv(adminVariable)),
		Pages: handler, Widget: script, PublicURL: cmd.PublicURL, Logger: t.log, TrustedProxies: cmd.TrustedProxies, Version: version(),
	}
	if p.thumbs != nil { // a nil in an interface would not be nil
		config.Thumbs = p.thumbs
	}
	return server.New(config)
}

// openOrCreate differs from open in that a server may begin with an empty
// catalogue, which an import fills.
func (cmd *serveCommand) openOrCreate(ctx context.Context, t *terminal) (catalog.Store, error) {
	if cmd.Demo {
		return openDemo(ctx)
	}
	_, missing := os.Stat(cmd.Data)
	c, err := sqlite.Open(ctx, cmd.Data)
	if err == nil && errors.Is(missing, fs.ErrNotExist) {
		fmt.Fprintf(t.stderr, "segue: new, empty catalogue %s\n", cmd.Data)
	}
	return c, err
}

// serve answers, and embeds and does beside it until ctx ends. The catalogue is no
// longer used when it returns.
func serve(ctx context.Context, t *terminal, s *server.Server, p *product, listener net.Listener, beside func(context.Context)) error {
	// Before the first answer: an empty one would be kept by browsers and proxies.
	if _, err := p.load(ctx, t); err != nil && ctx.Err() == nil {
		t.log.Warn("catalogue cannot be read, will try again", "error", err)
	}
	fmt.Fprintf(t.stderr, "segue: listening on http://%s\n", listener.Addr())
	background, stop := context.WithCancel(ctx)
	var working sync.WaitGroup
	working.Go(func() {
		p.logPlan(background, t) // counting a large catalogue must not delay the first answer
		p.indexer.Run(background, t.log)
	})
	working.Go(func() { beside(background) })
	err := s.Serve(ctx, listener)
	stop()
	working.Wait()
	return err
}
