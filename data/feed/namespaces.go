package feed

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"
)

// namespaces maps namespaces for which gofeed has no name, in lower case and without a slash
// at the end.
var namespaces = map[string]string{
	"https://podcastindex.org/namespace/1.0":                                              "podcast",
	"http://podcastindex.org/namespace/1.0":                                               "podcast",
	"https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md":         "podcast",
	"https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md#podcast": "podcast",
	"http://www.itunes.com/dtds/podcast-1.0.dtd":                                          "itunes",
	"https://www.itunes.com/dtds/podcast-1.0.dtd":                                         "itunes",
	"http://podlove.org/simple-chapters":                                                  "psc",
	"https://podlove.org/simple-chapters":                                                 "psc",
}

func namespaceOf(uri string) string {
	return namespaces[strings.TrimSuffix(strings.ToLower(strings.TrimSpace(uri)), "/")]
}

var declaration = regexp.MustCompile(`\sxmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')`)

// declare stores the prefixes of the namespaces that we read, and returns the number of
// declarations in the tag.
func (s *scanner) declare(tag []byte) int {
	if !bytes.Contains(tag, []byte("xmlns")) {
		return 0
	}
	found := declaration.FindAllSubmatch(tag, -1)
	for _, d := range found {
		uri := string(d[2]) + string(d[3])
		if space := namespaceOf(uri); space != "" {
			// Without a known prefix, gofeed uses the address of the namespace.
			s.result.prefixes[string(d[1])] = space
			s.result.prefixes[strings.TrimSpace(uri)] = space
		}
	}
	return len(found)
}

// extensions has the elements of other namespaces in a feed or an item, by namespace and
// name.
type extensions map[string]map[string][]ext.Extension

// newExtensions groups elements by the namespaces that we read. Feeds may use other prefixes
// or declare none.
func newExtensions(all ext.Extensions, prefixes map[string]string) extensions {
	x := extensions{}
	for _, prefix := range slices.Sorted(maps.Keys(all)) {
		space, declared := prefixes[prefix]
		if !declared {
			space = strings.ToLower(prefix)
		}
		if !supported[space] {
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

// supported has the namespaces that we read.
var supported = map[string]bool{"podcast": true, "itunes": true, "media": true, "dc": true, "sy": true, "psc": true}

// elements returns the elements with one of the names.
func (x extensions) elements(space string, names ...string) (found []ext.Extension) {
	for _, name := range names {
		found = append(found, x[space][name]...)
	}
	return found
}

// text returns the first text of the elements that is not empty.
func (x extensions) text(space string, names ...string) string {
	for _, e := range x.elements(space, names...) {
		if text := strings.TrimSpace(e.Value); text != "" {
			return text
		}
	}
	return ""
}

// attr returns the first attribute with one of the names that is not empty.
func attr(e ext.Extension, names ...string) string {
	for _, name := range names {
		if value := strings.TrimSpace(e.Attrs[name]); value != "" {
			return value
		}
	}
	return ""
}
