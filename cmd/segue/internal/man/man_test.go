package man_test

import (
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"segue/cmd/segue/internal/man"
)

type grammar struct {
	Bake struct {
		Loaf  string `arg:"" help:"Loaf."`
		Hours int    `help:"Time in hours." env:"BAKE_HOURS" default:"1" placeholder:"N"`
	} `cmd:"" help:"Bake a loaf."`
}

func TestPagesDescribeTheProgramAndItsCommands(t *testing.T) {
	parser, err := kong.New(&grammar{}, kong.Name("oven"), kong.Description("Oven bakes. It is hot."))
	if err != nil {
		t.Fatal(err)
	}
	parser.Model.Children[0].Detail = "A loaf is baked.\n\nExamples:\n  .oven bake rye"
	pages := man.Pages(parser.Model, "v1")
	want := `.TH "OVEN\-BAKE" 1 "" "segue v1" "Segue"
.SH NAME
oven\-bake \- Bake a loaf
.SH SYNOPSIS
.B oven bake
[flags] <loaf>
.SH DESCRIPTION
A loaf is baked.
.SH EXAMPLES
.nf
  .oven bake rye
.fi
.SH OPTIONS
.TP
.B \-h, \-\-help
Show context\-sensitive help.
.TP
.B \-\-hours=N
Time in hours.
Variable: BAKE_HOURS.
`
	if d := cmp.Diff(want, pages[1].Text); d != "" || pages[1].Name != "oven-bake.1" {
		t.Errorf("%s (-want +got):\n%s", pages[1].Name, d)
	}
	if text := pages[0].Text; len(pages) != 2 || pages[0].Name != "oven.1" || !strings.Contains(text, ".BR oven\\-bake (1)\nBake a loaf.") {
		t.Errorf("%d pages, the first is %s:\n%s", len(pages), pages[0].Name, text)
	}
}
