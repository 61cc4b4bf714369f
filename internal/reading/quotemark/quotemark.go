// Package quotemark finds quotations by their marks, broken marks included.
//
// It reads Text and Blocks of a document and writes its Quotations; it needs
// neither sentences nor tokens.
//
// Marks are taken as the report prints them: curly, straight, low, doubled
// backquotes and apostrophes, guillemets, single marks. Each is judged by what
// stands around it, since machine translation and bad typesetting turn openers
// into closers. Single marks are quotations only where they pair up; all
// others are apostrophes.
package quotemark

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// Mark sets doc.Quotations, in the order of their opening marks. A quotation
// that never closes ends with its block; one that the next paragraph reopens
// is carried on by that paragraph's first quotation (Continues).
func Mark(doc *text.Document) {
	doc.Quotations = nil
	previous := -1 // quotation that the last paragraph left open
	for i := range doc.Blocks {
		b := &doc.Blocks[i]
		if b.Kind == text.Separator {
			continue
		}
		first := len(doc.Quotations)
		s := scanner{text: doc.Text, start: max(b.Start, b.Dateline.End), end: b.End, decided: -1}
		s.scan()
		for _, p := range s.done {
			q := text.Quotation{
				Span:      text.Span{Start: p.open.Start, End: p.close.End},
				Inner:     text.Span{Start: p.open.End, End: p.close.Start},
				Closed:    p.closed,
				Continues: -1,
			}
			q.Scare = p.closed && scare(doc.Text, s.start, s.end, q)
			doc.Quotations = append(doc.Quotations, q)
		}
		if b.Kind != text.Paragraph && b.Kind != text.Bullet {
			continue
		}
		if previous >= 0 && len(doc.Quotations) > first && opensBlock(doc.Text, s.start, doc.Quotations[first]) {
			doc.Quotations[first].Continues = previous
			doc.Quotations[first].Scare = false
		}
		previous = unclosed(doc.Quotations, first)
	}
}

// opensBlock reports whether nothing but space stands before q in its block.
func opensBlock(s string, start int, q text.Quotation) bool {
	return strings.TrimSpace(s[start:q.Start]) == ""
}

// unclosed is the last outermost quotation from first on that never closes,
// or -1.
func unclosed(qs []text.Quotation, first int) int {
	for i := first; i < len(qs); i++ {
		if !qs[i].Closed {
			return i
		}
	}
	return -1
}

// pair is a quotation in the making.
type pair struct {
	family      family
	mark        string // the opening mark
	open, close text.Span
	closed      bool
}

// scanner walks one block.
type scanner struct {
	text       string
	start, end int
	open       []pair // innermost last
	done       []pair
	// decided is where the mark stands that decides singleCloses for all marks
	// after from, and closing how.
	from, decided int
	closing       bool
}

// deepest is how many quotations may be open inside one another: more are
// broken marks.
const deepest = 16

func (s *scanner) scan() {
	for at := s.start; at < s.end; {
		m, ok := markAt(s.text[at:s.end])
		if !ok {
			_, size := utf8.DecodeRuneInString(s.text[at:])
			at += size
			continue
		}
		span := text.Span{Start: at, End: at + len(m.form)}
		if m.family == single {
			s.single(m, span)
		} else {
			s.double(m, span)
		}
		at = span.End
	}
	for len(s.open) > 0 {
		s.abandon()
	}
	sort.SliceStable(s.done, func(i, j int) bool { return s.done[i].open.Start < s.done[j].open.Start })
}

// abandon ends the innermost open quotation with its block. A lone single
// mark is an apostrophe unless it opens its block.
func (s *scanner) abandon() {
	p := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	if p.family == single && strings.TrimSpace(s.text[s.start:p.open.Start]) != "" {
		return
	}
	end := p.open.End + len(strings.TrimRightFunc(s.text[p.open.End:s.end], unicode.IsSpace))
	p.close = text.Span{Start: end, End: end}
	if end > p.open.End {
		s.done = append(s.done, p)
	}
}

func (s *scanner) begin(m mark, at text.Span) {
	if len(s.open) == deepest {
		return
	}
	s.open = append(s.open, pair{family: m.family, mark: m.form, open: at})
}

