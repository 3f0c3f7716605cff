package widget_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"segue/widget"
)

func read(t *testing.T, pattern string) string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no file %s: %v", pattern, err)
	}
	var all strings.Builder
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}

func TestDocumentListsAllAttributesAndEvents(t *testing.T) {
	document, source := read(t, "../docs/widget.md"), read(t, "src/*.js")
	names := map[string]bool{}
	add := func(pattern, text string) {
		found := regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1)
		if len(found) == 0 {
			t.Errorf("nothing is like %s", pattern)
		}
		for _, m := range found {
			for name := range strings.FieldsSeq(m[1]) {
				names[name] = true
			}
		}
	}
	add(`observedAttributes = '([^']+)'`, source)
	add(`part: '([a-z]+)'`, source)
	add(`(--segue-[a-z-]+)`, read(t, "src/*.css"))
	add(`(?m)^  ([a-z]+):`, read(t, "src/lang/en.js"))
	for name := range names {
		if !strings.Contains(document, "`"+name+"`") {
			t.Errorf("docs/widget.md does not say what %s is", name)
		}
	}
	if height := (widget.Look{Layout: "list", Count: 4, Heading: true}).Height(); !strings.Contains(document, "min-height:"+height) {
		t.Errorf("docs/widget.md does not reserve %s", height)
	}
}
