package main

import (
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// names returns the top-level commands.
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
		t.Fatal("no commands")
	}
	return list
}

// leaves returns the commands without subcommands, such as "model list".
func leaves(t *testing.T) []string {
	t.Helper()
	parser, err := kong.New(&commands{})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, leaf := range parser.Model.Leaves(true) {
		list = append(list, leaf.Path())
	}
	return list
}

func TestEveryHelpHasExamples(t *testing.T) {
	for _, name := range append(names(t), leaves(t)...) {
		help := segue(t, append(strings.Fields(name), "--help")...)
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
	for _, name := range append(names(t), leaves(t)...) {
		first, _, _ := strings.Cut(name, " ")
		_, section, found := strings.Cut(string(text), "\n## segue "+first+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		if !found || !strings.Contains(section, "```console\n$ ") || !strings.Contains(section, "segue "+name) {
			t.Errorf("docs/cli.md has no section %q with an example of %q", "segue "+first, "segue "+name)
		}
	}
}

func TestEveryFlagOfModelCommandsIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	parser, err := kong.New(&commands{})
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## segue model\n")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, leaf := range parser.Model.Leaves(true) {
		if !strings.HasPrefix(leaf.Path(), "model ") {
			continue
		}
		for _, flag := range leaf.Flags {
			name := flag.Name
			if flag.Tag.Negatable != "" {
				name = "no-" + name
			}
			if !strings.Contains(section, "--"+name) && !strings.HasPrefix(name, "embed-") && name != "data" {
				t.Errorf("docs/cli.md does not explain --%s of %q", name, "segue "+leaf.Path())
			}
		}
	}
}
