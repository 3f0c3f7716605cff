// Package config reads the configuration file: TOML whose keys are the names of flags. Flags
// override variables, and variables override the file.
package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/pelletier/go-toml/v2"
)

// maxFile is the maximum size of a configuration file in bytes. A file with all flags and
// hundreds of feeds is much smaller.
const maxFile = 1 << 20

// File is a configuration file. It is a [kong.Resolver] for flags without a variable.
type File struct {
	// Name is the path of the file.
	Name   string
	values map[string]any
}

// Read reads a configuration file. An error names the line.
func Read(name string) (*File, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("configuration file: %w", err)
	}
	values, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("configuration file %s: %w", name, err)
	}
	return &File{Name: name, values: values}, nil
}

// Parse returns the values of a configuration by the name of their flag. A name may have
// underscores instead of hyphens.
func Parse(text []byte) (map[string]any, error) {
	if len(text) > maxFile {
		return nil, fmt.Errorf("it has %d bytes; the limit is %d", len(text), maxFile)
	}
	var read map[string]any
	if err := toml.Unmarshal(text, &read); err != nil {
		return nil, withLine(err)
	}
	values := map[string]any{}
	for key, value := range read {
		name := strings.ReplaceAll(key, "_", "-")
		if _, twice := values[name]; twice {
			return nil, fmt.Errorf("%s is set twice", name)
		}
		plain, err := plainValue(value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		values[name] = plain
	}
	return values, nil
}

func withLine(err error) error {
	var decode *toml.DecodeError
	if !errors.As(err, &decode) {
		return err
	}
	line, column := decode.Position()
	return fmt.Errorf("line %d, column %d: %w", line, column, err)
}

// plainValue returns a text, or a list of texts. Flags parse texts.
func plainValue(value any) (any, error) {
	switch v := value.(type) {
	case map[string]any:
		return nil, errors.New("there are no sections; write all keys at the top")
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			text, err := plainValue(item)
			if err != nil {
				return nil, err
			}
			if _, ok := text.(string); !ok {
				return nil, errors.New("a list cannot contain a list")
			}
			list[i] = text
		}
		return list, nil
	}
	return fmt.Sprint(value), nil
}

// Has reports whether the file sets a flag.
func (f *File) Has(flag string) bool {
	if f == nil {
		return false
	}
	_, ok := f.values[flag]
	return ok
}

// Validate implements [kong.Resolver]. It refuses keys that are no flag of any command.
func (f *File) Validate(model *kong.Application) error {
	known := map[string]bool{}
	collect(model.Node, known)
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		if !known[name] {
			return fmt.Errorf("configuration file %s: unknown key %q; the keys are the flags of %q without the hyphens at the start", f.Name, name, "segue serve --help")
		}
	}
	return nil
}

func collect(n *kong.Node, known map[string]bool) {
	for _, flag := range n.Flags {
		known[flag.Name] = true
	}
	for _, child := range n.Children {
		collect(child, known)
	}
}

// Resolve implements [kong.Resolver]. Kong prefers a resolver to a variable, so a flag with a variable
// has no value here.
func (f *File) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if Variable(flag) != "" {
		return nil, nil
	}
	return f.values[flag.Name], nil
}

// Port is a [kong.Resolver] of --addr, whose value it reads from the variable PORT. Kong reads the other
// variables.
var Port = kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if Variable(flag) == portVariable {
		return ":" + os.Getenv(portVariable), nil
	}
	return nil, nil
})

// portVariable is the variable in which many platforms name the port to listen on.
const portVariable = "PORT"

// Variable returns the name of the variable that sets a flag, or "".
func Variable(flag *kong.Flag) string {
	for _, name := range flag.Envs {
		if _, ok := os.LookupEnv(name); ok {
			return name
		}
	}
	if flag.Name == "addr" && os.Getenv(portVariable) != "" {
		return portVariable
	}
	return ""
}

// flagName is the flag with the path of the file, and variableName its variable.
const flagName, variableName = "--config", "SEGUE_CONFIG"

// Path returns the path of the configuration file on a command line, or in its variable. It is
// empty without one. It must be known before kong parses the command line.
func Path(args []string) string {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if path, ok := strings.CutPrefix(arg, flagName+"="); ok {
			return path
		}
		if arg == flagName && i+1 < len(args) {
			return args[i+1]
		}
	}
	return os.Getenv(variableName)
}
