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

// extensions are the elements of other namespaces of a feed or an item, by namespace
// and name.
type extensions map[string]map[string][]ext.Extension

// newExtensions puts elements in order by the namespaces that we read. Podcasters may
// write another prefix, or declare none.
func newExtensions(all ext.Extensions, prefixes map[string]string) extensions {
	x := extensions{}
	for _, prefix := range slices.Sorted(maps.Keys(all)) {
		space, declared := prefixes[prefix]
		if !declared {
			space = strings.ToLower(prefix)
		}
		if !readSpaces[space] {
			continue
		}
		if x[space] == nil {
			x[space] = map[string][]ext.Extension{}
		}
		for name, elements := range all[prefix] {
			x[space][name] = append(x[space][name], elements...)
		}
	}
	return x
}

// readSpaces are the namespaces of which we read anything.
var readSpaces = map[string]bool{"podcast": true, "itunes": true, "media": true, "dc": true, "sy": true}

// named returns the elements with one of the names.
func (x extensions) named(space string, names ...string) (found []ext.Extension) {
	for _, name := range names {
		found = append(found, x[space][name]...)
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
