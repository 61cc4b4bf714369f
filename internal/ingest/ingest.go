// Package ingest reads what a user names (files, folders, archives, pages of
// the web, standard input) and makes reports of it: the text, and what the page
// or the carrier itself says of its title, publisher, address, date and
// language.
//
// It reads bytes and writes [record.Report]. Plain text stays as it came,
// decoded and otherwise unchanged. Of a page, the article's text is kept, its
// paragraphs separated by empty lines; so is the text layer of a PDF file and
// the text of an electronic letter. Web archives and JSON Lines hold many
// reports and are streamed. What nobody stated stays nil: no date is taken from
// an address, a file or the clock.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"annals/internal/record"
)

// DefaultMaxBytes is how large a report may be where Options say nothing.
const DefaultMaxBytes = 16 << 20

// Options say what the user knows of the reports and how to fetch pages. What
// is set wins over what a page says of itself.
type Options struct {
	Date      string // publication date, RFC 3339 date or date-time
	Publisher string
	URL       string
	Title     string

	MaxBytes int64 // largest file or page, decompressed; 0 means DefaultMaxBytes
	// Timeout bounds the fetching of one page; 0 means 30 seconds.
	Timeout time.Duration
	// AllowPrivate lets pages be fetched from loopback and private addresses,
	// and through the proxy that the environment names.
	AllowPrivate bool
	// AllowHosts are the names of hosts that may lead to such addresses.
	AllowHosts []string
	// Stdin is what "-" reads; nil means os.Stdin.
	Stdin io.Reader
	// Known gives the id of the report that bytes of this hex SHA-256 hold, if
	// the caller has it; they are not read then. It is not asked where the
	// carrier or the options say anything of the report. nil knows nothing.
	Known func(hash string) (id string, ok bool)
}

// Check reports what is wrong with the options, or nil.
func (o Options) Check() error {
	if o.Date != "" {
		if _, ok := normalDate(o.Date); !ok {
			return fmt.Errorf("ingest: %q is no date: write 2021-03-05 or 2021-03-05T14:30:00Z", o.Date)
		}
	}
	if o.MaxBytes < 0 {
		return errors.New("ingest: the size limit is below zero")
	}
	return nil
}

func (o Options) limit() int64 {
	if o.MaxBytes == 0 {
		return DefaultMaxBytes
	}
	return o.MaxBytes
}

// Intake is a report and what was remarkable about reading it.
type Intake struct {
	Report record.Report
	Notes  []string // one line each, such as "converted from UTF-16"
	// Bytes is the hex SHA-256 of the bytes as they came, or "" where the
	// report's date, which is part of what it is known by, is not theirs.
	Bytes string
	// Known says that Options.Known knew the bytes; then the report has only
	// its id.
	Known bool
}

// Read reads the source. Its errors are of type *Error, or those of Options.
func (s Source) Read(ctx context.Context, opt Options) (*Intake, error) {
	if err := opt.Check(); err != nil {
		return nil, err
	}
	in, err := s.read(ctx, opt)
	if err != nil {
		return nil, &Error{Kind: kindOf(err), Name: s.label(), Err: err}
	}
	return in, nil
}

func (s Source) read(ctx context.Context, opt Options) (*Intake, error) {
	if s.err != nil {
		return nil, s.err
	}
	c, err := s.open(ctx, opt)
	if err != nil {
		return nil, err
	}
	return c.Read(opt)
}

// known is a pointer to the first value that is not empty, or nil.
func known(values ...string) *string {
	for _, v := range values {
		if v != "" {
			return &v
		}
	}
	return nil
}

// Source is something that Read makes a report of: a file, a page, standard
// input.
type Source struct {
	Name string // as the user named it, or the file's path inside a named folder
	// Archive is the file of many reports that holds this one, or "". The
	// next one begins at Next, a position that Parts can begin at.
	Archive string
	Next    int64

	content *Content // what the archive holds, or nil
	err     error    // why there is nothing to read
}

