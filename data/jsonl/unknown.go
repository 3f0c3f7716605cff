package jsonl

import (
	"maps"
	"slices"
	"strings"

	spelling "segue/data/text" // this package has a function text
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
	return spelling.Closest(key, known, len(key)/3+1) // a typo in every third letter is a guess too many
}

func sortedKeys(set map[string]func(string)) []string {
	return slices.Sorted(maps.Keys(set))
}
