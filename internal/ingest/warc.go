package ingest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http/httputil"
	"os"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

const (
	mostWARCHeader = 64 << 10
	// mostSkipped is how much of a record is decompressed only to be left out;
	// beyond it, the next record is looked for in the compressed bytes.
	mostSkipped = 1 << 30
	warcMark    = "WARC/"
)

// warcParts reads a web archive (ISO 28500, WARC 1.0 and 1.1), plain or with
// every record, or all of it, compressed with gzip: the pages and texts that
// its response, resource and conversion records hold. Other records, other
// kinds of content, answers that are not 200 and revisits are passed over.
// Behind a damaged record, reading goes on with the next that can be found.
//
// Positions are offsets in the file. A file that is one stream of gzip has no
// positions inside; all of it comes again.
func warcParts(ctx context.Context, f *os.File, opt Options, from int64) iter.Seq2[part, error] {
	return func(yield func(part, error) bool) {
		in, err := readFrom(ctx, f, from)
		if err != nil {
			yield(part{}, err)
			return
		}
		w := &warc{in: in, limit: opt.limit(), member: from}
		if w.compressed = isGzip(in.Reader); !w.compressed {
			w.records = in.Reader
		}
		for {
			start := in.position()
			p, err := w.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if w.compressed {
				start = w.member
			}
			if err == nil && p.content == nil {
				continue // nothing to read
			}
			broken := err != nil && !isKind(err)
			if broken {
				err = damaged(err)
				p.label = fmt.Sprintf(" at byte %d", start)
			}
			if p.next = w.position(); broken {
				p.next = start // it may be whole when the file has grown
			}
			if !yield(p, err) || broken && !w.recover(start) {
				return
			}
		}
	}
}

// warc is a web archive that is being read.
type warc struct {
	in         *reading
	limit      int64 // largest content
	compressed bool
	member     int64         // where the current member of gzip began
	gzip       *gzip.Reader  // the current member, nil before the first
	records    *bufio.Reader // decompressed; nil at the end of a member
}

// position is where reading can begin again after the current record: the
// next record's beginning, or the current member's where more records follow
// in it.
func (w *warc) position() int64 {
	if w.compressed && w.records != nil {
		if _, err := w.records.Peek(1); err == nil {
			return w.member
		}
	}
	return w.in.position()
}

// recover goes to the next record behind the beginning of a damaged one.
func (w *warc) recover(start int64) bool {
	if w.in.seek(start+1) != nil {
		return false
	}
	if w.compressed {
		w.records = nil
		return w.in.find(gzipMagic)
	}
	return w.in.find("\n" + warcMark)
}

// next reads a record. Its part has no content where there is nothing to read.
func (w *warc) next() (part, error) {
	if err := w.begin(); err != nil {
		return part{}, err
	}
	h, err := readWARCHeader(w.records)
	if err != nil {
		return part{}, err
	}
	length, err := strconv.ParseInt(h["content-length"], 10, 64)
	if err != nil || length < 0 {
		return part{}, errors.New("a record has no length")
	}
	block := &io.LimitedReader{R: w.records, N: length}
	p, failed := w.content(h, block)
	if failed != nil && !isKind(failed) {
		return p, failed
	}
	if block.N > mostSkipped {
		return p, errors.New("a record is too long")
	}
	if _, err := io.Copy(io.Discard, block); err != nil {
		return p, err
	}
	if block.N > 0 {
		return p, io.ErrUnexpectedEOF
	}
	if err := w.skipBlank(); err != nil && !errors.Is(err, io.EOF) {
		return p, err
	}
	return p, failed
}

// skipBlank goes behind the empty lines that end a record, to the next one. At
// the end of a member of gzip, its checksum is verified.
func (w *warc) skipBlank() error {
	for {
		c, err := w.records.Peek(len(warcMark))
		switch {
		case len(c) == 0:
			return err
		case c[0] == '\r' || c[0] == '\n':
			w.records.Discard(1)
		case string(c) != warcMark:
			return errors.New("a record does not begin where it should")
		default:
			return nil
		}
	}
}

// begin goes to the beginning of a record, or gives io.EOF.
func (w *warc) begin() error {
	for {
		if w.records != nil {
			if err := w.skipBlank(); !errors.Is(err, io.EOF) || !w.compressed {
				return err
			}
		}
		w.member = w.in.position()
		w.records = nil
		var err error
		if w.gzip == nil {
			w.gzip, err = gzip.NewReader(w.in)
		} else {
			err = w.gzip.Reset(w.in)
		}
		if err != nil {
			return err
		}
		w.gzip.Multistream(false)
		w.records = bufio.NewReaderSize(w.gzip, 1<<16)
	}
}

