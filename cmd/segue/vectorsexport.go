package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"segue/cmd/segue/internal/app"
	"segue/cmd/segue/internal/replace"
	"segue/data/catalog"
	"segue/server/api"
)

type vectorsExportCommand struct {
	File string `arg:"" help:"Output file, compressed if its name ends in .gz; - is standard output." name:"file"`
	catalogFlags
	Model string `help:"Name of the model, as in \"segue model list\"; by default the current one." placeholder:"NAME"`
	JSON  bool   `help:"Print the counts as JSON." name:"json"`
}

func (vectorsExportCommand) Help() string {
	return `Writes a file that Go programs load with DB.ImportFromFile of chromem-go: a collection with a document
for each passage. See docs/vectors.md. Nothing is embedded, and episodes without vectors are left out.
An existing file is replaced when the export is complete. With -, the counts go to standard error.

Examples:
  segue vectors export vectors.gob
  segue vectors export --demo demo.gob.gz --json
  segue vectors export - --model openai:text-embedding-3-small@1536 | gzip > vectors.gob.gz`
}

func (cmd *vectorsExportCommand) Run(ctx context.Context, t *terminal) error {
	if err := cmd.source().CheckExportFile(cmd.File, "vectors.gob"); err != nil {
		return err
	}
	c, err := cmd.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	if cmd.Demo { // the bundled catalogue has no vectors
		if _, err := t.embed(ctx, c, "", app.ModelChoice{Name: cmd.Model}, app.Budget{}); err != nil {
			return err
		}
	}
	var r vectorsExportReport
	write := func(w io.Writer) (err error) {
		r, err = cmd.export(ctx, t, c, w)
		return err
	}
	if cmd.File == "-" {
		err = write(t.stdout)
	} else {
		err = replace.File(cmd.File, write)
	}
	if err != nil {
		return fmt.Errorf("export to %q: %w", cmd.File, err)
	}
	return cmd.print(t, r)
}

func (cmd *vectorsExportCommand) export(ctx context.Context, t *terminal, c catalog.Store, w io.Writer) (vectorsExportReport, error) {
	counted := &countingWriter{w: w}
	done, err := t.models(c).ExportVectors(ctx, app.VectorExportOptions{
		Model: cmd.Model, Compress: strings.HasSuffix(cmd.File, ".gz"), Progress: t.progress,
	}, counted)
	return vectorsExportReport{done, counted.n}, err
}

// vectorsExportReport is the result, as printed with --json.
type vectorsExportReport struct {
	app.VectorExport
	// Bytes is the size of the file.
	Bytes int64 `json:"bytes"`
}

func (cmd *vectorsExportCommand) print(t *terminal, r vectorsExportReport) error {
	out, target := t.stdout, cmd.File
	if cmd.File == "-" {
		out, target = t.stderr, "standard output"
	}
	if cmd.JSON {
		return api.Write(out, r)
	}
	if r.LeftOut > 0 {
		fmt.Fprintf(t.stderr, "segue: left out %s without vectors; run %q\n", count(r.LeftOut, "episode"), "segue model build "+r.Model)
	}
	_, err := fmt.Fprintf(out, "%s of %s with vectors of %s written to %s (%s MB)\n",
		count(r.Passages, "passage"), count(r.Episodes, "episode"), r.Model, target, megabytes(r.Bytes))
	return err
}

// countingWriter counts the written bytes.
type countingWriter struct {
	w io.Writer
	n int64
}

// Write implements [io.Writer].
func (c *countingWriter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
