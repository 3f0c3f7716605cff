package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"segue/cmd/segue/internal/app"
	"segue/server/api"
	"segue/server/site"
)

type exportSiteCommand struct {
	catalogFlags
	modelFlags
	filterFlags
	Out       string `help:"Directory to write. One that exists is replaced, if it is empty or a site that Segue wrote." short:"o" required:"" placeholder:"DIR"`
	BaseURL   string `help:"Address that the site will have; shown in what is to be pasted, and needed to link episodes without pages in fragments." placeholder:"URL"`
	Limit     int    `help:"Most related episodes of each, 1 to 20." default:"10" placeholder:"N"`
	Fragments bool   `help:"Write HTML fragments too, for pages that are made beforehand." default:"true" negatable:""`
	Force     bool   `help:"Replace a directory whatever it has."`
	JSON      bool   `help:"Print as JSON what was written." name:"json"`
}

// maxSiteLimit is what the widget shows at most.
const maxSiteLimit = 20

func (exportSiteCommand) Help() string {
	return `The directory works on any host of files: related episodes and an index of words as files, the
widget, and a page that shows both at work. See docs/site.md. Episodes without vectors are
compared by words; "segue embed" makes what is missing.

Examples:
  segue export site --demo --out site
  segue export site --out public/segue --base-url https://podcast.example/segue
  segue export site --out site --show my-show --limit 6 --json`
}

// Validate refuses what cannot be written; kong calls it.
func (cmd exportSiteCommand) Validate() error {
	if cmd.Limit < 1 || cmd.Limit > maxSiteLimit {
		return fmt.Errorf("--limit %d is not between 1 and %d", cmd.Limit, maxSiteLimit)
	}
	return nil
}

func (cmd *exportSiteCommand) Run(ctx context.Context, t *terminal) error {
	begin := time.Now()
	if err := cmd.sparesCatalogue(); err != nil {
		return err
	}
	a, err := t.openSearch(ctx, cmd.catalogFlags, cmd.modelFlags)
	if err != nil {
		return err
	}
	defer a.Close()
	var report site.Report
	err = writeDir(cmd.Out, cmd.mayReplace, func(put func(string, []byte) error) (err error) {
		b := newBar(t.stderr, "writing what is related")
		defer b.close()
		report, err = a.WriteSite(ctx, app.SiteOptions{
			Filter: cmd.filter(), Limit: cmd.Limit, BaseURL: cmd.BaseURL, Fragments: cmd.Fragments, Progress: b.set,
		}, put)
		return err
	})
	switch {
	case errors.Is(err, errNotOurs):
		return app.UsageError{Err: app.WithHint(fmt.Errorf("export to %q: %w", cmd.Out, err),
			"name a new directory with --out, or replace this one with --force")}
	case err != nil:
		return fmt.Errorf("export to %q: %w", cmd.Out, err)
	case cmd.JSON:
		return api.Write(t.stdout, report)
	}
	printSite(t, cmd.Out, report, time.Since(begin))
	return nil
}

// mayReplace reports whether a directory has a site that was written before and nothing
// else: other files, such as CNAME or .git, must stay.
func (cmd *exportSiteCommand) mayReplace(dir string) bool {
	if cmd.Force {
		return true
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if !slices.Contains(site.Names, e.Name()) {
			return false
		}
	}
	manifest, err := os.ReadFile(filepath.Join(dir, site.ManifestName))
	return err == nil && site.IsManifest(manifest)
}

// sparesCatalogue refuses a directory that contains the catalogue, also with --force.
func (cmd *exportSiteCommand) sparesCatalogue() error {
	if cmd.Demo {
		return nil
	}
	dir, err := realPath(cmd.Out)
	if err != nil {
		return err
	}
	file, err := realPath(cmd.Data)
	if err != nil {
		return err
	}
	inside, err := filepath.Rel(dir, file)
	if err != nil || !filepath.IsLocal(inside) {
		return nil
	}
	return app.UsageError{Err: app.WithHint(fmt.Errorf("export to %q: the catalogue %q lies in it and would be deleted", cmd.Out, cmd.Data),
		"name a directory of its own with --out, such as --out site")}
}

// realPath is an absolute path without links, if the file exists.
func realPath(name string) (string, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	if led, err := filepath.EvalSymlinks(path); err == nil {
		return led, nil
	}
	return path, nil
}

// printSite prints what was written.
func printSite(t *terminal, dir string, r site.Report, took time.Duration) {
	fmt.Fprintf(t.stdout, "%d episodes in %d files, %s MB, written to %s in %.1f s\n", r.Episodes, r.Files, megabytes(r.Bytes), dir, took.Seconds())
	fmt.Fprintf(t.stdout, "related: %d files of up to %d bytes, compressed; search: %s MB in %d files\n", r.Related.Files, r.Related.Most, megabytes(r.Search.Bytes), r.Search.Files)
	if r.Related.Shortened > 0 {
		fmt.Fprintf(t.stderr, "segue: %d files have fewer episodes than asked for, to stay below %d bytes\n", r.Related.Shortened, site.MaxRelated)
	}
	if without := r.Episodes - r.Embedded; without > 0 && r.Embedded < r.Episodes {
		fmt.Fprintf(t.stderr, "segue: %d episodes have no vectors and were compared by words\n", without)
	}
}
