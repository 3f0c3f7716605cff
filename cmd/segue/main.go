// Command segue recommends podcast episodes. See "segue --help".
//
// Each subcommand has a file that is named after it, with its flags, its help and its
// Run method: feedsadd.go is "segue feeds add". The other files are shared by several
// commands. Package app does the work.
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

	"segue/cmd/segue/internal/app"
	"segue/cmd/segue/internal/complete"
	"segue/cmd/segue/internal/config"
	"segue/cmd/segue/internal/logging"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// commands is the command line. Every flag also has a variable: --data has SEGUE_DATA.
type commands struct {
	Serve     serveCommand     `cmd:"" help:"Serve the API and the pages over HTTP."`
	Import    importCommand    `cmd:"" help:"Import episodes from files."`
	Feeds     feedsGroup       `cmd:"" help:"Follow feeds."`
	Export    exportGroup      `cmd:"" help:"Export the catalogue as JSON lines or as a static site."`
	Embed     embedCommand     `cmd:"" help:"Embed episodes without vectors."`
	Backup    backupCommand    `cmd:"" help:"Write a backup of the catalogue."`
	Restore   restoreCommand   `cmd:"" help:"Put a backup in the place of the catalogue."`
	Check     checkCommand     `cmd:"" help:"Check the catalogue for faults, and repair it."`
	Reindex   reindexCommand   `cmd:"" help:"Rebuild the word index."`
	Search    searchCommand    `cmd:"" help:"Find episodes by a query or question."`
	Similar   similarCommand   `cmd:"" help:"Find episodes similar to one."`
	Moments   momentsCommand   `cmd:"" help:"Find the moments of an episode that answer a query."`
	Recommend recommendCommand `cmd:"" help:"Recommend episodes from liked and disliked ones and a text."`
	Suggest   suggestCommand   `cmd:"" help:"Complete a title or a name."`
	Eval      evalCommand      `cmd:"" help:"Measure ranking quality with labels."`
	Doctor    doctorCommand    `cmd:"" help:"Check the model and name the engine."`
	Model     modelGroup       `cmd:"" help:"Change the embedding model."`
	Vectors   vectorsGroup     `cmd:"" help:"Export and import vectors."`
	Episodes  episodesCommand  `cmd:"" help:"List episodes or show one."`
	People    peopleCommand    `cmd:"" help:"List people or show one."`
	Health    healthCommand    `cmd:"" help:"Check a running server."`
	Settings  configCommand    `cmd:"" name:"config" help:"Print the effective configuration of a server."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
	Help      helpCommand      `cmd:"" help:"Show the help of a command."`

	Completion completionCommand `cmd:"" help:"Print the completion script of a shell."`
	Man        manCommand        `cmd:"" help:"Write the manual pages."`

	PrintVersion kong.VersionFlag `help:"Print the version." name:"version" env:"-"`

	Config    string `help:"Configuration file (TOML) whose keys are the names of flags." placeholder:"FILE"`
	LogFormat string `help:"Log format: text or json." enum:"text,json" default:"text"`
	LogLevel  string `help:"Minimum log level. The level debug includes queries." enum:"debug,info,warn,error" default:"info"`
}

const description = `Segue recommends podcast episodes. It finds episodes that are similar to another episode or match
a query.

Every flag can be set by a variable: --data by SEGUE_DATA, --log-format by SEGUE_LOG_FORMAT. It can also be
set in the configuration file of --config. Flags override variables, and variables override the file.`

// exit is the panic value with which kong ends early, for example after --help.
type exit int

// run runs the program and returns its exit code.
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

	if len(args) > 0 && args[0] == complete.Command {
		return printCompletions(stdout, args[1:])
	}
	var c commands
	parser, file, err := newParser(&c, args, stdout, stderr)
	if err != nil {
		return report(stderr, err)
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "segue: error: %v\n", err)
		fmt.Fprintf(stderr, "segue: hint: %s\n", usageHint(err))
		return exitUsage
	}
	t := &terminal{stdin: stdin, stdout: stdout, stderr: stderr, args: args, file: file, level: &slog.LevelVar{}}
	t.level.Set(levelOf(c.LogLevel))
	t.log = logging.New(stderr, c.LogFormat, t.level)
	if name := repeatedFlag(command); name != "" {
		fmt.Fprintf(stderr, "segue: error: --%s is given twice; give it once\n", name)
		return exitUsage
	}
	command.BindTo(ctx, (*context.Context)(nil))
	err = command.Run(t)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		fmt.Fprintln(stderr, "segue: interrupted; finished work is kept")
		return exitInterrupted
	}
	return report(stderr, err)
}

// repeatedFlag returns the name of a flag with one value that is given more than once. Kong
// would silently use the last value.
func repeatedFlag(command *kong.Context) string {
	given := map[*kong.Flag]bool{}
	for _, p := range command.Path {
		f := p.Flag
		if f == nil || f.IsCumulative() || f.IsBool() {
			continue
		}
		if given[f] {
			return f.Name
		}
		given[f] = true
	}
	return ""
}

// newParser returns the parser of the command line, which fills in c, and the configuration file
// that the command line or its variable names, or nil.
func newParser(c *commands, args []string, stdout, stderr io.Writer) (*kong.Kong, *config.File, error) {
	options := []kong.Option{
		kong.Name("segue"), kong.Description(description),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { panic(exit(code)) }),
		kong.DefaultEnvars("SEGUE"), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Vars{"version": versionText()},
	}
	path := config.Path(args)
	if path == "" {
		parser, err := kong.New(c, append(options, kong.Resolvers(config.Port))...)
		return parser, nil, err
	}
	file, err := config.Read(path)
	if err != nil {
		return nil, nil, app.UsageError{Err: err}
	}
	parser, err := kong.New(c, append(options, kong.Resolvers(file, config.Port))...)
	return parser, file, err
}

// usageHint names the command whose help explains the error.
func usageHint(err error) string {
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil && parse.Context.Selected() != nil {
		return fmt.Sprintf("run %q for flags and examples", parse.Context.Selected().FullPath()+" --help")
	}
	return `run "segue --help" for a list of commands`
}

// levelOf returns the level of --log-level.
func levelOf(name string) slog.Level {
	level := slog.LevelInfo
	_ = level.UnmarshalText([]byte(name)) // kong has checked it
	return level
}
