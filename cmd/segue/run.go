package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes, documented in docs/cli.md.
const (
	exitOK          = 0
	exitFailure     = 1   // the command could not do what it was asked
	exitUsage       = 2   // the command line is wrong
	exitPartial     = 3   // the rest was left out: what cannot be read, or what a budget does not cover
	exitInterrupted = 130 // Ctrl-C, as shells report it
)

// commands is the command line. Every flag also comes from a variable: --data
// from SEGUE_DATA, and so on.
type commands struct {
	Serve     serveCommand     `cmd:"" help:"Answer over HTTP, with a page to try it."`
	Import    importCommand    `cmd:"" help:"Read episodes from files into the catalogue."`
	Feeds     feedsCommand     `cmd:"" help:"Follow feeds, and see what they bring."`
	Export    exportCommand    `cmd:"" help:"Write the catalogue as JSON lines, or a site that needs no server."`
	Embed     embedCommand     `cmd:"" help:"Embed the episodes that have no vectors yet."`
	Reindex   reindexCommand   `cmd:"" help:"Make the index of words anew."`
	Search    searchCommand    `cmd:"" help:"Find episodes by words or a question."`
	Similar   similarCommand   `cmd:"" help:"Find episodes like one."`
	Recommend recommendCommand `cmd:"" help:"Find what to hear next by what is liked, disliked and wanted."`
	Suggest   suggestCommand   `cmd:"" help:"Complete the beginning of a title or a name."`
	Eval      evalCommand      `cmd:"" help:"Measure the answers on labelled sets."`
	Doctor    doctorCommand    `cmd:"" help:"Check whether the model can be used, and say what to change."`
	Model     modelCommand     `cmd:"" help:"Change the model that answers, beside the answers."`
	Episodes  episodesCommand  `cmd:"" help:"List the catalogue, or show one episode."`
	People    peopleCommand    `cmd:"" help:"List who is heard, or show one person."`
	Version   versionCommand   `cmd:"" help:"Print the version."`

	LogFormat string `help:"Log as text or json." enum:"text,json" default:"text"`
	LogLevel  string `help:"Least level to log; debug holds what listeners ask." enum:"debug,info,warn,error" default:"info"`
}

const description = `Segue tells a listener what to hear next: it reads a podcast's episodes, and answers
which are like one, and which talk about something.

Every flag can be set by a variable: --data by SEGUE_DATA, --log-format by SEGUE_LOG_FORMAT.`

// terminal is where a command reads and writes.
type terminal struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	log            *slog.Logger
}

// exit is how kong ends early, for example after --help.
type exit int

// run is the whole program: it returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	defer func() {
		if r := recover(); r != nil {
			ended, ok := r.(exit)
			if !ok {
				panic(r)
			}
			code = int(ended)
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once

	var c commands
	parser, err := kong.New(&c,
		kong.Name("segue"), kong.Description(description),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { panic(exit(code)) }),
		kong.DefaultEnvars("SEGUE"), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return report(stderr, err)
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "segue: error: %v\n", err)
		fmt.Fprintf(stderr, "segue: hint: %s\n", usageHint(err))
		return exitUsage
	}
	t := &terminal{stdin: stdin, stdout: stdout, stderr: stderr, log: newLogger(stderr, c.LogFormat, c.LogLevel)}
	chosen.BindTo(ctx, (*context.Context)(nil))
	err = chosen.Run(t)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		fmt.Fprintln(stderr, "segue: interrupted; what was finished is kept")
		return exitInterrupted
	}
	return report(stderr, err)
}

// usageHint names the command whose help explains a wrong command line.
func usageHint(err error) string {
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil && parse.Context.Selected() != nil {
		return fmt.Sprintf("run %q for flags and examples", parse.Context.Selected().FullPath()+" --help")
	}
	return `run "segue --help" for the commands`
}

func newLogger(w io.Writer, format, least string) *slog.Logger {
	level := slog.LevelInfo
	_ = level.UnmarshalText([]byte(least)) // kong lets only the four names pass
	options := &slog.HandlerOptions{Level: level}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
