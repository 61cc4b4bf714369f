// Command annals reads news reports and keeps a sourced record of the
// situation they describe: who did and said what, to whom, when, where, how
// many, according to whom, through whom and how firmly.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/alecthomas/kong"
)

const description = `Reads news reports and keeps a sourced record of what they say: who did and said what, to whom, when, where, how many, according to whom and how firmly. Every row points at the words it came from.

Start with:
  annals read report.txt
  annals read --format json report.txt

Exit codes (the first input that fails decides; the others are still read):
  0  all inputs were read
  1  a fault of the program or of the store
  2  the command line was wrong
  3  an input was not found, or a folder holds no reports
  4  an input is empty, or a page holds no article
  5  an input is not text, or its encoding can't be told
  6  an input is not in English
  7  an input is too large
  8  a page could not be fetched`

// cli is the command line: one field per command, each in a file of its own.
type cli struct {
	Read   readCmd   `cmd:"" help:"Read reports and print their records."`
	Add    addCmd    `cmd:"" help:"Read reports and keep their records in the ledger."`
	Watch  watchCmd  `cmd:"" help:"Follow feeds and read what is new in them."`
	Jobs   jobsCmd   `cmd:"" help:"Show, do, retry or discard the work that waits."`
	Reread rereadCmd `cmd:"" help:"Read the ledger's reports anew after an upgrade."`
	Query  queryCmd  `cmd:"" help:"Find events, statements and figures in the ledger."`
	Show   showCmd   `cmd:"" help:"Show a report or record of the ledger, or what all reports say of it."`
	Alert  alertCmd  `cmd:"" help:"Keep queries, and tell what is new in them."`

	Lexicon lexiconCmd `cmd:"" help:"Add actors, names and places of your own."`

	Correct     correctCmd     `cmd:"" help:"Correct what was read."`
	Undo        undoCmd        `cmd:"" help:"Take a correction back."`
	Corrections correctionsCmd `cmd:"" help:"List the corrections."`
	Check       checkCmd       `cmd:"" help:"Verify the whole ledger."`

	Export exportCmd `cmd:"" help:"Write the ledger's records to files for other programs."`
	Eval   evalCmd   `cmd:"" help:"Score this program against gold data."`
	Train  trainCmd  `cmd:"" help:"Train the reading engine's models."`

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
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(std))
	if err != nil {
		fmt.Fprintln(std.err, "annals:", err)
		return 1
	}
	return execute(parser, args, std, &exit)
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
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(std.err, "annals: %v (see annals --help)\n", err)
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
	fmt.Fprintln(std.err, "annals:", err)
	return 1
}
