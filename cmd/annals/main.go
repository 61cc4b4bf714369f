// Command annals reads news reports and keeps a sourced record of the
// situation they describe: who did and said what, to whom, when, where, how
// many, according to whom, through whom and how firmly.
package main

import (
	"annals/internal/render"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"slices"

	"github.com/alecthomas/kong"
)

const description = `Reads news reports and keeps a sourced record of what they say: who did and said what, to whom, when, where, how many, according to whom and how firmly. Every row points at the words it came from.

Start with:
  annals read report.txt                  what one report says
  annals add reports/                     keep many in a ledger
  annals query type:PROTEST place:minsk   ask it
  annals show situation 3f2a91c0d4/E3     who says so, who denies it, how many
  annals export --format csv -o out.csv   take it elsewhere

Every command's help has examples and its exit codes: 0 is done, 1 a fault or nothing to be had, 2 a wrong command
line.`

// groups are the headings under which the help lists the commands.
func groups() []kong.Group {
	return []kong.Group{
		{Key: "read", Title: "Read reports:"},
		{Key: "ask", Title: "Ask the ledger:"},
		{Key: "keep", Title: "Set right and look after it:"},
		{Key: "build", Title: "Build and judge the program:"},
	}
}

// cli is the command line: one field per command, each in a file of its own.
type cli struct {
	Read  readCmd  `cmd:"" group:"read" help:"Read reports and print their records."`
	Add   addCmd   `cmd:"" group:"read" help:"Read reports and keep their records in the ledger."`
	Watch watchCmd `cmd:"" group:"read" help:"Follow feeds and read what is new in them."`

	Query  queryCmd  `cmd:"" group:"ask" help:"Find events, statements and figures in the ledger."`
	Show   showCmd   `cmd:"" group:"ask" help:"Show a report or one row, or what all reports say of it."`
	Export exportCmd `cmd:"" group:"ask" help:"Write the ledger's records to files for other programs."`
	Alert  alertCmd  `cmd:"" group:"ask" help:"Keep queries, and tell what is new in them."`

	Correct     correctCmd     `cmd:"" group:"keep" help:"Correct what was read."`
	Undo        undoCmd        `cmd:"" group:"keep" help:"Take a correction back."`
	Corrections correctionsCmd `cmd:"" group:"keep" help:"List the corrections."`
	Lexicon     lexiconCmd     `cmd:"" group:"keep" help:"Add actors, names and places of your own."`
	Reread      rereadCmd      `cmd:"" group:"keep" help:"Read the ledger's reports anew after an upgrade."`
	Jobs        jobsCmd        `cmd:"" group:"keep" help:"Show, do, retry or discard the work that waits."`
	Check       checkCmd       `cmd:"" group:"keep" help:"Verify the whole ledger."`

	Eval  evalCmd  `cmd:"" group:"build" help:"Score this program against gold data."`
	Train trainCmd `cmd:"" group:"build" help:"Train the reading engine's models."`

	Version kong.VersionFlag `help:"Print the version and exit."`
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// exitError is an error that has been reported already, line by line, and
// only carries the exit code.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

func main() { os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})) }

// run runs one command line and returns the exit code.
func run(args []string, std streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	exit := -1
	parser, err := kong.New(&cli{},
		kong.Name("annals"), kong.Description(description),
		kong.Vars{"version": "annals " + version()},
		kong.Writers(std.out, std.err),
		kong.Exit(func(code int) { exit = code; panic(exited{}) }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}),
		kong.ExplicitGroups(groups()),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(std))
	if err != nil {
		fmt.Fprintln(std.err, "annals:", err)
		return 1
	}
	return execute(parser, args, std, &exit)
}

// meant says where to look for what a wrong command line may have meant.
func meant(parser *kong.Kong, args []string) string {
	word := args[0]
	switch word {
	case "query", "export", "alert":
		if i := slices.IndexFunc(args, func(a string) bool { return len(a) > 2 && a[0] == '-' && a[1] != '-' }); i > 0 {
			return fmt.Sprintf("if %s is what must not hold, write NOT %s; see annals query --help", args[i], args[i][1:])
		}
	case "set", "drop", "join", "part", "copy", "independent", "retract", "merge", "split", "rename", "delete", "pin":
		return "annals correct " + word + " …, see annals correct --help"
	case "serve", "search", "find", "list":
		return "annals query asks the ledger, annals show shows; see annals --help"
	}
	if slices.ContainsFunc(parser.Model.Children, func(c *kong.Node) bool { return c.Name == word }) {
		return "see annals " + word + " --help"
	}
	return "see annals --help"
}

// exited unwinds the stack when help or the version was printed.
type exited struct{}

func execute(parser *kong.Kong, args []string, std streams, exit *int) (code int) {
	defer func() {
		switch fault := recover().(type) {
		case nil:
		case exited:
			code = *exit
		default:
			panic(fault)
		}
	}()
	switch {
	case len(args) == 0:
		args = []string{"--help"}
	case args[0] == "help":
		args = append(slices.Clone(args[1:]), "--help")
	case len(args) == 1 && args[0] == "version":
		args = []string{"--version"}
	}
	command, err := parser.Parse(args)
	if full := (*fs.PathError)(nil); errors.As(err, &full) { // the help could not be printed
		fmt.Fprintln(std.err, "annals: write the output:", err)
		return 1
	}
	if err != nil {
		fmt.Fprintf(std.err, "annals: %v (%s)\n", err, meant(parser, args))
		return 2
	}
	err = command.Run()
	var reported exitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &reported):
		return int(reported)
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(std.err, "annals: interrupted")
		return 130
	}
	fmt.Fprintln(std.err, "annals:", render.OneLine(err.Error()))
	return 1
}
