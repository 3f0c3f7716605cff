package evaluate

import (
	"context"
	"fmt"
	"slices"

	"segue/data"
)

// Ranker returns the episodes for a query, best first, each at most once. Only the first
// [Depth] count.
type Ranker func(ctx context.Context, q Query) ([]data.EpisodeID, error)

// Run has the answers of one configuration to the queries of a task.
type Run struct {
	// Configuration is the name of the ranking, such as "words only".
	Configuration string
	// Results are in the order of the task's queries.
	Results []Result
}

// Result is the answer to one query, with its scores.
type Result struct {
	Query Query
	// Answered are the first [Page] episodes.
	Answered []data.EpisodeID
	// Scores has every metric, 0 to 1.
	Scores map[Metric]float64
}

// Measure ranks every query of a task and scores each answer. It stops at the first error of
// rank, and at an answer with a repeated episode, which would count twice. Its error contains
// the query.
func Measure(ctx context.Context, configuration string, task Task, rank Ranker) (Run, error) {
	run := Run{Configuration: configuration, Results: make([]Result, 0, len(task.Queries))}
	for _, q := range task.Queries {
		relevant := task.Relevant[q.ID]
		if len(relevant) == 0 {
			continue
		}
		ranked, err := rank(ctx, q)
		if err != nil {
			return Run{}, fmt.Errorf("%s, %s: query %q: %w", task.Name, configuration, q.ID, err)
		}
		ranked = first(ranked, Depth)
		if twice, ok := repeated(ranked); ok {
			return Run{}, fmt.Errorf("%s, %s: query %q: answer has episode %q twice", task.Name, configuration, q.ID, twice)
		}
		run.Results = append(run.Results, result(q, ranked, relevant))
	}
	return run, nil
}

func result(q Query, ranked []data.EpisodeID, relevant Relevance) Result {
	r := Result{Query: q, Answered: slices.Clone(first(ranked, Page)), Scores: map[Metric]float64{}}
	for _, m := range Metrics() {
		r.Scores[m] = m.Score(ranked, relevant)
	}
	return r
}

func repeated(ranked []data.EpisodeID) (data.EpisodeID, bool) {
	seen := make(map[data.EpisodeID]bool, len(ranked))
	for _, id := range ranked {
		if seen[id] {
			return id, true
		}
		seen[id] = true
	}
	return "", false
}

// Values returns the scores of one metric in the order of the results.
func (r Run) Values(m Metric) []float64 {
	values := make([]float64, len(r.Results))
	for i, result := range r.Results {
		values[i] = result.Scores[m]
	}
	return values
}

// Estimate returns the mean of one metric over the queries, with its interval; see
// [Bootstrap].
func (r Run) Estimate(m Metric) Estimate { return Bootstrap(r.Values(m)) }