// readWARCHeader reads a record's header; names are lower case.
func readWARCHeader(r *bufio.Reader) (map[string]string, error) {
	h := map[string]string{}
	left := int64(mostWARCHeader)
	for first := true; ; first = false {
		line, n, err := readLine(r, left)
		if left -= n; isKind(err) || left <= 0 {
			return nil, errors.New("a record's header is too long")
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		s := strings.TrimSpace(string(line))
		switch name, value, ok := strings.Cut(s, ":"); {
		case first && !strings.HasPrefix(s, warcMark):
			return nil, errors.New("a record does not begin where it should")
		case s == "" && !first:
			return h, nil
		case ok && !first:
			h[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
		}
	}
}

// content makes what can be read of a record's block.
func (w *warc) content(h map[string]string, block *io.LimitedReader) (part, error) {
	address := strings.Trim(h["warc-target-uri"], "<>")
	p := part{label: ": " + address}
	media, charset := contentType(h["content-type"])
	var c *Content
	switch h["warc-type"] {
	case "response":
		if media != "application/http" || !strings.HasPrefix(address, "http") {
			return p, nil
		}
		return w.response(p, address, h, block)
	case "resource", "conversion":
		if !isReadable(media) || media == "" || strings.HasPrefix(address, "metadata:") {
			return p, nil // that is what Wget notes of its own run
		}
		c = &Content{Media: media, Charset: charset, URL: absolute(address)}
	default:
		return p, nil
	}
	data, err := readBlock(block, w.limit)
	if err != nil {
		return p, err
	}
	c.Data, p.content = data, c
	return p, nil
}

// readBlock reads a record's block, at most the limit.
func readBlock(block *io.LimitedReader, limit int64) ([]byte, error) {
	if block.N > limit {
		return nil, tooLarge(limit)
	}
	want := block.N
	data, err := io.ReadAll(block)
	if err == nil && int64(len(data)) < want {
		err = io.ErrUnexpectedEOF
	}
	return data, err
}

// response makes a content of an HTTP response, if it is a page or text that
// was answered with 200.
func (w *warc) response(p part, address string, h map[string]string, block *io.LimitedReader) (part, error) {
	head := bufio.NewReader(block)
	status, header, err := readHTTPHeader(head)
	if err != nil {
		return p, err
	}
	media, charset := contentType(header["content-type"])
	if status != 200 && status != 203 || !isReadable(media) {
		return p, nil
	}
	if block.N+int64(head.Buffered()) > w.limit {
		return p, tooLarge(w.limit)
	}
	want := block.N + int64(head.Buffered())
	body, err := io.ReadAll(head)
	if err == nil && int64(len(body)) < want {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return p, err
	}
	if strings.Contains(strings.ToLower(header["transfer-encoding"]), "chunked") {
		body = unchunked(body)
	}
	if body, err = unencoded(body, header["content-encoding"], w.limit); err != nil {
		return p, err
	}
	p.content = &Content{Data: body, Media: media, Charset: charset, URL: address}
	if why := h["warc-truncated"]; why != "" {
		p.content.Notes = []string{"cut short in the archive (" + why + ")"}
	}
	return p, nil
}

// readHTTPHeader reads the head of a response as crawlers keep it, broken
// lines and unknown versions of HTTP included.
func readHTTPHeader(r *bufio.Reader) (status int, header map[string]string, err error) {
	header = map[string]string{}
	left := int64(mostWARCHeader)
	for first := true; ; first = false {
		line, n, err := readLine(r, left)
		if left -= n; isKind(err) || left <= 0 {
			return 0, nil, &fault{ErrTooLarge, "the header of its response is too long", nil}
		}
		s := strings.TrimSpace(string(line))
		switch {
		case first:
			fields := strings.Fields(s)
			if len(fields) < 2 || !strings.HasPrefix(fields[0], "HTTP") {
				return 0, nil, &fault{ErrUnreadable, "it is no response of a server", nil}
			}
			status, _ = strconv.Atoi(fields[1])
		case s == "":
			return status, header, nil
		default:
			name, value, _ := strings.Cut(s, ":")
			if name = strings.ToLower(strings.TrimSpace(name)); header[name] == "" {
				header[name] = strings.TrimSpace(value)
			}
		}
		if errors.Is(err, io.EOF) {
			return status, header, nil
		}
		if err != nil {
			return 0, nil, err
		}
	}
}

// unchunked takes the chunks of a body apart. Some crawlers keep the header
// but not the chunks; then the body is as it is.
func unchunked(body []byte) []byte {
	whole, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(body)))
	if err != nil && len(whole) == 0 {
		return body
	}
	return whole
}

// unencoded decompresses a body, at most to the limit. Some crawlers keep the
// header but not the compression; then the body is as it is.
func unencoded(body []byte, encoding string, limit int64) ([]byte, error) {
	names := strings.Split(strings.ToLower(encoding), ",")
	for i := len(names) - 1; i >= max(0, len(names)-3); i-- {
		var r io.Reader
		var err error
		switch strings.TrimSpace(names[i]) {
		case "gzip", "x-gzip":
			r, err = gzip.NewReader(bytes.NewReader(body))
		case "deflate":
			if r, err = zlib.NewReader(bytes.NewReader(body)); err != nil {
				r, err = flate.NewReader(bytes.NewReader(body)), nil
			}
		case "br":
			r = brotli.NewReader(bytes.NewReader(body))
		case "zstd":
			z, failed := zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
			if failed != nil {
				return nil, &fault{ErrEncoding, "its zstd can't be read", failed}
			}
			defer z.Close()
			r = z
		default:
			continue
		}
		if err != nil {
			return body, nil
		}
		plain, err := io.ReadAll(io.LimitReader(r, limit+1))
		switch {
		case int64(len(plain)) > limit:
			return nil, &fault{ErrTooLarge, "it is over the limit of " + size(limit) + " when decompressed", nil}
		case err != nil && len(plain) == 0:
			return body, nil
		case err != nil:
			return nil, &fault{ErrEncoding, "its compression (" + strings.TrimSpace(names[i]) + ") is damaged", err}
		}
		body = plain
	}
	return body, nil
}
