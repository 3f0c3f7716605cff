package evaluate

import (
	"cmp"
	"slices"

	"segue/data"
)

// Report has the measurements of one task, for printing.
type Report struct {
	Collection string `json:"collection"`
	Task       string `json:"task"`
	Kind       Kind   `json:"kind"`
	// Origin and Caution are as in [Task].
	Origin   string   `json:"made"`
	Caution  string   `json:"caution,omitempty"`
	Without  []Signal `json:"without"`
	Episodes int      `json:"episodes"`
	Queries  int      `json:"queries"`
	Labels   int      `json:"labels"`
	// Model is the name of the model of the vectors.
	Model       string       `json:"model,omitempty"`
	Rows        []Row        `json:"rows"`
	Comparisons []Comparison `json:"comparisons"`
	// Worst are the queries with the lowest scores.
	Worst []Failure `json:"worst"`
}

// Row has the figures of one configuration.
type Row struct {
	Configuration string   `json:"configuration"`
	Figures       []Figure `json:"figures"`
}

// Figure is one metric's mean.
type Figure struct {
	Metric Metric `json:"metric"`
	Estimate
}

// Failure is a query with a low score.
type Failure struct {
	Configuration string  `json:"configuration"`
	Query         Query   `json:"query"`
	Metric        Metric  `json:"metric"`
	Score         float64 `json:"score"`
	// Relevant are the relevant episodes, highest grade first. Answered are the first [Page]
	// results.
	Relevant []GradedEpisode `json:"wanted"`
	Answered []GradedEpisode `json:"answered"`
}

// GradedEpisode is an episode with its grade for a query, 0 if it is not relevant.
type GradedEpisode struct {
	ID    data.EpisodeID `json:"id"`
	Title string         `json:"title"`
	Grade int            `json:"grade"`
}

// ReportOptions select the parts of a report other than the figures.
type ReportOptions struct {
	// Pairs are names of configurations to compare. A pair that the task does not have is
	// left out.
	Pairs [][2]string
	// Worst is the number of queries in Report.Worst.
	Worst int
}

// Report returns the report of a task of collection c.
func (r TaskRuns) Report(c Collection, o ReportOptions) (Report, error) {
	report := newReport(c.Name, len(c.Episodes), r.Task, r.Runs)
	report.Model = r.Model
	for _, pair := range o.Pairs {
		a, hasA := r.Run(pair[0])
		b, hasB := r.Run(pair[1])
		if !hasA || !hasB {
			continue // a pair of another kind of task
		}
		comparison, err := Compare(a, b, NDCG10)
		if err != nil {
			return Report{}, err
		}
		report.Comparisons = append(report.Comparisons, comparison)
	}
	if run, ok := r.Run(Default); ok {
		report.Worst = Worst(run, r.Task, c.Episodes, NDCG10, o.Worst)
	}
	return report, nil
}

// newReport returns a report with a row for every run.
func newReport(collection string, episodes int, task Task, runs []Run) Report {
	r := Report{
		Collection: collection, Task: task.Name, Kind: task.Kind, Origin: task.Origin, Caution: task.Caution,
		Without: append([]Signal{}, task.Without...), Episodes: episodes, Queries: len(task.labelled().Queries), Labels: task.Labels(),
		Rows: []Row{}, Comparisons: []Comparison{}, Worst: []Failure{},
	}
	for _, run := range runs {
		row := Row{Configuration: run.Configuration}
		for _, m := range Metrics() {
			row.Figures = append(row.Figures, Figure{Metric: m, Estimate: run.Estimate(m)})
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

// WorstShown is the default number of worst queries in a report.
const WorstShown = 20

// Worst returns the n queries with the lowest scores of a metric, lowest first. Queries with
// equal scores are in the task's order. The titles are from episodes.
func Worst(run Run, task Task, episodes []data.Episode, m Metric, n int) []Failure {
	results := slices.SortedStableFunc(slices.Values(run.Results), func(a, b Result) int {
		return cmp.Compare(a.Scores[m], b.Scores[m])
	})
	titles := make(map[data.EpisodeID]string, len(episodes))
	for _, e := range episodes {
		titles[e.ID] = e.Title
	}
	failures := []Failure{}
	for _, r := range first(results, n) {
		relevant := task.Relevant[r.Query.ID]
		name := func(ids []data.EpisodeID) []GradedEpisode {
			list := make([]GradedEpisode, len(ids))
			for i, id := range ids {
				list[i] = GradedEpisode{ID: id, Title: titles[id], Grade: relevant[id]}
			}
			return list
		}
		failures = append(failures, Failure{
			Configuration: run.Configuration, Query: r.Query, Metric: m, Score: r.Scores[m],
			Relevant: name(byGrade(relevant)), Answered: name(r.Answered),
		})
	}
	return failures
}

func byGrade(relevant Relevance) []data.EpisodeID {
	ids := make([]data.EpisodeID, 0, len(relevant))
	for id := range relevant {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b data.EpisodeID) int {
		return cmp.Or(cmp.Compare(relevant[b], relevant[a]), cmp.Compare(a, b))
	})
	return ids
}
