package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"

	"segue/data/catalog"
	"segue/embed"
	"segue/server/api"
)

type modelListCommand struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	JSON bool   `help:"Print the models as JSON." name:"json"`
}

func (modelListCommand) Help() string {
	return `The share is that of the passages of today's episodes that have a vector; a catalogue may
also have vectors of texts that no episode has any more, which "segue model prune" deletes.

Examples:
  segue model list
  segue model list --data shows.db --json`
}

// modelList is what --json prints.
type modelList struct {
	// Passages are the different texts that today's episodes are embedded by.
	Passages int           `json:"passages"`
	Models   []listedModel `json:"models"`
}

type listedModel struct {
	Name    string `json:"name"`
	Vectors int    `json:"vectors"`
	Bytes   int64  `json:"bytes"`
	// Passages are those of the catalogue's that have a vector.
	Passages int  `json:"passages"`
	Active   bool `json:"active"`
	Previous bool `json:"previous"`
}

func (cmd *modelListCommand) Run(ctx context.Context, t *terminal) error {
	c, err := catalogFlags{Data: cmd.Data}.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	list, err := listModels(ctx, t, c)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, list)
	}
	shown := newTable(table.Row{"model", "vectors", "MB", "passages", "share", ""})
	for _, m := range list.Models {
		shown.AppendRow(table.Row{m.Name, m.Vectors, megabytes(m.Bytes), fmt.Sprintf("%d of %d", m.Passages, list.Passages), share(m.Passages, list.Passages), m.role()})
	}
	return render(t.stdout, shown)
}

func (m listedModel) role() string {
	switch {
	case m.Active:
		return "in use"
	case m.Previous:
		return "before"
	}
	return ""
}

// share prints a part as whole percents, none of which says all but 100.
func share(part, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%d %%", 100*part/of)
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.2f", float64(bytes)/1e6) }

// listModels lists the models that there are vectors of, and the one in use.
func listModels(ctx context.Context, t *terminal, c catalog.Store) (modelList, error) {
	kept, err := c.Models(ctx)
	if err != nil {
		return modelList{}, err
	}
	active, previous, err := modelsInUse(ctx, c)
	if err != nil {
		return modelList{}, err
	}
	if !slices.ContainsFunc(kept, func(m catalog.ModelVectors) bool { return m.Name == active }) {
		kept = append(kept, catalog.ModelVectors{Name: active})
		slices.SortFunc(kept, func(a, b catalog.ModelVectors) int { return cmp.Compare(a.Name, b.Name) })
	}
	list, hashes := modelList{Models: []listedModel{}}, map[string][]embed.TextHash{} // by prefix
	for _, m := range kept {
		prefix, err := passagePrefix(ctx, c, m.Name)
		if err != nil {
			return modelList{}, err
		}
		if _, ok := hashes[prefix]; !ok {
			texts, err := textsOf(ctx, t, c, prefix)
			if err != nil {
				return modelList{}, err
			}
			hashes[prefix] = slices.Collect(maps.Keys(texts.hashes))
		}
		list.Passages = len(hashes[prefix])
		count, err := c.CountVectors(ctx, m.Name, hashes[prefix])
		if err != nil {
			return modelList{}, err
		}
		list.Models = append(list.Models, listedModel{
			Name: m.Name, Vectors: m.Vectors, Bytes: m.Bytes, Passages: count, Active: m.Name == active, Previous: m.Name == previous && previous != active,
		})
	}
	return list, nil
}

// modelsInUse are the names of the model in use and the one before, "" for none.
func modelsInUse(ctx context.Context, c settings) (active, previous string, err error) {
	s, _, err := activeSpec(ctx, c)
	if err != nil {
		return "", "", err
	}
	if active, err = s.name(); err != nil {
		return "", "", err
	}
	switch s, err = previousSpec(ctx, c); {
	case err == nil:
		previous, err = s.name()
	case err == error(errNoPrevious):
		err = nil
	}
	return active, previous, err
}
