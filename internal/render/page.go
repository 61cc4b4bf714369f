package render

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// ANSI sequences; the names say what they mark, not how it looks.
const (
	markHeading = "\x1b[1m"
	markID      = "\x1b[36m"
	markActor   = "\x1b[1m"
	markFirm    = "\x1b[32m"
	markSoft    = "\x1b[33m"
	markDenied  = "\x1b[31m"
	markFaint   = "\x1b[2m"
	markEnd     = "\x1b[0m"
)

// page lays lines out on a terminal page.
type page struct {
	Style
	w *bufio.Writer
}

func newPage(w io.Writer, s Style) *page {
	s.Width = max(s.Width, 60)
	return &page{s, bufio.NewWriter(w)}
}

// paint wraps text in a mark where the page has colours.
func (p *page) paint(mark, text string) string {
	if !p.Colour || text == "" {
		return text
	}
	return mark + text + markEnd
}

// heading writes a heading with an empty line before it.
func (p *page) heading(text string) {
	fmt.Fprintf(p.w, "\n%s\n", p.paint(markHeading, text))
}

// entry writes one record: its id in the margin, a first line with where it
// stands at the right edge, and further lines below, all wrapped.
func (p *page) entry(id, head, where string, more ...line) {
	const margin = 5
	room := p.Width - margin
	wrapped := wrap(head, room-runewidth.StringWidth(where)-2)
	for i, l := range wrapped {
		label := ""
		if i == 0 {
			label = id
		}
		fmt.Fprint(p.w, p.paint(markID, fmt.Sprintf("%4s", label)), " ")
		if i == 0 && where != "" {
			gap := max(1, room-runewidth.StringWidth(bare(l))-runewidth.StringWidth(where))
			fmt.Fprint(p.w, p.emphasise(l), strings.Repeat(" ", gap), p.paint(markFaint, where))
		} else {
			fmt.Fprint(p.w, p.emphasise(l))
		}
		fmt.Fprintln(p.w)
	}
	for _, m := range more {
		for _, l := range wrap(m.text, room-2) {
			fmt.Fprintf(p.w, "%s%s\n", strings.Repeat(" ", margin+2), p.paint(m.mark, l))
		}
	}
}

// line is a further line of an entry.
type line struct{ mark, text string }

// emphasise turns the marks that this package set into colours, or removes
// them where the page has none.
func (p *page) emphasise(s string) string {
	if !p.Colour {
		return bare(s)
	}
	return strings.NewReplacer(openActor, markActor, openFirm, markFirm, openSoft, markSoft, openDenied, markDenied, shut, markEnd).Replace(s)
}

// The marks enclose what emphasise paints. They are control characters, which
// OneLine keeps out of printed text, and have no width.
const (
	openActor  = "\x02"
	shut       = "\x03"
	openFirm   = "\x04"
	openSoft   = "\x05"
	openDenied = "\x06"
)

// bare is the text without marks.
func bare(s string) string {
	return strings.NewReplacer(openActor, "", openFirm, "", openSoft, "", openDenied, "", shut, "").Replace(s)
}

func strong(s string) string {
	if s == "" {
		return s
	}
	// Each word is enclosed by itself, so that wrapping may fall anywhere.
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = openActor + w + shut
	}
	return strings.Join(words, " ")
}

// OneLine turns runs of white space into one space and drops control
// characters, which a hostile text could use to repaint the terminal, and those
// that turn its direction.
func OneLine(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' || r == '\u2028' || r == '\u2029':
			space = b.Len() > 0
		case r < ' ' || r >= 0x7f && r < 0xa0 || isInvisible(r):
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isInvisible reports marks that change the direction of text or have no
// shape of their own.
func isInvisible(r rune) bool {
	return r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff
}

// wrap breaks text at spaces into lines of at most width columns. A word that
// is longer stands on a line of its own.
func wrap(s string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(s) {
		n := runewidth.StringWidth(bare(word))
		if used > 0 && used+1+n > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line += " "
			used++
		}
		line += word
		used += n
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}
