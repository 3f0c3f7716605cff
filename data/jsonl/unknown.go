package jsonl

import (
	"maps"
	"slices"
	"strings"

	spelling "segue/data/text" // this package has a function text
)

// synonyms maps keys of other formats to the keys of an episode.
var synonyms = map[string]string{
	"date": "published", "pubdate": "published", "published_at": "published", "released": "published",
	"link": "url", "podcast": "show", "series": "show", "name": "title", "length": "duration", "duration_seconds": "duration",
	"guests": "people", "hosts": "people", "speakers": "people", "persons": "people", "keywords": "tags", "categories": "tags",
	"content": "description", "body": "description", "notes": "description", "show_notes": "description", "text": "description",
	"enclosure": "audio", "artwork": "image", "cover": "image",
	"lang": "language", "locale": "language", "episode_type": "type", "kind": "type", "episode_number": "number", "urls": "links",
	"place": "location", "clips": "soundbites", "highlights": "soundbites", "transcript_url": "transcripts", "chapters_url": "chapters",
}

// unknownKey returns an error for a key that is not in known.
func unknownKey(path, key string, known []string) error {
	field := join(path, key)
	if path == "" && key == "episodes" {
		return fieldError(field, `unknown key: this looks like a response of the HTTP API; extract the episodes, for example with: jq -c ".episodes[]" file`)
	}
	if suggestion := suggest(key, known); suggestion != "" {
		return fieldError(field, "unknown key; did you mean %q?", suggestion)
	}
	return fieldError(field, "unknown key; the keys are %s", strings.Join(known, ", "))
}

// suggest returns the known key that was probably meant, or "".
func suggest(key string, known []string) string {
	key = strings.ToLower(key)
	if s := synonyms[key]; slices.Contains(known, s) {
		return s
	}
	return spelling.Closest(key, known, len(key)/3+1) // more than one typo in three letters is no match
}

func sortedKeys[F any](set map[string]F) []string {
	return slices.Sorted(maps.Keys(set))
}
