package ingest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
)

// jsonParts reads JSON Lines (https://jsonlines.org): one report an object,
// one object a line, as jsonReport has it. Positions are offsets in the
// decompressed text.
func jsonParts(ctx context.Context, f *os.File, opt Options, from int64) iter.Seq2[part, error] {
	return func(yield func(part, error) bool) {
		in, err := readFrom(ctx, f, 0)
		if err != nil {
			yield(part{}, err)
			return
		}
		text := in.Reader
		if isGzip(in.Reader) {
			z, err := gzip.NewReader(in)
			if err != nil {
				yield(part{}, damaged(err))
				return
			}
			text = bufio.NewReaderSize(z, 1<<16)
		}
		var at int64
		for line := 1; ; line++ {
			data, n, err := readLine(text, opt.limit())
			at += n
			switch {
			case errors.Is(err, io.EOF) && n == 0:
				return
			case err != nil && !isKind(err) && !errors.Is(err, io.EOF):
				yield(part{next: at}, damaged(err))
				return
			case at <= from && n > 0 || err == nil && len(bytes.TrimSpace(data)) == 0:
				continue
			}
			p := part{label: fmt.Sprintf(":%d", line), next: at}
			if err == nil || errors.Is(err, io.EOF) {
				if line == 1 {
					data = bytes.TrimPrefix(data, []byte("\ufeff"))
				}
				p.content, err = jsonReport(data)
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

// readLine reads to the end of a line, which it leaves out, and counts the
// bytes. A line over the limit is read past and is an error of its own.
func readLine(r *bufio.Reader, limit int64) (line []byte, n int64, err error) {
	for {
		chunk, err := r.ReadSlice('\n')
		n += int64(len(chunk))
		if n <= limit {
			line = append(line, chunk...)
		} else {
			line = nil
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if n > limit {
			return nil, n, &fault{ErrTooLarge, "the line is over the limit of " + size(limit), nil}
		}
		return bytes.TrimSuffix(line, []byte("\n")), n, err
	}
}

// damaged is the error of an archive that can't be read further.
func damaged(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	say := err.Error()
	if errors.Is(err, io.ErrUnexpectedEOF) {
		say = "it ends too early"
	}
	return &fault{ErrUnreadable, "the archive is damaged: " + say, err}
}

// jsonReport reads a report from one object: our own record, or a flat object
// with its text and metadata under the names that data sets use.
func jsonReport(line []byte) (*Content, error) {
	var v map[string]json.RawMessage
	if err := json.Unmarshal(line, &v); err != nil {
		return nil, &fault{ErrUnreadable, "the line is no JSON object", err}
	}
	if own, ok := v["report"]; ok {
		var inner map[string]json.RawMessage
		if json.Unmarshal(own, &inner) == nil {
			v = inner
		}
	}
	field := func(names ...string) string {
		for _, name := range names {
			var s string
			if json.Unmarshal(v[name], &s) == nil && strings.TrimSpace(s) != "" {
				return s
			}
		}
		return ""
	}
	t := field("text", "body", "content", "maintext", "article")
	if t == "" {
		return nil, &fault{ErrEmpty, `the object has no text: a string under "text"`, nil}
	}
	m := Metadata{Title: or(field("title", "headline")), Publisher: or(field("publisher", "source", "outlet", "source_domain")), URL: absolute(field("url", "link"))}
	if stated := field("published", "date", "published_at", "date_publish", "datePublished"); stated != "" {
		date, ok := normalDate(stated)
		if !ok {
			return nil, &fault{ErrUnreadable, fmt.Sprintf("its date %q is none: write 2021-03-05 or 2021-03-05T14:30:00Z", stated), nil}
		}
		m.Published = date
	}
	return &Content{Data: []byte(t), Stated: m, URL: m.URL}, nil
}
