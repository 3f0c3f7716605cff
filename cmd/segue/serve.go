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
	"segue/data/demo"
	"segue/server"
	"segue/server/page"
	"segue/widget"
)

type serveCommand struct {
	catalogFlags
	embedFlags
	Addr           string   `help:"Address to listen on." default:"127.0.0.1:8080"`
	PublicURL      string   `help:"Scheme and host that visitors use, for links that must be whole." placeholder:"URL"`
	TrustedProxies []string `help:"Networks whose X-Forwarded-For is believed; none by default." placeholder:"CIDR"`
}

func (serveCommand) Help() string {
	return `Episodes are answered for while others are still being embedded; "segue import" may add
to the same catalogue at any time. Ctrl-C finishes what is under way and stops; a second Ctrl-C
stops at once.

Examples:
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
	s, err := cmd.server(t, p)
	if err != nil {
		return usageError{err}
	}
	return serve(ctx, t, s, p, listener)
}

// server joins the product with its pages and the API.
func (cmd *serveCommand) server(t *terminal, p *product) (*server.Server, error) {
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
	return server.New(server.Config{
		Catalog: p.catalog, Engine: p.engine, Pages: handler, Widget: script, Logger: t.log,
		TrustedProxies: cmd.TrustedProxies, Version: version(),
	})
}

// openOrCreate differs from open in that a server may begin with an empty
// catalogue, which an import fills.
func (cmd *serveCommand) openOrCreate(ctx context.Context, t *terminal) (*catalog.Catalog, error) {
	if cmd.Demo {
		return openDemo(ctx)
	}
	_, missing := os.Stat(cmd.Data)
	c, err := catalog.Open(ctx, cmd.Data)
	if err == nil && errors.Is(missing, fs.ErrNotExist) {
		fmt.Fprintf(t.stderr, "segue: new, empty catalogue %s\n", cmd.Data)
	}
	return c, err
}

// serve answers, and embeds beside it, until ctx ends. The catalogue is no
// longer used when it returns.
func serve(ctx context.Context, t *terminal, s *server.Server, p *product, listener net.Listener) error {
	// Before the first answer: an empty one would be kept by browsers and proxies.
	if _, err := p.load(ctx, t); err != nil && ctx.Err() == nil {
		t.log.Warn("catalogue cannot be read, will try again", "error", err)
	}
	fmt.Fprintf(t.stderr, "segue: listening on http://%s\n", listener.Addr())
	background, stop := context.WithCancel(ctx)
	var working sync.WaitGroup
	working.Go(func() { p.indexer.Run(background, t.log) })
	err := s.Serve(ctx, listener)
	stop()
	working.Wait()
	return err
}
