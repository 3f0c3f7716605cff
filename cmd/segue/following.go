package main

import (
	"context"
	"time"

	"segue/data/catalog"
	"segue/recommend/indexer"
)

// following are the models that a catalogue chooses, for a server that runs.
type following struct {
	catalog catalog.Store
	flags   embedFlags
	// connected are the models that have answered in this process, by their choice: going
	// back to one asks it for nothing.
	connected map[string]indexer.Model
}

// probe is what a model embeds to show that it answers, and probeTime how long it may
// take: a local server loads it first.
const (
	probe     = "podcast"
	probeTime = 30 * time.Second
)

// follow makes the server of p change to another model as soon as its catalogue
// chooses one, unless flags have chosen.
func (p *product) follow(t *terminal, f embedFlags) {
	if f.chosen() {
		p.warnOfFlags(t)
		return
	}
	models := &following{catalog: p.catalog, flags: f, connected: map[string]indexer.Model{p.choice: p.model}}
	p.indexer.WatchModel(models, p.choice, func(c indexer.Changed) {
		t.log.Info("the model was changed", "from", c.From, "to", c.To, "took", c.Took.Round(time.Millisecond))
	})
}

// warnOfFlags says that flags choose another model than the catalogue.
func (p *product) warnOfFlags(t *terminal) {
	active, err := parseChoice(p.choice)
	if err != nil {
		t.log.Warn("the catalogue's model cannot be read; that of the flags is used", "error", err)
		return
	}
	if name, err := active.name(); err == nil && name != p.model.Name {
		t.log.Warn(`flags choose another model than the catalogue; "segue model use" does not change it while this server runs`,
			"model", p.model.Name, "catalogue", name)
	}
}

// Wanted implements [indexer.Models].
func (m *following) Wanted(ctx context.Context) (string, error) {
	choice, _, err := m.catalog.Setting(ctx, catalog.ActiveModel)
	return choice, err
}

// Connect implements [indexer.Models].
func (m *following) Connect(ctx context.Context, choice string) (indexer.Model, error) {
	if known, ok := m.connected[choice]; ok {
		return known, nil
	}
	s, err := parseChoice(choice)
	if err != nil {
		return indexer.Model{}, err
	}
	client, err := m.flags.client(ctx, m.flags.spec(s), m.catalog)
	if err != nil {
		return indexer.Model{}, err
	}
	if err := answers(ctx, client); err != nil {
		return indexer.Model{}, err
	}
	model := indexer.Model{Embedder: client, Name: client.Info().Model}
	m.connected[choice] = model
	return model, nil
}

// answers reports why a model does not answer, or nil.
func answers(ctx context.Context, m embedder) error {
	soon, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	_, err := m.Query(soon, probe)
	return err
}
