package catalog

import (
	"fmt"
	"strings"

	"segue/data"
)

// ProposeID returns an id for a new episode without one. A store calls it with try
// 0, 1, 2 and so on until an id is free.
func ProposeID(e data.Episode, try int) data.EpisodeID {
	id := e.NewID(try > 0)
	if try < 2 {
		return id
	}
	number := fmt.Sprintf("-%d", try)
	cut := min(len(id), data.MaxIDLength-len(number))
	return data.EpisodeID(strings.TrimRight(string(id[:cut]), "-") + number)
}
