package main

import (
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// names returns the subcommands.
func names(t *testing.T) []string {
	t.Helper()
	parser, err := kong.New(&commands{})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, command := range parser.Model.Children {
		list = append(list, command.Name)
	}
	if len(list) == 0 {
		t.Fatal("there is no command")
	}
	return list
}

func TestEveryCommandShowsExamples(t *testing.T) {
	for _, name := range names(t) {
		help := segue(t, name, "--help")
		if _, examples, _ := strings.Cut(help, "\nExamples:\n"); !strings.Contains(examples, "segue "+name) {
			t.Errorf("the help of %q has no example:\n%s", name, help)
		}
	}
}

func TestEveryCommandIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names(t) {
		_, section, found := strings.Cut(string(text), "\n## segue "+name+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		if !found || !strings.Contains(section, "```console\n$ ") || !strings.Contains(section, "segue "+name) {
			t.Errorf("docs/cli.md has no section %q with an example", "segue "+name)
		}
	}
}
