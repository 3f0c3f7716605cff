package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"segue/cmd/segue/internal/app"
	"segue/cmd/segue/internal/replace"
	"segue/server/api"
	"segue/server/site"
)

type exportSiteCommand struct {
	searchFlags
	filterFlags
	Out       string `help:"Output directory. It is replaced if it is empty or an earlier export." short:"o" required:"" placeholder:"DIR"`
	BaseURL   string `help:"Address of the published site. It is used in snippets, and in fragments for episodes without a page." placeholder:"URL"`
	Limit     int    `help:"Maximum number of related episodes, 1 to 20." default:"10" placeholder:"N"`
	Fragments bool   `help:"Also write HTML fragments." default:"true" negatable:""`
	Force     bool   `help:"Replace any directory."`
	JSON      bool   `help:"Print counts and sizes as JSON." name:"json"`
}

// maxSiteLimit is the maximum number of results in the widget.
const maxSiteLimit = 20

func (exportSiteCommand) Help() string {
	return `Writes a directory for static hosting: related episodes and a word index as files, the widget, and a
page that shows both. See docs/site.md. Episodes without vectors are compared by words; "segue embed"
embeds them.

Examples:
  segue export site --demo --out site
  segue export site --out public/segue --base-url https://podcast.example/segue
  segue export site --out site --show my-show --limit 6 --json`
}

// Validate refuses an invalid limit. Kong calls it.
func (cmd exportSiteCommand) Validate() error {
	if cmd.Limit < 1 || cmd.Limit > maxSiteLimit {
		return fmt.Errorf("--limit must be 1 to %d, not %d", maxSiteLimit, cmd.Limit)
	}
	return nil
}

func (cmd *exportSiteCommand) Run(ctx context.Context, t *terminal) error {
	start := time.Now()
	if err := cmd.source().CheckExportDirectory(cmd.Out); err != nil {
		return err
	}
	a, err := t.openSearch(ctx, cmd.searchFlags)
	if err != nil {
		return err
	}
	defer a.Close()
	var r site.Report
	mayReplace := func(dir string) bool { return cmd.Force || app.IsSite(dir) }
	err = replace.Dir(cmd.Out, mayReplace, func(put func(string, []byte) error) (err error) {
		b := newBar(t.stderr, "writing related episodes")
		defer b.close()
		r, err = a.WriteSite(ctx, app.SiteOptions{
			Filter: cmd.filter(), Limit: cmd.Limit, BaseURL: cmd.BaseURL, Fragments: cmd.Fragments, Progress: b.set,
		}, put)
		return err
	})
	switch {
	case errors.Is(err, replace.ErrRefused):
		return app.UsageError{Err: app.WithHint(fmt.Errorf("export to %q: %w", cmd.Out, err),
			"choose a new directory with --out, or replace this one with --force")}
	case err != nil:
		return fmt.Errorf("export to %q: %w", cmd.Out, err)
	case cmd.JSON:
		return api.Write(t.stdout, r)
	}
	printSite(t, cmd.Out, r, time.Since(start))
	return nil
}

func printSite(t *terminal, dir string, r site.Report, took time.Duration) {
	fmt.Fprintf(t.stdout, "%d episodes in %d files, %s MB, written to %s in %.1f s\n", r.Episodes, r.Files, megabytes(r.Bytes), dir, took.Seconds())
	fmt.Fprintf(t.stdout, "related: %d files of up to %d bytes, compressed; search: %s MB in %d files\n", r.Related.Files, r.Related.Most, megabytes(r.Search.Bytes), r.Search.Files)
	if r.Related.Shortened > 0 {
		fmt.Fprintf(t.stderr, "segue: %d files have fewer related episodes than --limit, because a file has at most %d bytes after compression\n", r.Related.Shortened, site.MaxRelated)
	}
	if without := r.Episodes - r.Embedded; without > 0 {
		fmt.Fprintf(t.stderr, "segue: %d episodes have no vectors and were compared by words\n", without)
	}
}