// IsURL reports whether the source is a page to be fetched.
func (s Source) IsURL() bool {
	u, err := url.Parse(s.Name)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func (s Source) label() string {
	if s.Name == "-" {
		return "standard input"
	}
	return s.Name
}

// Expand lists the sources that the arguments name: a file, "-" for standard
// input, an http or https address, or a folder, which stands for all texts and
// pages in it and below. An argument that names nothing to read becomes a
// Source whose Read says so.
func Expand(args []string) []Source {
	var sources []Source
	for _, arg := range args {
		s := Source{Name: arg}
		switch info, err := os.Stat(arg); {
		case arg == "-" || s.IsURL():
			sources = append(sources, s)
		case err != nil:
			s.err = fileError(err)
			if strings.Contains(arg, "://") {
				s.err = fmt.Errorf("%w: only http and https addresses can be read", ErrFetch)
			}
			sources = append(sources, s)
		case info.IsDir():
			sources = append(sources, folder(arg)...)
		default:
			sources = append(sources, s)
		}
	}
	return sources
}

// reportFile reports whether a file of that name is read in a folder. What is
// called "readme" says what the folder is and is no report.
func reportFile(name string) bool {
	if base := filepath.Base(name); strings.EqualFold(strings.TrimSuffix(base, filepath.Ext(base)), "readme") {
		return false
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".eml":
		return true
	}
	return archiveOf(name) != noArchive
}

// holdsBytes reports whether an entry of a folder is a file, or a link to one
// or to nothing: no folder, nor a pipe or device, which may never end.
func holdsBytes(path string, d os.DirEntry) bool {
	mode := d.Type()
	if mode&os.ModeSymlink != 0 {
		info, err := os.Stat(path)
		if err != nil {
			return true // reading says what is wrong with it
		}
		mode = info.Mode()
	}
	return mode.IsRegular()
}

// folder lists the texts and pages in and below a folder in the order of
// their paths. Hidden files and folders are left out.
func folder(dir string) []Source {
	var sources []Source
	root := strings.TrimRight(dir, `/\`) + string(filepath.Separator) // so that a link to a folder is followed
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		hidden := path != root && strings.HasPrefix(filepath.Base(path), ".")
		switch {
		case err != nil:
			sources = append(sources, Source{Name: path, err: fileError(err)})
			return nil
		case hidden && d.IsDir():
			return filepath.SkipDir
		case !hidden && holdsBytes(path, d) && reportFile(path):
			sources = append(sources, Source{Name: path})
		}
		return nil
	})
	if err == nil && len(sources) == 0 {
		err = ErrNoReports
	}
	if err != nil {
		sources = append(sources, Source{Name: dir, err: err})
	}
	return sources
}

// open reads the source's bytes, at most the limit.
func (s Source) open(ctx context.Context, opt Options) (*Content, error) {
	switch {
	case s.content != nil:
		return s.content, nil
	case s.IsURL():
		return fetchSource(ctx, s.Name, opt)
	case s.Name == "-":
		in := opt.Stdin
		if in == nil {
			in = os.Stdin
		}
		data, err := readAll(in, opt.limit())
		return &Content{Data: data}, err
	}
	f, err := os.Open(s.Name)
	if err != nil {
		return nil, fileError(err)
	}
	defer f.Close()
	data, err := readAll(f, opt.limit())
	return &Content{Data: data, Media: mediaOf(s.Name)}, err
}

// readAll reads r to its end, or fails where it is longer than limit bytes.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fileError(err)
	}
	if int64(len(data)) > limit {
		return nil, tooLarge(limit)
	}
	return data, nil
}

// tooLarge is the error of a source over a limit that the user can raise.
func tooLarge(limit int64) error {
	return &fault{ErrTooLarge, ErrTooLarge.Error() + ": it is over the limit of " + size(limit) + "; raise the limit (--max-mb) to read it", nil}
}

// size spells a number of bytes.
func size(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// looksLikePage reports whether a text begins as an HTML page does.
func looksLikePage(t string) bool {
	head := strings.ToLower(strings.TrimSpace(t[:min(len(t), 1024)]))
	if strings.HasPrefix(head, "<?xml") {
		return strings.Contains(head, "<html")
	}
	for strings.HasPrefix(head, "<!--") {
		_, after, ok := strings.Cut(head, "-->")
		if !ok {
			return false
		}
		head = strings.TrimSpace(after)
	}
	return slices.ContainsFunc([]string{"<!doctype html", "<html", "<head", "<body", "<article"}, func(tag string) bool { return strings.HasPrefix(head, tag) })
}

// fragment is the beginning of a text in HTML's paragraphs.
var fragment = regexp.MustCompile(`^(?i:<(?:p|div|section|h[1-6]|blockquote|ul|ol)(?:\s[^<>]*)?>)`)

// looksLikeFragment reports whether a text is what stands within a page: it
// begins with a tag of a block and holds the end of one.
func looksLikeFragment(t string) bool {
	tag := fragment.FindString(strings.TrimSpace(t[:min(len(t), 1024)]))
	if tag == "" {
		return false
	}
	name := strings.ToLower(strings.FieldsFunc(tag, func(r rune) bool { return r == '<' || r == '>' || unicode.IsSpace(r) })[0])
	return strings.Contains(strings.ToLower(t), "</"+name+">")
}

// Result is what reading a source gave.
type Result struct {
	Source Source
	Intake *Intake
	Err    error
}

// ReadAll reads sources on several processors and yields their results in
// order. It stops reading ahead when the caller stops.
func ReadAll(ctx context.Context, sources iter.Seq[Source], opt Options, workers int) iter.Seq[Result] {
	return InOrder(ctx, sources, workers, func(ctx context.Context, s Source) Result { return readSafely(ctx, s, opt) })
}

// InOrder does the work for each source, for some at a time, and yields what it
// gave in the order of the sources. It stops working ahead when the caller stops.
func InOrder[R any](ctx context.Context, sources iter.Seq[Source], workers int, work func(context.Context, Source) R) iter.Seq[R] {
	return func(yield func(R) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		// Each slot is filled by one goroutine and drained in order; the queue's
		// length bounds how far reading runs ahead of the caller.
		queue := make(chan chan R, 2*workers)
		busy := make(chan struct{}, workers)
		go func() {
			defer close(queue)
			for s := range sources {
				slot := make(chan R, 1)
				select {
				case queue <- slot:
				case <-ctx.Done():
					return
				}
				busy <- struct{}{}
				go func() {
					defer func() { <-busy }()
					slot <- work(ctx, s)
				}()
			}
		}()
		for slot := range queue {
			if !yield(<-slot) {
				return
			}
		}
	}
}

// readSafely reads a source; a fault of the program's own is that source's
// error.
func readSafely(ctx context.Context, s Source, opt Options) (r Result) {
	defer func() {
		if fault := recover(); fault != nil {
			r = Result{s, nil, &Error{ErrUnreadable, s.label(), fmt.Errorf("internal fault while reading it: %v (please report it, with the file)", fault)}}
		}
	}()
	in, err := s.Read(ctx, opt)
	return Result{s, in, err}
}