// finish closes the innermost open quotation of the family, and drops what is
// open inside it: single marks that were apostrophes.
func (s *scanner) finish(f family, at text.Span) {
	for i := len(s.open) - 1; i >= 0; i-- {
		if s.open[i].family == f {
			p := s.open[i]
			p.close, p.closed = at, true
			s.open = s.open[:i]
			if p.open.End < at.Start {
				s.done = append(s.done, p)
			}
			return
		}
	}
}

// opened is the opening mark of the innermost open quotation of the family,
// or "".
func (s *scanner) opened(f family) string {
	for i := len(s.open) - 1; i >= 0; i-- {
		if s.open[i].family == f {
			return s.open[i].mark
		}
	}
	return ""
}

// double decides what a double mark or guillemet does.
func (s *scanner) double(m mark, at text.Span) {
	before, after := s.around(at)
	opener := s.opened(m.family)
	if opener == "" {
		switch {
		case !looksOpening(before, after) && m.role != opens:
			// A closing mark with nothing to close, or inches.
		default:
			s.begin(m, at)
		}
		return
	}
	switch {
	case opener == "„" && m.form != "„", opener == "»" && m.form == "«":
		s.finish(m.family, at)
	case m.role == closes && m.form == "”" && opener == "”" && looksOpening(before, after) && !looksClosing(before, after):
		s.reopen(m, at)
	case m.role == closes:
		s.finish(m.family, at)
	case looksClosing(before, after) && !looksOpening(before, after):
		s.finish(m.family, at)
	case looksOpening(before, after):
		s.reopen(m, at)
	default:
		s.finish(m.family, at)
	}
}

// reopen judges a mark that looks like an opener while a quotation is open:
// a broken closer (`the regime, “she said`), or the start of a new quotation
// after one that was never closed.
func (s *scanner) reopen(m mark, at text.Span) {
	if strings.ContainsRune(",.!?…", lastVisible(s.text[s.start:at.Start])) && saysWho(s.text[at.End:s.end]) {
		s.finish(m.family, at)
		return
	}
	s.begin(m, at)
}

// single decides what a single mark does: most are apostrophes.
func (s *scanner) single(m mark, at text.Span) {
	before, after := s.around(at)
	if s.opened(single) != "" && m.role != opens && looksClosing(before, after) && !s.possessive(at, before, after) {
		s.finish(single, at)
		return
	}
	if s.opened(single) != "" || m.role == closes || !looksOpening(before, after) || elision(s.text[at.End:s.end]) {
		return
	}
	if m.form == "'" && !s.singleCloses(at) {
		return
	}
	s.begin(m, at)
}

// possessive reports whether a mark after an s is more likely a possessive
// ("the strikers’ demands") than the closing mark: the text goes on in lower
// case and another mark that can close stands further on.
func (s *scanner) possessive(at text.Span, before, after rune) bool {
	if before != 's' || after != ' ' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(s.text[at.End:s.end], " "))
	return unicode.IsLower(next) && s.singleCloses(at)
}

// singleCloses reports whether a mark after position at can close a single
// quotation before the next double mark or the end of the block.
func (s *scanner) singleCloses(at text.Span) bool {
	if at.End < s.from || at.End > s.decided {
		s.from = at.End
		s.decided, s.closing = s.decide(at.End)
	}
	return s.closing
}

// decide finds the mark from position i on that closes a single quotation, or
// before which one would have to close.
func (s *scanner) decide(i int) (at int, closing bool) {
	for i < s.end {
		m, ok := markAt(s.text[i:s.end])
		if !ok {
			_, size := utf8.DecodeRuneInString(s.text[i:])
			i += size
			continue
		}
		if m.family != single && m.role == closes {
			return i, false
		}
		span := text.Span{Start: i, End: i + len(m.form)}
		if before, after := s.around(span); m.family == single && m.role != opens && looksClosing(before, after) && !(before == 's' && after == ' ') {
			return i, true
		}
		i = span.End
	}
	return s.end, false
}

// around is the characters before and after a mark in its block, a space
// where the block ends.
func (s *scanner) around(at text.Span) (before, after rune) {
	before, after = ' ', ' '
	if at.Start > s.start {
		before, _ = utf8.DecodeLastRuneInString(s.text[s.start:at.Start])
	}
	if at.End < s.end {
		after, _ = utf8.DecodeRuneInString(s.text[at.End:s.end])
	}
	return before, after
}
