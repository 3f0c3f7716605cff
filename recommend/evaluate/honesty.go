package evaluate

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"segue/recommend"
)

// Honesty measures whether answers tell matches from chance: what a catalogue answers to questions
// about other subjects, and what that costs its own questions.
type Honesty struct {
	Collection string `json:"collection"`
	// Foreign are the questions about other subjects.
	Foreign []Foreign `json:"foreign"`
	// Own has the labelled searches of the collection; nil if there are none.
	Own *OwnQuestions `json:"own,omitempty"`
}

// Foreign is a group of questions about other subjects.
type Foreign struct {
	Name      string `json:"name"`
	Questions int    `json:"questions"`
	// Refused is the number of questions without results.
	Refused int `json:"refused"`
	// Answered are some of the questions with results.
	Answered []string `json:"answered"`
}

// OwnQuestions compares the answers to labelled searches with those that leave nothing out.
type OwnQuestions struct {
	Questions int `json:"questions"`
	// Relevant is the number of questions whose first result is relevant if nothing is left out, Lost
	// the number of searches that lose it.
	Relevant int `json:"relevant_first"`
	Lost     int `json:"lost"`
	// NDCG is the mean nDCG@10, Unfiltered the mean if nothing is left out.
	NDCG       float64 `json:"ndcg10"`
	Unfiltered float64 `json:"ndcg10_unfiltered"`
}

// Questions is a named list of questions.
type Questions struct {
	Name  string
	Texts []string
}

var (
	//go:embed everyday.txt
	everyday string
	//go:embed nonsense.txt
	nonsense string
)

// ForeignQuestions are questions of everyday life and nonsense. They differ from the texts that
// calibrate answers.
func ForeignQuestions() []Questions {
	return []Questions{
		{"everyday questions", strings.Split(strings.TrimSpace(everyday), "\n")},
		{"nonsense", strings.Split(strings.TrimSpace(nonsense), "\n")},
	}
}

// QuestionsOf returns the searches of a collection.
func QuestionsOf(c Collection) Questions {
	q := Questions{Name: "questions of " + c.Name}
	for _, task := range c.Tasks {
		if task.Kind == Search {
			for _, query := range task.labelled().Queries {
				q.Texts = append(q.Texts, query.Text)
			}
		}
	}
	return q
}

// maxAnswered is the number of answered questions that a report shows.
const maxAnswered = 5

// Honesty asks a collection its own searches and foreign questions.
func (v *Evaluator) Honesty(ctx context.Context, c Collection, foreign []Questions) (Honesty, error) {
	index, err := v.Index(ctx, c.Name, c.Episodes)
	if err != nil {
		return Honesty{}, fmt.Errorf("%s: %w", c.Name, err)
	}
	defer index.Close()
	h := Honesty{Collection: c.Name}
	for _, q := range foreign {
		f, err := askForeign(ctx, index, q)
		if err != nil {
			return Honesty{}, err
		}
		h.Foreign = append(h.Foreign, f)
	}
	for _, task := range c.Tasks {
		if task.Kind == Search && h.Own == nil {
			if h.Own, err = askOwn(ctx, index, task.labelled()); err != nil {
				return Honesty{}, err
			}
		}
	}
	return h, nil
}

func askForeign(ctx context.Context, e Engine, q Questions) (Foreign, error) {
	f := Foreign{Name: q.Name, Questions: len(q.Texts), Answered: []string{}}
	for _, text := range q.Texts {
		found, err := e.Search(ctx, text, recommend.Options{})
		switch {
		case err != nil:
			return Foreign{}, err
		case len(found.Results) == 0:
			f.Refused++
		case len(f.Answered) < maxAnswered:
			f.Answered = append(f.Answered, text)
		}
	}
	return f, nil
}

func askOwn(ctx context.Context, e Engine, task Task) (*OwnQuestions, error) {
	own := &OwnQuestions{Questions: len(task.Queries)}
	for _, q := range task.Queries {
		all, err := e.Search(ctx, q.Text, recommend.Options{Unfiltered: true})
		if err != nil {
			return nil, err
		}
		kept, err := e.Search(ctx, q.Text, recommend.Options{})
		if err != nil {
			return nil, err
		}
		own.add(task.Relevant[q.ID], all.Results, kept.Results)
	}
	return own, nil
}

// add counts one question.
func (o *OwnQuestions) add(relevant Relevance, all, kept []recommend.Result) {
	questions := float64(o.Questions)
	o.Unfiltered += NDCG10.Score(idsOf(all), relevant) / questions
	o.NDCG += NDCG10.Score(idsOf(kept), relevant) / questions
	if len(all) == 0 || relevant[all[0].Episode.ID] == 0 {
		return
	}
	o.Relevant++
	if len(kept) == 0 || kept[0].Episode.ID != all[0].Episode.ID {
		o.Lost++
	}
}

// HonestyMarkdown returns a table of several collections.
func HonestyMarkdown(list []Honesty) string {
	var b strings.Builder
	b.WriteString("## Honesty\n\nForeign questions without results, and what the own labelled searches lose.\n\n")
	b.WriteString("| catalogue | questions | number | without results |\n|---|---|---|---|\n")
	for _, h := range list {
		for _, f := range h.Foreign {
			fmt.Fprintf(&b, "| %s | %s | %d | %.1f %% |\n", h.Collection, f.Name, f.Questions, 100*float64(f.Refused)/float64(max(f.Questions, 1)))
		}
	}
	b.WriteString("\n| catalogue | own searches | relevant first result | lost | nDCG@10 | nothing left out |\n|---|---|---|---|---|---|\n")
	for _, h := range list {
		if o := h.Own; o != nil {
			fmt.Fprintf(&b, "| %s | %d | %d | %d | %s | %s |\n", h.Collection, o.Questions, o.Relevant, o.Lost, FormatScore(o.NDCG), FormatScore(o.Unfiltered))
		}
	}
	return b.String()
}
