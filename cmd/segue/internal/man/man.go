// Package man writes manual pages from kong's model, so that they always describe the program.
package man

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Page is one manual page in the format of troff.
type Page struct {
	// Name is the name of the file, such as "segue-search.1".
	Name string
	Text string
}

// Pages returns a page for the program and one for each command. Version is shown at the bottom
// of each page.
func Pages(model *kong.Application, version string) []Page {
	w := writer{version: version}
	w.add(model.Node)
	return w.pages
}

type writer struct {
	version string
	pages   []Page
}

// add adds the page of a command and the pages of its commands.
func (w *writer) add(n *kong.Node) {
	w.pages = append(w.pages, Page{Name: titleOf(n) + ".1", Text: w.text(n)})
	for _, child := range visible(n) {
		w.add(child)
	}
}

// titleOf returns the name of a page: segue-feeds-add for "segue feeds add".
func titleOf(n *kong.Node) string { return strings.ReplaceAll(pathOf(n), " ", "-") }

// pathOf returns the words of a command.
func pathOf(n *kong.Node) string {
	if n.Parent == nil {
		return n.Name
	}
	return pathOf(n.Parent) + " " + n.Name
}

func visible(n *kong.Node) []*kong.Node {
	var list []*kong.Node
	for _, child := range n.Children {
		if child.Type == kong.CommandNode && !child.Hidden {
			list = append(list, child)
		}
	}
	return list
}

func (w *writer) text(n *kong.Node) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 \"\" %s \"Segue\"\n", quote(strings.ToUpper(titleOf(n))), quote("segue "+w.version))
	short := n.Help
	if n.Parent == nil {
		short, _, _ = strings.Cut(n.Help, ".")
	}
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", escape(titleOf(n)), escape(strings.TrimSuffix(short, ".")))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n%s\n", escape(pathOf(n)), escape(synopsis(n)))
	if n.Parent == nil {
		describe(&b, n.Help)
	} else {
		describe(&b, n.Detail)
	}
	writeCommands(&b, n)
	writeFlags(&b, n)
	return b.String()
}

// synopsis returns the arguments of a command.
func synopsis(n *kong.Node) string {
	words := []string{"[flags]"}
	if len(visible(n)) > 0 {
		words = append(words, "<command>")
	}
	for _, p := range n.Positional {
		words = append(words, p.Summary())
	}
	return strings.Join(words, " ")
}

// describe writes the description of a command, and its examples as they are.
func describe(b *strings.Builder, text string) {
	text, examples, _ := strings.Cut(text, "Examples:\n")
	if text = strings.TrimSpace(text); text != "" {
		fmt.Fprintf(b, ".SH DESCRIPTION\n%s\n", strings.ReplaceAll(escape(text), "\n\n", "\n.PP\n"))
	}
	if examples = strings.TrimRight(examples, "\n "); examples != "" {
		fmt.Fprintf(b, ".SH EXAMPLES\n.nf\n%s\n.fi\n", escape(examples))
	}
}

func writeCommands(b *strings.Builder, n *kong.Node) {
	if len(visible(n)) == 0 {
		return
	}
	b.WriteString(".SH COMMANDS\n")
	for _, child := range visible(n) {
		fmt.Fprintf(b, ".TP\n.BR %s (1)\n%s\n", escape(titleOf(child)), escape(child.Help))
	}
}

func writeFlags(b *strings.Builder, n *kong.Node) {
	b.WriteString(".SH OPTIONS\n")
	for _, group := range n.AllFlags(true) {
		for _, flag := range group {
			fmt.Fprintf(b, ".TP\n.B %s\n%s\n", escape(flagText(flag)), escape(flag.Help))
			for _, variable := range flag.Envs {
				fmt.Fprintf(b, "Variable: %s.\n", escape(variable))
			}
		}
	}
}

// flagText returns the names of a flag with its value.
func flagText(flag *kong.Flag) string {
	text := "--" + flag.Name
	switch {
	case flag.Tag.Negatable != "":
		text = "--[no-]" + flag.Name
	case !flag.IsBool():
		text += "=" + flag.FormatPlaceHolder()
	}
	if flag.Short != 0 {
		text = "-" + string(flag.Short) + ", " + text
	}
	return text
}

func quote(text string) string { return `"` + strings.ReplaceAll(escape(text), `"`, "'") + `"` }

// escape protects the characters that troff interprets: backslashes, hyphens, and a dot or an
// apostrophe at the begin of a line.
func escape(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
