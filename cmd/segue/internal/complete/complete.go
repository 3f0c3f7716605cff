// Package complete completes command lines for shells. It reads kong's model, so that the
// completions are always those of the program.
package complete

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Words returns the completions of the last word of a command line, without the name of the
// program. They are in alphabetical order. None means that the shell completes names of files.
func Words(model *kong.Application, words []string) []string {
	if len(words) == 0 {
		words = []string{""}
	}
	before, last := words[:len(words)-1], words[len(words)-1]
	node, open := walk(model.Node, before)
	var candidates []string
	switch name, _, hasValue := strings.Cut(last, "="); {
	case open != nil:
		candidates = values(open)
	case hasValue:
		if flag := flagOf(node, name); flag != nil {
			candidates = prefixed(name+"=", values(flag))
		}
	case strings.HasPrefix(last, "-"):
		candidates = flags(node)
	default:
		candidates = commands(node)
	}
	return matching(candidates, last)
}

// walk follows the words to a command. If the last word is a flag that needs a value, it also
// returns the flag.
func walk(node *kong.Node, words []string) (*kong.Node, *kong.Flag) {
	var open *kong.Flag
	for _, word := range words {
		switch {
		case open != nil:
			open = nil // the word is its value
		case strings.HasPrefix(word, "-"):
			if flag := flagOf(node, word); flag != nil && !flag.IsBool() && !flag.IsCounter() {
				open = flag
			}
		default:
			node = childOf(node, word)
		}
	}
	return node, open
}

// childOf returns the command with a name, or node itself if the word is an argument.
func childOf(node *kong.Node, name string) *kong.Node {
	for _, child := range node.Children {
		if child.Name == name && !child.Hidden {
			return child
		}
	}
	return node
}

// flagOf returns the flag of a command or of the commands above it, or nil. A word with a value,
// such as --limit=3, is complete and no flag.
func flagOf(node *kong.Node, word string) *kong.Flag {
	for _, group := range node.AllFlags(true) {
		for _, flag := range group {
			if word == "--"+flag.Name || flag.Short != 0 && word == "-"+string(flag.Short) {
				return flag
			}
		}
	}
	return nil
}

// flags returns the names of the flags of a command, with their negations.
func flags(node *kong.Node) []string {
	var names []string
	for _, group := range node.AllFlags(true) {
		for _, flag := range group {
			names = append(names, "--"+flag.Name)
			if flag.Tag.Negatable != "" {
				names = append(names, "--no-"+flag.Name)
			}
		}
	}
	return names
}

func commands(node *kong.Node) []string {
	var names []string
	for _, child := range node.Children {
		if child.Type == kong.CommandNode && !child.Hidden {
			names = append(names, child.Name)
		}
	}
	return names
}

// values returns the values of a flag with a fixed list.
func values(flag *kong.Flag) []string {
	if flag.Enum == "" {
		return nil
	}
	return slices.DeleteFunc(flag.EnumSlice(), func(v string) bool { return v == "" })
}

func prefixed(prefix string, list []string) []string {
	out := make([]string, len(list))
	for i, text := range list {
		out[i] = prefix + text
	}
	return out
}

// matching returns the different words that begin with a prefix, in alphabetical order.
func matching(list []string, prefix string) []string {
	list = slices.DeleteFunc(slices.Clone(list), func(w string) bool { return !strings.HasPrefix(w, prefix) })
	slices.Sort(list)
	return slices.Compact(list)
}
