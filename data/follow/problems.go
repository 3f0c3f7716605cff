package follow

import (
	"fmt"

	"segue/data/feed"
)

// maxProblems is the maximum number of listed problems. More problems usually have the
// same cause.
const maxProblems = 50

// addProblem adds a problem, unless it is empty. Above the maximum it only counts it.
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

// addItemProblems adds the problems of a page of the feed.
func (u *update) addItemProblems(page feed.Feed) {
	u.truncated = u.truncated || page.Truncated
	for _, p := range page.Problems {
		u.unusable = u.unusable || p.Lost
		if p.Item > 0 {
			p.Reason = fmt.Sprintf("item %d: %s", p.Item, p.Reason)
		}
		u.addProblem(p.Reason)
	}
}
