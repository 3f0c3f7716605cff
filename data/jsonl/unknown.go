package jsonl

import (
	"maps"
	"slices"
	"strings"
)

// synonyms are keys that other formats use for what an episode has.
var synonyms = map[string]string{
	"date": "published", "pubdate": "published", "published_at": "published", "released": "published",
	"link": "url", "podcast": "show", "series": "show", "name": "title", "length": "duration", "duration_seconds": "duration",
	"guests": "people", "hosts": "people", "speakers": "people", "persons": "people", "keywords": "tags", "categories": "tags",
	"content": "description", "body": "description", "notes": "description", "show_notes": "description", "text": "description",
	"enclosure": "audio", "artwork": "image", "cover": "image",
	"lang": "language", "locale": "language", "episode_type": "type", "kind": "type", "episode_number": "number", "urls": "links",
	"place": "location", "clips": "soundbites", "highlights": "soundbites", "transcript_url": "transcripts", "chapters_url": "chapters",
}

// unknownKey is the error for a key that is none of known.
func unknownKey(path, key string, known []string) error {
	field := join(path, key)
	if path == "" && key == "episodes" {
		return bad(field, `unknown key: this seems to be an answer of the HTTP interface; take the episodes out of it, for example with: jq -c ".episodes[]" file`)
	}
	if guess := nearest(key, known); guess != "" {
		return bad(field, "unknown key; did you mean %q?", guess)
	}
	return bad(field, "unknown key; the keys are %s", strings.Join(known, ", "))
}

// nearest is the known key that was probably meant, or empty.
func nearest(key string, known []string) string {
	key = strings.ToLower(key)
	if s := synonyms[key]; slices.Contains(known, s) {
		return s
	}
	best, least := "", len(key)/3+1 // A typo in every third letter is a guess too many.
	for _, k := range known {
		if n := distance(key, k); n < least || n == least && best == "" {
			best, least = k, n
		}
	}
	return best
}

// distance counts the letters to insert, delete or replace between a and b. Long
// keys are cut: they are no typos.
func distance(a, b string) int {
	a = a[:min(len(a), 40)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func sortedKeys(set map[string]func(string)) []string {
	return slices.Sorted(maps.Keys(set))
}
