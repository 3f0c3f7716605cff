package follow

import (
	"fmt"

	"segue/data/feed"
)

// maxProblems is the largest number of problems that are listed. More of them usually
// have one cause.
const maxProblems = 50

// addProblem adds a problem, unless it is empty.
func (u *update) addProblem(problem string) {
	switch {
	case problem == "":
	case len(u.change.Problems) < maxProblems:
		u.change.Problems = append(u.change.Problems, problem)
	default:
		u.unlisted++
		u.change.Problems[maxProblems-1] = fmt.Sprintf("and %d more", u.unlisted+1)
	}
}

// addItemProblems adds the problems of items that cannot be used.
func (u *update) addItemProblems(problems []feed.Problem) {
	for _, p := range problems {
		u.unusable = true
		if p.Item > 0 {
			p.Reason = fmt.Sprintf("item %d: %s", p.Item, p.Reason)
		}
		u.addProblem(p.Reason)
	}
}
