package feed

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"
)

// spaces are the namespaces that gofeed knows by no name of its own, in lower case
// and without a slash at the end.
var spaces = map[string]string{
	"https://podcastindex.org/namespace/1.0":                                              "podcast",
	"http://podcastindex.org/namespace/1.0":                                               "podcast",
	"https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md":         "podcast",
	"https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md#podcast": "podcast",
	"http://www.itunes.com/dtds/podcast-1.0.dtd":                                          "itunes",
	"https://www.itunes.com/dtds/podcast-1.0.dtd":                                         "itunes",
}

func spaceOf(uri string) string {
	return spaces[strings.TrimSuffix(strings.ToLower(strings.TrimSpace(uri)), "/")]
}

var declares = regexp.MustCompile(`\sxmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')`)

// declare notes the prefixes of the namespaces that we read, and counts all that the
// tag declares.
func (s *scanner) declare(tag []byte) int {
	if !bytes.Contains(tag, []byte("xmlns")) {
		return 0
	}
	found := declares.FindAllSubmatch(tag, -1)
	for _, d := range found {
		uri := string(d[2]) + string(d[3])
		if space := spaceOf(uri); space != "" {
			// Where gofeed knows no prefix, it calls a namespace by its address.
			s.document.prefixes[string(d[1])] = space
			s.document.prefixes[strings.TrimSpace(uri)] = space
		}
	}
	return len(found)
}

// extensions are the elements of other namespaces of a feed or an item.
type extensions struct {
	all      ext.Extensions
	prefixes map[string]string
}

// named returns the elements of a namespace with one of the names, as podcasters
// write them: the prefix may be another, or not be declared at all.
func (x extensions) named(space string, names ...string) []ext.Extension {
	var found []ext.Extension
	for _, prefix := range slices.Sorted(maps.Keys(x.all)) {
		canonical, ok := x.prefixes[prefix]
		if !ok {
			canonical = strings.ToLower(prefix)
		}
		if canonical != space {
			continue
		}
		for _, name := range names {
			found = append(found, x.all[prefix][name]...)
		}
	}
	return found
}

// text is that of the first of the elements which has any.
func (x extensions) text(space string, names ...string) string {
	for _, e := range x.named(space, names...) {
		if text := strings.TrimSpace(e.Value); text != "" {
			return text
		}
	}
	return ""
}

// attr is the first attribute of one of the names that is not empty.
func attr(e ext.Extension, names ...string) string {
	for _, name := range names {
		if value := strings.TrimSpace(e.Attrs[name]); value != "" {
			return value
		}
	}
	return ""
}
