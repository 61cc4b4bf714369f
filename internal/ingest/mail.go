package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"strings"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // the encodings of old letters
	letter "github.com/emersion/go-message/mail"
)

const (
	mostMailParts = 200
	mostMailDepth = 20
)

// readMail reads an electronic letter (RFC 5322, MIME): its plain text, or its
// page where it has no plain text worth the name. Its subject is the title,
// its date the date; who sent it counts as publisher only of what was sent to
// a list. This file is all that knows of go-message.
func readMail(data []byte) (metadata, []string, error) {
	if deeplyNested(data) {
		return metadata{}, nil, &fault{ErrTooLarge, "the letter has too many parts", nil}
	}
	root, err := message.ReadWithOptions(bytes.NewReader(data), &message.ReadOptions{MaxHeaderBytes: 1 << 20})
	if root == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return metadata{}, nil, &fault{ErrUnreadable, "the letter cannot be read", err}
	}
	b := &mailBody{}
	if err := root.Walk(b.visit); err != nil && !errors.Is(err, errEnough) {
		b.notes = append(b.notes, "the letter is damaged; what could be read of it is kept")
	}
	m, notes, err := b.choose()
	if err != nil {
		return metadata{}, nil, err
	}
	h := letter.Header{Header: root.Header}
	if subject, err := h.Subject(); err == nil {
		m.title = or(subject)
	}
	m.published = ""
	if date, err := mail.ParseDate(h.Get("Date")); err == nil && date.Year() > 1970 {
		m.published = date.Format(time.RFC3339)
	}
	m.publisher = ""
	if h.Get("List-Id") != "" || h.Get("List-Unsubscribe") != "" {
		if from, err := h.AddressList("From"); err == nil && len(from) == 1 {
			m.publisher = or(from[0].Name)
		}
	}
	m.url = absolute(strings.Trim(h.Get("Archived-At"), "<> "))
	return m, append(b.notes, notes...), nil
}

// deeplyNested reports whether a letter has more parts than letters have. Each
// level of nesting costs the reader memory, so it is counted beforehand.
func deeplyNested(data []byte) bool {
	lower := bytes.ToLower(data)
	return bytes.Count(lower, []byte("boundary=")) > mostMailDepth || bytes.Count(lower, []byte("\ncontent-type:")) > mostMailParts
}

var errEnough = errors.New("enough parts")

// mailBody is what was found in a letter.
type mailBody struct {
	plain, page string
	attached    int
	notes       []string
}

func (b *mailBody) visit(path []int, part *message.Entity, err error) error {
	if len(path) > mostMailDepth {
		return errEnough
	}
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return err
	}
	media, params, _ := part.Header.ContentType()
	disposition, _, _ := part.Header.ContentDisposition()
	switch {
	case strings.HasPrefix(media, "multipart/"):
		return nil
	case disposition == "attachment" || media != mediaText && media != mediaHTML && media != "":
		b.attached++
		return nil
	}
	// The parts' sum is bounded by the letter's size: no encoding of mail
	// makes bytes more.
	body, err := io.ReadAll(part.Body)
	if err != nil && len(body) == 0 {
		return err
	}
	t, notes, err := decode(body, "", media == mediaHTML)
	if err != nil {
		return nil // another part may do
	}
	b.notes = append(b.notes, notes...)
	if media == mediaHTML {
		b.page += t
		return nil
	}
	if strings.EqualFold(params["format"], "flowed") {
		t = unflowed(t)
	}
	b.plain += t
	return nil
}

// choose is the letter's text.
func (b *mailBody) choose() (metadata, []string, error) {
	if b.attached > 0 {
		what := "1 attached file or letter is not read; save it as a file of its own"
		if b.attached > 1 {
			what = fmt.Sprintf("%d attached files or letters are not read; save them as files of their own", b.attached)
		}
		b.notes = append(b.notes, what)
	}
	plain := strings.ReplaceAll(b.plain, "\r\n", "\n")
	plain, _, _ = strings.Cut(plain, "\n-- \n") // the signature
	if b.attached > 0 && strings.TrimSpace(plain+b.page) == "" {
		return metadata{}, nil, &fault{ErrEmpty, "the letter itself holds no text: " + b.notes[len(b.notes)-1], nil}
	}
	if isProse(plain, true) || b.page == "" {
		return metadata{text: plain}, nil, nil
	}
	m, err := readPage(b.page, "")
	return m, nil, err
}

// unflowed joins the lines of a text in format=flowed (RFC 3676).
func unflowed(t string) string {
	var w strings.Builder
	for line := range strings.Lines(t) {
		bare := strings.TrimRight(line, "\r\n")
		if strings.HasSuffix(bare, " ") && bare != "-- " {
			w.WriteString(bare)
		} else {
			w.WriteString(line)
		}
	}
	return w.String()
}
