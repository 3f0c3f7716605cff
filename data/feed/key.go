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

// key returns the key of an item; see the package comment. The link is not resolved, since
// even an invalid link distinguishes items.
func key(e data.Episode, link string) string {
	switch link = strings.TrimSpace(link); {
	case e.GUID != "":
		return e.GUID
	case e.Audio != "":
		return shortKey("audio:" + StableURL(e.Audio))
	case link != "":
		return shortKey("link:" + link)
	}
	return shortKey("title:" + e.Title + " " + day(e))
}

func day(e data.Episode) string {
	if e.Published.IsZero() {
		return ""
	}
	return e.Published.Format("2006-01-02")
}

func shortKey(key string) string {
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

// makeKeysUnique gives each item a unique key and removes duplicates.
func (r *reader) makeKeysUnique() {
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
			r.renameDuplicates(at, taken, drop)
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

// renameDuplicates renames the items with one key, except the oldest. The new keys depend
// on the differences between the items, but neither on their order nor on other items. Of
// equal items the first one stays.
func (r *reader) renameDuplicates(at []int, taken map[string]bool, drop map[int]bool) {
	items := r.result.Items
	slices.SortStableFunc(at, func(a, b int) int {
		x, y := items[a].Episode, items[b].Episode
		return cmp.Or(x.Published.Compare(y.Published), cmp.Compare(features(x), features(y)), cmp.Compare(x.Description, y.Description))
	})
	seen, digests := map[string]bool{}, map[[32]byte]bool{}
	for n, i := range at {
		sum := items[i].Digest
		if digests[sum] {
			drop[i] = true
			continue
		}
		f := features(items[i].Episode)
		if seen[f] {
			f += hex.EncodeToString(sum[:])
		}
		seen[f], digests[sum] = true, true
		if n > 0 {
			rename(&items[i], f, taken)
		}
	}
}

func rename(it *Item, features string, taken map[string]bool) {
	it.Key += "#" + hash(features)[:12]
	for taken[it.Key] { // another item has this GUID
		it.Key += "'"
	}
	if it.Episode.GUID != "" {
		it.Episode.GUID = it.Key
	}
}

// features returns the data that distinguishes items with the same key.
func features(e data.Episode) string {
	return strings.Join([]string{StableURL(e.Audio), e.URL, e.Title, day(e)}, "\n")
}

// digest returns the SHA-256 of an item. It ignores the parts of addresses that servers
// change at every request.
func digest(it Item) [32]byte {
	e := it.Episode
	e.Audio, e.Image = StableURL(e.Audio), StableURL(e.Image)
	e.Transcripts, e.ChapterFiles = stable(e.Transcripts), stable(e.ChapterFiles)
	text, err := json.Marshal(struct {
		Episode data.Episode
		Blocked bool
	}{e, it.Blocked})
	if err != nil { // cannot happen with plain values
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
