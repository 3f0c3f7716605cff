package complete_test

import (
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"segue/cmd/segue/internal/complete"
)

// grammar is a small command line.
type grammar struct {
	Serve struct {
		Addr   string `help:"Address."`
		Format string `enum:"text,json" default:"text" short:"f" help:"Format."`
		Thumbs bool   `negatable:"" default:"true" help:"Thumbnails."`
	} `cmd:"" help:"Serve."`
	Feeds struct {
		Add    struct{} `cmd:"" help:"Add."`
		Remove struct{} `cmd:"" help:"Remove."`
	} `cmd:"" help:"Feeds."`
	Secret  struct{} `cmd:"" hidden:"" help:"Hidden."`
	Verbose bool     `help:"More."`
}

func TestWordsAreCompleted(t *testing.T) {
	parser, err := kong.New(&grammar{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, line, want string }{
		{"the first word is a command", "", "feeds serve"},
		{"the begin of a command", "se", "serve"},
		{"a command of a group", "feeds ", "add remove"},
		{"a command after a flag without a value", "--verbose feeds r", "remove"},
		{"the flags of a command and of the program", "serve --", "--addr --format --help --no-thumbs --thumbs --verbose"},
		{"the values of a flag", "serve --format ", "json text"},
		{"the values of a short flag", "serve -f j", "json"},
		{"the values after an equals sign", "serve --format=", "--format=json --format=text"},
		{"no values of a free flag, so that the shell completes files", "serve --addr ", ""},
		{"a value that looks like a command", "--addr serve serve --f", "--format"},
		{"no arguments of a command without commands", "serve x", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(complete.Words(parser.Model, strings.Split(tt.line, " ")), " ")
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	if got := complete.Words(parser.Model, nil); len(got) != 2 {
		t.Errorf("without words: %q", got)
	}
}
