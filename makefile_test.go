package segue_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// notForContributors are targets that CONTRIBUTING.md need not explain.
var notForContributors = []string{"help", "run", "build", "model", "types", "clean"}

func TestContributingExplainsTheTargetsOfMake(t *testing.T) {
	makefile, contributing := read(t, "Makefile"), read(t, "CONTRIBUTING.md")
	var targets []string
	for _, found := range regexp.MustCompile(`(?m)^([a-z0-9-]+):.*## `).FindAllStringSubmatch(makefile, -1) {
		targets = append(targets, found[1])
	}
	for _, target := range targets {
		if !slices.Contains(notForContributors, target) && !strings.Contains(contributing, "`make "+target+"`") {
			t.Errorf("CONTRIBUTING.md does not mention make %s", target)
		}
	}
	for _, found := range regexp.MustCompile("`make ([a-z0-9-]+)`").FindAllStringSubmatch(contributing, -1) {
		if !slices.Contains(targets, found[1]) {
			t.Errorf("CONTRIBUTING.md mentions make %s, which is not a target with a help text", found[1])
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
