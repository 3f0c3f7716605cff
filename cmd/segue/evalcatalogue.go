package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/data/catalog"
	"segue/recommend/indexer"
	"segue/recommend/judge"
)

// catalogue measures a catalogue by labels of its own, chooses weights, and keeps
// them where that is asked for.
func (cmd *evalCommand) catalogue(ctx context.Context, t *terminal) (evaluation, error) {
	c, err := cmd.open(ctx)
	if err != nil {
		return evaluation{}, err
	}
	defer c.Close()
	set, err := cmd.own(ctx, c)
	if err != nil {
		return evaluation{}, err
	}
	b, err := cmd.bench(ctx, t, c)
	if err != nil {
		return evaluation{}, err
	}
	model := b.client.Info().Model
	if b.weights, err = indexer.ReadWeights(ctx, c, model); err != nil {
		return evaluation{}, err
	}
	b.shares = slices.Clone(allShares)
	for _, inUse := range []float64{b.weights.Search, b.weights.Similar} {
		if !slices.Contains(b.shares, inUse) {
			b.shares = append(b.shares, inUse)
		}
	}
	list, err := b.measure(ctx, set)
	if err != nil {
		return evaluation{}, err
	}
	e := evaluation{Reports: []judge.Report{}}
	for _, m := range list {
		r, err := cmd.report(set, m)
		if err != nil {
			return evaluation{}, err
		}
		e.Reports = append(e.Reports, r)
	}
	if e.Choices, err = b.choose(list); err == nil && cmd.Write {
		e.unwritten, err = b.keep(ctx, c, e.Choices)
	}
	return e, err
}

// errNoLabels says that a catalogue cannot be measured by labels of its own.
var errNoLabels = errors.New("nothing to make labels of")

// own is the owner's catalogue with the tasks that it makes.
func (cmd *evalCommand) own(ctx context.Context, c *catalog.Catalog) (judge.Collection, error) {
	set := judge.Collection{Name: cmd.Data}
	if cmd.Demo {
		set.Name = "demo"
	}
	contents := catalog.WithTranscripts
	if !cmd.Transcripts {
		contents = catalog.WithoutTranscripts
		set.Name += " without transcripts"
	}
	links := map[data.EpisodeID][]string{}
	_, err := c.Read(ctx, contents, func(e catalog.Stored) error {
		set.Episodes = append(set.Episodes, e.Episode)
		links[e.ID] = e.Links
		return nil
	})
	if err != nil {
		return judge.Collection{}, err
	}
	set.Tasks = judge.FromCatalogue(set.Episodes, links)
	if len(set.Tasks) == 0 {
		return judge.Collection{}, app.WithHint(fmt.Errorf("catalogue %q has %w", set.Name, errNoLabels), `fill it with "segue import FILE"`)
	}
	return set, nil
}

// choice is the weight of one kind of answers.
type choice struct {
	Kind   judge.Kind   `json:"kind"`
	Metric judge.Metric `json:"metric"`
	// Tasks are the names of those that were chosen by.
	Tasks []string `json:"tasks"`
	// Choice is missing where there are too few queries; Problem then says so.
	*judge.Choice
	Problem string `json:"problem,omitempty"`
	// Kept says that the weight is new and now in the catalogue.
	Kept bool `json:"kept"`
}

// A catalogue chooses between leastShare and mostShare of meaning. Outside of them
// one side is as good as off, and labels of a catalogue's own making lean to a side:
// a sentence has words of the notes around it, a guest's name stands in the text.
const leastShare, mostShare = .2, .8

// choose picks the weight of each kind of answers.
func (b *bench) choose(list []measured) ([]choice, error) {
	var choices []choice
	for _, kind := range []judge.Kind{judge.Search, judge.Similar} {
		c, err := b.chooseOne(kind, list)
		if err != nil {
			return nil, err
		}
		choices = append(choices, c)
	}
	return choices, nil
}

func (b *bench) chooseOne(kind judge.Kind, list []measured) (choice, error) {
	c := choice{Kind: kind, Metric: judge.NDCG10, Tasks: []string{}}
	var tuning []measured
	for _, m := range list {
		if m.task.Kind == kind && m.task.Tunes() {
			tuning, c.Tasks = append(tuning, m), append(c.Tasks, m.task.Name)
		}
	}
	var candidates []judge.Candidate
	inUse := shareOf(b.weights, kind)
	for _, share := range b.shares {
		if share != inUse && (share < leastShare || share > mostShare) {
			continue
		}
		candidate := judge.Candidate{Weight: share}
		for _, m := range tuning {
			run, _ := m.run(hybrid(share))
			candidate.Scores = append(candidate.Scores, run.Values(c.Metric))
		}
		candidates = append(candidates, candidate)
	}
	chosen, err := judge.ChooseWeight(candidates, inUse)
	switch {
	case errors.Is(err, judge.ErrTooFewQueries):
		c.Problem = err.Error()
	case err != nil:
		return choice{}, fmt.Errorf("weight of %s: %w", kind, err)
	default:
		c.Choice = &chosen
	}
	return c, nil
}

// keep keeps the chosen weights that are not in use, beside the others that the
// catalogue has. The first error says that none was chosen.
func (b *bench) keep(ctx context.Context, c *catalog.Catalog, choices []choice) (unwritten, err error) {
	weights, chosen := b.weights, false
	for i := range choices {
		if choice := &choices[i]; choice.Choice != nil {
			chosen, choice.Kept = true, choice.isNew()
			if choice.isNew() {
				weights = withShare(weights, choice.Kind, choice.Weight)
			}
		}
	}
	switch {
	case !chosen:
		return app.WithHint(errors.New("no weight was chosen, so none is kept"), "add what labels are made of, as the lines on the weights say"), nil
	case weights == b.weights:
		return nil, nil // what is not said stays with the defaults, should these get better
	default:
		return nil, indexer.WriteWeights(ctx, c, b.client.Info().Model, weights)
	}
}

func (c choice) isNew() bool { return c.Weight != c.Current }

// labelsNeeded says what makes queries of a kind.
var labelsNeeded = map[judge.Kind]string{
	judge.Search:  "descriptions of 40 words and more make queries, each of a sentence",
	judge.Similar: "links between episodes in their notes, guests with that role, and numbered parts in titles make queries",
}

// String is one line for people.
func (c choice) String() string {
	if c.Choice == nil {
		return fmt.Sprintf("%s: %s; %s.", c.Kind, c.Problem, labelsNeeded[c.Kind])
	}
	line := fmt.Sprintf("%s: weight %s", c.Kind, shortShare(c.Weight))
	if c.Weight == c.Current {
		line += fmt.Sprintf(" stays, with %s %s", c.Metric, three(c.Mean))
	} else {
		line += fmt.Sprintf(" instead of %s, with %s %s instead of %s", shortShare(c.Current), c.Metric, three(c.Mean), three(c.CurrentMean))
	}
	line += fmt.Sprintf(" (%s on queries held out; the best is %s with %s); %.0f of %d folds chose it, of %d queries by %s.",
		three(c.HeldOut), shortShare(c.Best), three(c.BestMean), c.Stability*judge.Folds, judge.Folds, c.Queries, strings.Join(c.Tasks, ", "))
	if off := map[float64]string{0: "meaning", 1: "words"}[c.Weight]; off != "" {
		line += fmt.Sprintf(" It turns %s off.", off)
	}
	switch {
	case c.Kept:
		line += " It is kept."
	case c.isNew():
		line += ` "segue eval --from-catalogue --write" keeps it.`
	}
	return line
}
