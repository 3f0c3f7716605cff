package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestAFileContainsOneSubcommand checks that a subcommand is in the file that is named
// after it, such as feedsadd.go. Other files must not use it, except for main.go and
// groups.go, which define the command line.
func TestAFileContainsOneSubcommand(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	subcommands := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		declared, used := commandTypes(t, file)
		subcommands += len(declared)
		for _, name := range declared {
			if want := strings.ToLower(strings.TrimSuffix(name, "Command")) + ".go"; file != want {
				t.Errorf("%s declares %s; move it to %s", file, name, want)
			}
			delete(used, name)
		}
		if file == "main.go" || file == "groups.go" {
			continue
		}
		for name := range used {
			t.Errorf("%s uses %s; move the shared code to a shared file", file, name)
		}
	}
	if want := len(leaves(t)); subcommands != want {
		t.Errorf("%d files declare a subcommand, want %d", subcommands, want)
	}
}

// commandTypes returns the declared types whose names end in Command, such as feedsAddCommand,
// and the names of all such types in the file.
func commandTypes(t *testing.T, file string) (declared []string, used map[string]bool) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	used = map[string]bool{}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeSpec:
			if isCommandType(n.Name.Name) {
				declared = append(declared, n.Name.Name)
			}
		case *ast.Ident:
			if isCommandType(n.Name) {
				used[n.Name] = true
			}
		}
		return true
	})
	return declared, used
}

// isCommandType reports whether a name is that of a type of a subcommand. The name Command alone
// is a field.
func isCommandType(name string) bool {
	return name != "Command" && strings.HasSuffix(name, "Command")
}
