package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"annals/internal/ingest"
	"annals/internal/pipeline"
	"annals/internal/render"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"
)

// inputFlags name the reports to read and what is known of them.
type inputFlags struct {
	Inputs []string `arg:"" optional:"" name:"input" help:"Files, folders, archives (WARC, JSON Lines), web addresses, or - for standard input (the default)."`

	Date      string `help:"Publication date of the reports: 2024-03-12 or 2024-03-12T14:30:00Z. Wins over what a page says." placeholder:"DATE"`
	Publisher string `help:"Who published the reports." placeholder:"NAME"`
	URL       string `name:"url" help:"Address of the report." placeholder:"URL"`
	Title     string `help:"Title of the report." placeholder:"TITLE"`
	MaxMB     int64  `name:"max-mb" help:"Largest file or page to read, in megabytes (default ${default})." default:"16" placeholder:"N"`
	fetchFlags
}

// fetchFlags say where pages may be fetched from.
type fetchFlags struct {
	Private bool     `name:"allow-private" help:"Allow pages to be fetched from this machine and private networks."`
	Hosts   []string `name:"allow-host" help:"Allow pages to be fetched from this host, though it is in a private network." placeholder:"NAME"`
}

func (f *inputFlags) options(std streams) (ingest.Options, error) {
	o := ingest.Options{Date: f.Date, Publisher: f.Publisher, URL: f.URL, Title: f.Title,
		MaxBytes: f.MaxMB << 20, AllowPrivate: f.Private, AllowHosts: f.Hosts, Stdin: std.in}
	return o, o.Check()
}

// inputs are the options and what to read; what is wrong with them has been
// told.
func (f *inputFlags) inputs(std streams) (ingest.Options, []string, error) {
	opt, err := f.options(std)
	if err != nil {
		fmt.Fprintln(std.err, "annals:", err)
		return opt, nil, exitError(2)
	}
	if len(f.Inputs) > 0 {
		return opt, f.Inputs, nil
	}
	if file, ok := std.in.(*os.File); ok && isatty.IsTerminal(file.Fd()) {
		fmt.Fprintln(std.err, "annals: name a file, a folder or an address to read, or pipe a report in (see annals read --help)")
		return opt, nil, exitError(2)
	}
	return opt, []string{"-"}, nil
}

// exitCode is the documented exit code of an input's error.
func exitCode(err error) int {
	for _, k := range []struct {
		kind ingest.Kind
		code int
	}{
		{ingest.ErrNotFound, 3}, {ingest.ErrUnreadable, 3}, {ingest.ErrNoReports, 3},
		{ingest.ErrEmpty, 4}, {ingest.ErrNoArticle, 4},
		{ingest.ErrBinary, 5}, {ingest.ErrEncoding, 5},
		{ingest.ErrLanguage, 6}, {ingest.ErrTooLarge, 7}, {ingest.ErrFetch, 8},
	} {
		if errors.Is(err, k.kind) {
			return k.code
		}
	}
	return 1
}

// readReports reads every input and hands each result that has a record to
// each, in the order of the inputs. What is wrong with an input, or worth
// saying, goes to standard error as one line; the others are still read. The
// error it returns then carries the exit code of the first that failed. An
// error of each ends the run.
func (f *inputFlags) readReports(ctx context.Context, std streams, own *extensionFlags, each func(pipeline.Result) error) error {
	opt, inputs, err := f.inputs(std)
	if err != nil {
		return err
	}
	lexicon, err := loadLexicon(std.err)
	if err != nil {
		return err
	}
	p, err := pipeline.NewOver(lexicon)
	if err != nil {
		return err
	}
	if p, err = own.extend(p, std.err); err != nil {
		return err
	}
	sources := ingest.Expand(inputs)
	total := len(sources)
	if slices.ContainsFunc(sources, ingest.Source.IsArchive) {
		total = -1
	}
	bar := progress(std.err, total, "reading", "reports")
	code := 0
	for r := range p.ReadAll(ctx, sources, opt) {
		if r.Err != nil || len(r.Notes) > 0 {
			bar.Clear()
		}
		for _, n := range r.Notes {
			fmt.Fprintf(std.err, "annals: %s: %s\n", render.OneLine(r.Source.Name), n)
		}
		if r.Err != nil {
			fmt.Fprintln(std.err, "annals:", render.OneLine(r.Err.Error()))
			if code == 0 {
				code = exitCode(r.Err)
			}
		} else if err := each(r); err != nil {
			return err
		}
		bar.Add(1)
	}
	bar.Finish()
	if err := ctx.Err(); err != nil {
		return err
	}
	if code != 0 {
		return exitError(code)
	}
	return nil
}

// progress is a bar for runs over several things (reports, say) on a terminal;
// -1 of them is an unknown number. It appears only when the run takes longer than two
// seconds.
func progress(w io.Writer, total int, doing, what string) *progressbar.ProgressBar {
	file, ok := w.(*os.File)
	if !ok || !isatty.IsTerminal(file.Fd()) || total == 0 || total == 1 {
		return progressbar.DefaultSilent(int64(total))
	}
	start := time.Now()
	return progressbar.NewOptions(total, progressbar.OptionSetWriter(delayed{w, start.Add(2 * time.Second)}),
		progressbar.OptionSetDescription(doing), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetItsString(what), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(200*time.Millisecond))
}

// delayed drops what is written before a moment.
type delayed struct {
	w    io.Writer
	from time.Time
}

func (d delayed) Write(b []byte) (int, error) {
	if time.Now().Before(d.from) {
		return len(b), nil
	}
	return d.w.Write(b)
}
