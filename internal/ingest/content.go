package ingest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"path/filepath"
	"strings"
	"unicode"

	"annals/internal/record"
)

// Content is the bytes of one report with what its carrier (a server, an
// archive, a feed) says of them.
type Content struct {
	Data    []byte
	Media   string // media type, lower case, or "" to look at the bytes
	Charset string // encoding, or ""
	URL     string // where it was found, or ""
	// Fragment says that HTML is the report and nothing else, as a feed gives
	// it, so that no article has to be found in it.
	Fragment bool

	// Stated wins over what the content says of itself, Offered counts where
	// it says nothing.
	Stated, Offered Metadata
	Notes           []string // remarks of the carrier's
}

// Metadata is what is known of a report beside its text; "" is unknown.
type Metadata struct {
	Title     string
	Publisher string
	URL       string
	Published string // RFC 3339 date or date-time
}

// The media types that are read.
const (
	mediaHTML  = "text/html"
	mediaXHTML = "application/xhtml+xml"
	mediaText  = "text/plain"
	mediaPDF   = "application/pdf"
	mediaMail  = "message/rfc822"
)

// isReadable reports whether a report can be made of the media type; an
// unknown one is looked at.
func isReadable(media string) bool {
	switch media {
	case "", mediaHTML, mediaXHTML, mediaText, "text/markdown", mediaPDF, mediaMail:
		return true
	}
	return false
}

// mediaOf is the media type that the name of a file stands for, or "".
func mediaOf(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return mediaHTML
	case ".pdf":
		return mediaPDF
	case ".eml":
		return mediaMail
	}
	return ""
}

// Read makes a report of the content.
func (c *Content) Read(opt Options) (*Intake, error) {
	sum := sha256.Sum256(c.Data)
	hash := hex.EncodeToString(sum[:])
	if opt.Known != nil && c.URL == "" && c.Stated == (Metadata{}) && c.Offered == (Metadata{}) && opt.states() == "" {
		if id, ok := opt.Known(hash); ok {
			return &Intake{Report: record.Report{ID: id}, Bytes: hash, Known: true}, nil
		}
	}
	m, notes, err := c.parse()
	if err != nil {
		return nil, err
	}
	if strings.IndexFunc(m.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
		return nil, ErrEmpty
	}
	if len(m.text) > mostText {
		return nil, &fault{ErrTooLarge, "its text is over the limit of " + size(mostText) + "; split it into its reports", nil}
	}
	language, err := identify(m.text)
	if err != nil {
		return nil, err
	}
	date, _ := normalDate(opt.Date)
	own := m.published
	if own == "" {
		own = filed(m.text)
	}
	in := &Intake{Notes: append(notes, c.Notes...), Report: record.Report{
		Title:     known(opt.Title, c.Stated.Title, m.title, c.Offered.Title),
		URL:       known(opt.URL, c.Stated.URL, c.URL, m.url, c.Offered.URL),
		Publisher: known(opt.Publisher, c.Stated.Publisher, m.publisher, c.Offered.Publisher),
		Published: known(date, c.Stated.Published, m.published, c.Offered.Published, own),
		Language:  known(language),
		Text:      m.text,
	}}
	published := ""
	if in.Report.Published != nil {
		published = *in.Report.Published
	}
	if published == own {
		in.Bytes = hash
	}
	in.Report.ID = record.ContentID(m.text, published)
	return in, nil
}

// states is all that the options say of reports.
func (o Options) states() string { return o.Date + o.Publisher + o.URL + o.Title }

// mostText is the longest text, in bytes, that is taken for one report: the
// time and the memory of reading grow with it, and no news report has as much.
const mostText = 1 << 20

// parse reads the content by its kind.
func (c *Content) parse() (metadata, []string, error) {
	switch media := c.kind(); media {
	case mediaPDF:
		m, err := readPDF(c.Data)
		return m, nil, err
	case mediaMail:
		return readMail(c.Data)
	default:
		page := media == mediaHTML || media == mediaXHTML
		t, notes, err := decode(c.Data, c.Charset, page)
		if err != nil {
			return metadata{}, notes, err
		}
		inside := c.Fragment || !page && looksLikeFragment(t)
		if !page && !inside && !looksLikePage(t) {
			return metadata{text: t}, notes, nil
		}
		if inside {
			m, err := readFragment(t)
			return m, notes, err
		}
		m, err := readPage(t, c.URL)
		return m, notes, err
	}
}

// kind is the media type as the bytes show it where they do, else as the
// carrier says.
func (c *Content) kind() string {
	if bytes.HasPrefix(c.Data, []byte("%PDF-")) {
		return mediaPDF
	}
	if c.Media == mediaPDF {
		return "" // it says so, but is none
	}
	return c.Media
}

// contentType splits a Content-Type header; what can't be read is "".
func contentType(header string) (media, charset string) {
	media, params, err := mime.ParseMediaType(header)
	if err != nil {
		media, _, _ = strings.Cut(strings.ToLower(header), ";")
		media = strings.TrimSpace(media)
	}
	return media, params["charset"]
}
