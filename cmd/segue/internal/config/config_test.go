package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"segue/cmd/segue/internal/config"
)

type grammar struct {
	Serve struct {
		Addr   string   `default:"default"`
		Feed   []string `sep:"none"`
		Limit  int      `default:"1"`
		Thumbs bool     `default:"true" negatable:""`
	} `cmd:""`
}

// parse parses a command line with a configuration file.
func parse(t *testing.T, file string, args ...string) (grammar, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "segue.toml")
	if err := os.WriteFile(name, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	var g grammar
	f, err := config.Read(name)
	if err != nil {
		return g, err
	}
	parser, err := kong.New(&g, kong.DefaultEnvars("SEGUE"), kong.Resolvers(f, config.Port))
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(append([]string{"serve"}, args...))
	return g, err
}

func TestFlagsOverrideVariablesAndVariablesOverrideTheFile(t *testing.T) {
	const file = "addr = 'file'\nfeed = ['https://a.example/?x=1,2', 'b']\nlimit = 7\nthumbs = false\n"
	for _, tt := range []struct {
		name      string
		file      string
		variables map[string]string
		args      []string
		want      string
	}{
		{"nothing is set", "", nil, nil, "default"},
		{"the file", file, nil, nil, "file"},
		{"a variable", file, map[string]string{"SEGUE_ADDR": "variable"}, nil, "variable"},
		{"a flag", file, map[string]string{"SEGUE_ADDR": "variable"}, []string{"--addr", "flag"}, "flag"},
		{"PORT overrides the file", file, map[string]string{"PORT": "81"}, nil, ":81"},
		{"the variable of the flag overrides PORT", file, map[string]string{"PORT": "81", "SEGUE_ADDR": "variable"}, nil, "variable"},
		{"a flag overrides PORT", "", map[string]string{"PORT": "81"}, []string{"--addr", "flag"}, "flag"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("PORT", "")
			for name, value := range tt.variables {
				t.Setenv(name, value)
			}
			got, err := parse(t, tt.file, tt.args...)
			if err != nil || got.Serve.Addr != tt.want {
				t.Errorf("addr %q (%v), want %q", got.Serve.Addr, err, tt.want)
			}
		})
	}
	got, err := parse(t, file)
	if d := cmp.Diff([]string{"https://a.example/?x=1,2", "b"}, got.Serve.Feed); d != "" || err != nil || got.Serve.Limit != 7 || got.Serve.Thumbs {
		t.Errorf("%+v, %v (-want +got):\n%s", got, err, d)
	}
}

func TestAnInvalidFileIsRefused(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"no TOML", "addr = \n", "line 1, column"},
		{"an unknown key", "adr = 'x'", `unknown key "adr"`},
		{"a section", "[serve]\naddr = 'x'", "there are no sections"},
		{"a list of lists", "feed = [['x']]", "a list cannot contain a list"},
		{"the wrong type", "limit = 'many'", "--limit"},
		{"a key in two spellings", "metrics-addr = 'a'\nmetrics_addr = 'b'", "set twice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := parse(t, tt.file); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestThePathIsFoundBeforeParsing(t *testing.T) {
	t.Setenv("SEGUE_CONFIG", "variable.toml")
	for line, want := range map[string]string{"serve": "variable.toml", "serve --config a.toml": "a.toml", "--config=a.toml serve": "a.toml", "search -- --config a.toml": "variable.toml"} {
		if got := config.Path(strings.Fields(line)); got != want {
			t.Errorf("Path(%q) = %q, want %q", line, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("addr = ':8080'\nfeed = ['a', 'b']\nlimit = 3\nday = 2020-01-02\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		values, err := config.Parse(text)
		if err != nil {
			return
		}
		for name, value := range values {
			switch value.(type) {
			case string, []any:
			default:
				t.Errorf("%s is %T", name, value)
			}
		}
	})
}
