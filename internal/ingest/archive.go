package ingest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
)

// archiveKind is the format of a file of many reports.
type archiveKind int

const (
	noArchive archiveKind = iota
	webArchive
	jsonLines
)

// archiveOf is the kind of archive that a file's name stands for.
func archiveOf(name string) archiveKind {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	switch {
	case strings.HasSuffix(name, ".warc"), strings.HasSuffix(name, ".wet"):
		return webArchive
	case strings.HasSuffix(name, ".jsonl"), strings.HasSuffix(name, ".ndjson"):
		return jsonLines
	}
	return noArchive
}

// IsArchive reports whether the source is a file of many reports, to be read
// with Parts.
func (s Source) IsArchive() bool {
	return s.err == nil && s.content == nil && !s.IsURL() && archiveOf(s.Name) != noArchive
}

// Each lists what the sources hold: an archive's reports one by one as they
// are reached, of anything else the source itself.
func Each(ctx context.Context, sources []Source, opt Options) iter.Seq[Source] {
	return func(yield func(Source) bool) {
		for _, s := range sources {
			for part := range s.Parts(ctx, opt, 0) {
				if !yield(part) {
					return
				}
			}
		}
	}
}

// Parts streams an archive's reports from a position on: 0 for the beginning,
// or the Next of a part that came before. A part whose Read fails stands for
// what is broken in the archive; the others follow. A source that is no
// archive is its own only part.
func (s Source) Parts(ctx context.Context, opt Options, from int64) iter.Seq[Source] {
	return func(yield func(Source) bool) {
		if !s.IsArchive() {
			yield(s)
			return
		}
		f, err := os.Open(s.Name)
		if err != nil {
			s.err = fileError(err)
			yield(s)
			return
		}
		defer f.Close()
		parts := map[archiveKind]func(context.Context, *os.File, Options, int64) iter.Seq2[part, error]{
			webArchive: warcParts, jsonLines: jsonParts}[archiveOf(s.Name)]
		for p, err := range parts(ctx, f, opt, from) {
			out := Source{Name: s.Name + p.label, Archive: s.Name, Next: p.next, content: p.content, err: err}
			if err != nil && !isKind(err) {
				out.err = fileError(err)
			}
			if !yield(out) {
				return
			}
		}
	}
}

// part is one report of an archive.
type part struct {
	label   string // what the archive's name is followed by
	next    int64  // where the next part begins
	content *Content
}

// isGzip reports whether a stream is compressed with gzip.
func isGzip(r *bufio.Reader) bool {
	head, _ := r.Peek(3)
	return string(head) == gzipMagic
}

const gzipMagic = "\x1f\x8b\x08"

// reading is a file that is read from a position on and knows how far. It
// gives single bytes, so that gzip takes no more than it needs.
type reading struct {
	*bufio.Reader
	file *counter
}

// counter knows how far a file is read.
type counter struct {
	ctx context.Context
	io.ReadSeeker
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.ReadSeeker.Read(b)
	c.n += int64(n)
	return n, err
}

// readFrom begins to read a file at a position.
func readFrom(ctx context.Context, f io.ReadSeeker, at int64) (*reading, error) {
	r := &reading{file: &counter{ctx: ctx, ReadSeeker: f}}
	r.Reader = bufio.NewReaderSize(r.file, 1<<16)
	return r, r.seek(at)
}

// seek goes to a position.
func (r *reading) seek(at int64) error {
	if _, err := r.file.Seek(at, io.SeekStart); err != nil {
		return fmt.Errorf("go to byte %d: %w", at, err)
	}
	r.file.n = at
	r.Reset(r.file)
	return nil
}

// position is the offset of the next byte.
func (r *reading) position() int64 { return r.file.n - int64(r.Buffered()) }

// find goes forward to where a mark begins and reports whether there is one.
func (r *reading) find(mark string) bool {
	for {
		head, err := r.Peek(1 << 15)
		if i := strings.Index(string(head), mark); i >= 0 {
			r.Discard(i)
			return true
		}
		if err != nil {
			return false
		}
		r.Discard(len(head) - len(mark) + 1)
	}
}
