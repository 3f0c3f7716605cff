package clean

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPatternsMatchTheirExamples checks each example after a story, in its line and in its own
// paragraph, and that the program removes it whole.
func TestPatternsMatchTheirExamples(t *testing.T) {
	const story = "Ina Holm explains how basalt cools and why columns have six sides."
	for _, p := range patterns() {
		for _, example := range p.examples {
			t.Run(p.name+"/"+example, func(t *testing.T) {
				texts := []string{story + "\n\n" + example, example + "\n\n" + story}
				switch p.scope {
				case sentence, anywhere:
					texts = append(texts, story+" "+example)
				case offer:
					texts = []string{story + "\n\n" + example + " Get 10% off at https://acme.example today."}
				}
				for _, text := range texts {
					kept, removed := Description(text)
					if d := cmp.Diff(story, kept); d != "" {
						t.Errorf("kept of %q, removed %v (-want +got):\n%s", text, removed, d)
					}
				}
				if start, end := p.find(example); start != 0 || end != len(example) {
					t.Errorf("the pattern matches %d to %d of its own example", start, end)
				}
				if !p.mayMatch(strings.ToLower(example)) {
					t.Errorf("none of %q is in the example", p.needles)
				}
			})
		}
	}
}
