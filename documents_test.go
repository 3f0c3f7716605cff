package segue_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// maxProseWidth is the width at which prose is wrapped. Tables, code, quotations of
// output, headings and images may be wider.
const maxProseWidth = 110

// link is a Markdown link or image with its target.
var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func documents(t *testing.T) map[string][]string {
	t.Helper()
	names, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string][]string{}
	for _, name := range append(names, "README.md", "CONTRIBUTING.md", "CHANGELOG.md") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines[name] = prose(string(text))
	}
	return lines
}

// prose returns the lines of a document with empty lines in place of its code.
func prose(text string) []string {
	lines := strings.Split(text, "\n")
	inCode := false
	for i, line := range lines {
		fence := strings.HasPrefix(line, "```")
		if fence {
			inCode = !inCode
		}
		if fence || inCode {
			lines[i] = ""
		}
	}
	return lines
}

func TestDocumentsLinkToExistingPagesAndHeadings(t *testing.T) {
	all := documents(t)
	for name, lines := range all {
		for i, line := range lines {
			for _, match := range link.FindAllStringSubmatch(line, -1) {
				target, heading, _ := strings.Cut(match[1], "#")
				if strings.Contains(target, "://") {
					continue
				}
				file := name
				if target != "" {
					file = filepath.Join(filepath.Dir(name), target)
				}
				if _, err := os.Stat(file); err != nil {
					t.Errorf("%s:%d links to %s, which does not exist", name, i+1, match[1])
					continue
				}
				if heading != "" && !hasHeading(all[file], heading) {
					t.Errorf("%s:%d links to %s, but there is no such heading", name, i+1, match[1])
				}
			}
		}
	}
}

// hasHeading reports whether a document has a heading with the anchor that
// renderers of Markdown give it.
func hasHeading(lines []string, anchor string) bool {
	for _, line := range lines {
		text := strings.TrimLeft(line, "#")
		if text == line || !strings.HasPrefix(text, " ") {
			continue
		}
		if slug(text) == anchor {
			return true
		}
	}
	return false
}

var notInSlug = regexp.MustCompile(`[^\p{L}\p{N}_\- ]+`)

func slug(heading string) string {
	return strings.ReplaceAll(notInSlug.ReplaceAllString(strings.ToLower(strings.TrimSpace(heading)), ""), " ", "-")
}

func TestDocumentsWrapProseAtOneWidth(t *testing.T) {
	for name, lines := range documents(t) {
		for i, line := range lines {
			if utf8.RuneCountInString(line) > maxProseWidth && !strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "![") {
				t.Errorf("%s:%d has %d characters, want at most %d", name, i+1, utf8.RuneCountInString(line), maxProseWidth)
			}
		}
	}
}

// TestArchitectureDiagramShowsExistingPackages fails if a package of the diagram was removed
// or renamed.
func TestArchitectureDiagramShowsExistingPackages(t *testing.T) {
	source, err := os.ReadFile("docs/architecture.dot")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := os.ReadFile("docs/architecture.svg")
	if err != nil {
		t.Fatal(err)
	}
	folders := regexp.MustCompile(`(?:label="|\\n)((?:data|embed|recommend|server|widget|cmd|outbound)(?:/[a-z]+)*)(?:\\n|")`).
		FindAllStringSubmatch(string(source), -1)
	if len(folders) < 15 {
		t.Fatalf("the diagram has only %d packages", len(folders))
	}
	for _, folder := range folders {
		if _, err := os.Stat(folder[1]); err != nil {
			t.Errorf("docs/architecture.dot shows %s, which does not exist", folder[1])
		}
		if !strings.Contains(string(picture), ">"+folder[1]+"</text>") {
			t.Errorf(`docs/architecture.svg does not show %s; run "make diagram"`, folder[1])
		}
	}
}
