package main

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"segue/cmd/segue/internal/app"
	"segue/cmd/segue/internal/config"
	"segue/cmd/segue/internal/logging"
	"segue/server/api"
)

type configCommand struct {
	serverFlags
	JSON bool `help:"Print the values as JSON." name:"json"`
}

func (configCommand) Help() string {
	return `Prints the value of each flag of "segue serve" and its origin: a flag, a variable, the configuration file,
or the default. Flags override variables, and variables override the file. Keys are not printed.

Examples:
  segue config
  segue config --config /etc/segue/segue.toml --json`
}

// setting is the effective value of a flag.
type setting struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Origin string `json:"origin"`
}

func (cmd *configCommand) Run(k *kong.Context, t *terminal) error {
	settings := settingsOf(k, t.file)
	if cmd.JSON {
		return api.Write(t.stdout, settings)
	}
	return printSettings(t.stdout, settings)
}

func printSettings(w io.Writer, settings []setting) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "name\tvalue\torigin")
	for _, s := range settings {
		fmt.Fprintf(table, "%s\t%s\t%s\n", s.Name, s.Value, s.Origin)
	}
	return table.Flush()
}

// settingsOf returns the values of all flags in the order of the help, and of the variables
// without a flag.
func settingsOf(k *kong.Context, file *config.File) []setting {
	given := map[*kong.Flag]bool{}
	for _, path := range k.Path {
		if path.Flag != nil && !path.Resolved {
			given[path.Flag] = true
		}
	}
	var settings []setting
	for _, group := range k.Selected().AllFlags(true) {
		for _, flag := range group {
			if flag.Name == "help" || flag.Name == "version" || flag.Name == "json" {
				continue
			}
			settings = append(settings, setting{flag.Name, valueText(flag.Target), origin(flag, given[flag], file)})
		}
	}
	for _, name := range app.KeyVariables() {
		if app.KeyIsSet(name) {
			settings = append(settings, setting{name, "[hidden]", "variable"})
		}
	}
	return settings
}

func origin(flag *kong.Flag, given bool, file *config.File) string {
	name := config.Variable(flag)
	switch {
	case given:
		return "flag"
	case name != "":
		return "variable " + name
	case file.Has(flag.Name):
		return "file " + file.Name
	}
	return "default"
}

// valueText returns a value for people. Keys in addresses are hidden.
func valueText(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.Pointer && v.IsNil():
		return ""
	case v.Kind() == reflect.Pointer:
		return valueText(v.Elem())
	case v.Kind() == reflect.Slice:
		texts := make([]string, v.Len())
		for i := range texts {
			texts[i] = valueText(v.Index(i))
		}
		return strings.Join(texts, ", ")
	}
	return logging.HideKeys(fmt.Sprint(v.Interface()))
}
