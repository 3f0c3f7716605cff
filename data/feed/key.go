package feed

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"segue/data"
)

// key is what an item is known by; see the package comment. The link is as written:
// it tells items apart even where nobody can follow it.
func key(e data.Episode, link string) string {
	switch link = strings.TrimSpace(link); {
	case e.GUID != "":
		return e.GUID
	case e.Audio != "":
		return short("audio:" + StableURL(e.Audio))
	case link != "":
		return short("link:" + link)
	}
	return short("title:" + e.Title + " " + day(e))
}

func day(e data.Episode) string {
	if e.Published.IsZero() {
		return ""
	}
	return e.Published.Format("2006-01-02")
}

func short(key string) string {
	if len(key) <= maxGUID {
		return key
	}
	kind, _, _ := strings.Cut(key, ":")
	return kind + ":sha256:" + hash(key)
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// distinct gives every item a key of its own, and drops repetitions.
func (r *reader) distinct() {
	groups := map[string][]int{}
	for i := range r.result.Items {
		groups[r.result.Items[i].Key] = append(groups[r.result.Items[i].Key], i)
	}
	taken := map[string]bool{}
	for key := range groups {
		taken[key] = true
	}
	drop := map[int]bool{}
	for _, at := range groups {
		if len(at) > 1 {
			r.tellApart(at, taken, drop)
		}
	}
	var kept []Item
	for i, it := range r.result.Items {
		if !drop[i] {
			kept = append(kept, it)
		}
	}
	r.result.Items = kept
}

// tellApart renames the items with one key, except the oldest, by what tells them
// apart. It depends neither on their order nor on other items. Of equal ones the
// first of the feed is kept.
func (r *reader) tellApart(at []int, taken map[string]bool, drop map[int]bool) {
	items := r.result.Items
	slices.SortStableFunc(at, func(a, b int) int {
		x, y := items[a].Episode, items[b].Episode
		return cmp.Or(x.Published.Compare(y.Published), cmp.Compare(telling(x), telling(y)), cmp.Compare(x.Description, y.Description))
	})
	marks, digests := map[string]bool{}, map[[32]byte]bool{}
	for n, i := range at {
		sum := items[i].Digest
		if digests[sum] {
			drop[i] = true
			continue
		}
		mark := telling(items[i].Episode)
		if marks[mark] {
			mark += hex.EncodeToString(sum[:])
		}
		marks[mark], digests[sum] = true, true
		if n > 0 {
			rename(&items[i], mark, taken)
		}
	}
}

func rename(it *Item, mark string, taken map[string]bool) {
	it.Key += "#" + hash(mark)[:12]
	for taken[it.Key] { // another item's GUID happens to be that
		it.Key += "'"
	}
	if it.Episode.GUID != "" {
		it.Episode.GUID = it.Key
	}
}

func telling(e data.Episode) string {
	return strings.Join([]string{StableURL(e.Audio), e.URL, e.Title, day(e)}, "\n")
}

// digest is the SHA-256 of an item as the publisher gives it, without what servers put
// into addresses anew at every request.
func digest(it Item) [32]byte {
	e := it.Episode
	e.Audio, e.Image = StableURL(e.Audio), StableURL(e.Image)
	e.Transcripts, e.Chapters = stable(e.Transcripts), stable(e.Chapters)
	text, err := json.Marshal(struct {
		Episode data.Episode
		Blocked bool
	}{e, it.Blocked})
	if err != nil { // plain values are always written
		text = []byte(err.Error())
	}
	return sha256.Sum256(text)
}

func stable(resources []data.Resource) []data.Resource {
	out := slices.Clone(resources)
	for i := range out {
		out[i].URL = StableURL(out[i].URL)
	}
	return out
}
