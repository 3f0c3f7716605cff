package follow

import (
	"fmt"

	"segue/data/feed"
)

// maxProblems is the most problems that are told one by one: who has that many has one
// more often than many.
const maxProblems = 50

// note keeps a problem.
func (r *reading) note(problem string) {
	switch {
	case problem == "":
	case len(r.change.Problems) < maxProblems:
		r.change.Problems = append(r.change.Problems, problem)
	default:
		r.untold++
		r.change.Problems[maxProblems-1] = fmt.Sprintf("and %d more", r.untold+1)
	}
}

// noteItems keeps what was left out of a page.
func (r *reading) noteItems(problems []feed.Problem) {
	for _, p := range problems {
		r.unusable = true
		if p.Item > 0 {
			p.Reason = fmt.Sprintf("item %d: %s", p.Item, p.Reason)
		}
		r.note(p.Reason)
	}
}
