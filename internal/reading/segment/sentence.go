package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// splitter walks over the tokens of one block.
type splitter struct {
	*tables
	text  string
	words []text.Span
}

// sentences appends the ends, as half-open indices into words, of the
// sentences that the words of one block make. The last end is len(words).
// Nothing ends inside brackets that opened in the middle of a sentence.
func (t *tables) sentences(ends []int, s string, words []text.Span) []int {
	sp := splitter{t, s, words}
	start, depth, quoted := 0, 0, false
	for i := 0; i < len(words); i++ {
		mark := i // the mark that may end the sentence
		switch form := sp.form(i); {
		case form == "(" || form == "[":
			if depth > 0 || i > start && sp.closes(i) {
				depth++
			}
			continue
		case form == ")" || form == "]":
			if depth = max(depth-1, 0); depth > 0 || !sp.attached(i) {
				continue
			}
			mark = i - 1 // "(It is short.) She stayed."
		case form == `"`:
			quoted = sp.opens(i, quoted)
			continue
		}
		if depth > 0 || mark < start || !sp.terminal(mark) {
			continue
		}
		next := sp.cited(sp.close(i+1, quoted))
		if next < len(words) && sp.breaks(start, mark, next) {
			if quoted && sp.has(i+1, next, `"`) {
				quoted = false
			}
			ends = append(ends, next)
			start, i = next, next-1
		}
	}
	if start < len(words) {
		ends = append(ends, len(words))
	}
	return ends
}

// longest is how many words a sentence may have. The longest sentence of
// EWT and GUM has 159; what is longer is a list or a table without
// punctuation, and later steps take time that grows with a sentence's square.
const longest = 250

// cut splits sentences that are too long, after the last comma, semicolon or
// colon within reach, or else where the limit falls.
func cut(ends []int, s string, words []text.Span) []int {
	start, over := 0, false
	for _, end := range ends {
		over = over || end-start > longest
		start = end
	}
	if !over {
		return ends
	}
	sp := splitter{text: s, words: words}
	var out []int
	start = 0
	for _, end := range ends {
		for end-start > longest {
			at := start + longest
			for i := at; i > start+longest/2; i-- {
				if f := sp.form(i - 1); f == "," || f == ";" || f == ":" {
					at = i
					break
				}
			}
			out = append(out, at)
			start = at
		}
		out = append(out, end)
		start = end
	}
	return out
}

func (sp *splitter) form(i int) string {
	if i < 0 || i >= len(sp.words) {
		return ""
	}
	return sp.text[sp.words[i].Start:sp.words[i].End]
}

// attached reports whether no space stands before word i.
func (sp *splitter) attached(i int) bool {
	return i > 0 && i < len(sp.words) && sp.words[i-1].End == sp.words[i].Start
}

// closes reports whether the bracket at i is closed within a sentence's reach.
func (sp *splitter) closes(i int) bool {
	closing := ")"
	if sp.form(i) == "[" {
		closing = "]"
	}
	return sp.has(i+1, min(i+60, len(sp.words)), closing)
}

func (sp *splitter) has(from, to int, form string) bool {
	for i := from; i < to; i++ {
		if sp.form(i) == form {
			return true
		}
	}
	return false
}

// opens reports whether the straight quotation mark at i opens a quotation,
// by the spaces around it, and where they say nothing by whether one is open.
func (sp *splitter) opens(i int, quoted bool) bool {
	before, after := sp.attached(i), sp.attached(i+1)
	if before == after || i == 0 {
		return !quoted
	}
	return after
}

// terminal reports whether a sentence may end with word i.
func (sp *splitter) terminal(i int) bool {
	form := sp.form(i)
	switch form[len(form)-1] {
	case '.':
		return true
	case '!', '?':
		return !isWord(rune(form[0])) // "Yahoo!"
	}
	return form[0] >= utf8.RuneSelf && (strings.HasSuffix(form, "…") || form == "。" || form == "！" || form == "？" || form == "؟" || form == "‽" || form == "।")
}

// mostClosing is how many closing or opening marks in a row are looked at.
const mostClosing = 8

// close is the index of the first word from i on that is no closing mark of
// the sentence before it.
func (sp *splitter) close(i int, quoted bool) int {
	for limit := min(i+mostClosing, len(sp.words)); i < limit; i++ {
		attached, tied := sp.attached(i), sp.attached(i+1)
		switch sp.form(i) {
		case ")", "]", "}", "»", "”", "’", "''", "›":
			if !attached && tied && sp.form(i) != ")" && sp.form(i) != "]" {
				return i // used as an opening mark
			}
		case "“", "‘", "«":
			if !attached || tied {
				return i
			}
		case `"`, "'":
			if !attached && (tied || !quoted) || attached && tied && !quoted && !sp.markAt(i+1) {
				return i
			}
			quoted = false
		case ".", "!", "?":
			if !attached {
				return i
			}
		default:
			return i
		}
	}
	return i
}

// cited is the index of the first word from i on that is no reference to a
// note in square brackets: "[12]".
func (sp *splitter) cited(i int) int {
	for i+2 < len(sp.words) && sp.form(i) == "[" && sp.form(i+2) == "]" && len(sp.form(i+1)) <= 3 {
		i += 3
	}
	return i
}

func (sp *splitter) markAt(i int) bool {
	r, _ := utf8.DecodeRuneInString(sp.form(i))
	return !isWord(r)
}

// breaks reports whether the mark at i, closed before next, ends the sentence
// that began at start.
func (sp *splitter) breaks(start, i, next int) bool {
	mark := sp.form(i)
	n := next // the first word after quotation marks and brackets
	for n < min(next+mostClosing, len(sp.words)) && sp.opener(n) {
		n++
	}
	word := sp.form(n)
	first, _ := utf8.DecodeRuneInString(word)
	quotation := next > i+1 && !sp.has(i+1, next, ")") && !sp.has(i+1, next, "]") || n == next+1 && sp.loose(next)
	switch {
	case !isWord(first):
		if n == len(sp.words) || strings.HasPrefix(word, "@") || strings.HasPrefix(word, "#") || first >= 0x2190 || sp.currency(first) {
			return true
		}
		return n > next && first != ',' && first != ';' && first != ':'
	case unicode.IsLower(first):
		// A bracket that closes behind the stop holds an abbreviation: "(R-Wis.) also".
		return !quotation && next == i+1 && n == next && !sp.attached(next) && sp.lowerBreaks(i)
	case quotation && sp.saidAfter(mark, n):
		return false
	}
	if len(mark) > 1 && strings.HasSuffix(mark, ".") && strings.Trim(mark, ".") != "" {
		return sp.abbreviationBreaks(i, n, next)
	}
	if mark == "." && sp.listMark(start, i) {
		return false
	}
	if ellipsis(mark) && unicode.IsDigit(first) {
		return false
	}
	return true
}

// loose reports whether word i is an opening quotation mark with a space on
// both sides, which may be a broken closing one.
func (sp *splitter) loose(i int) bool {
	form := sp.form(i)
	return (form == "“" || form == "„") && !sp.attached(i) && !sp.attached(i+1)
}

func (sp *splitter) currency(r rune) bool { return unicode.Is(unicode.Sc, r) }

// listMark reports whether words start to i are a number or letter such as
// begins an item of a list: "2.", "b.", "4.1.", "*3.".
func (sp *splitter) listMark(start, i int) bool {
	for start < i && sp.markAt(start) {
		start++
	}
	if i != start+1 {
		return false
	}
	form := sp.form(start)
	return len(form) == 1 || form[0] >= '0' && form[0] <= '9' && (len(form) <= 2 || len(form) <= 6 && strings.Contains(form, "."))
}

// lowerBreaks reports whether the mark at i ends a sentence although the next
// word begins with a small letter, as in careless writing.
func (sp *splitter) lowerBreaks(i int) bool {
	switch mark := sp.form(i); mark[len(mark)-1] {
	case '!', '?':
		return true
	case '.':
		if mark != "." {
			return false
		}
	default:
		return false
	}
	form := sp.form(i - 1)
	return sp.attached(i) && len(form) > 2 && !unicode.IsDigit(rune(form[0]))
}

func ellipsis(mark string) bool {
	return strings.Trim(mark, ".…") == "" && mark != "."
}

func (sp *splitter) opener(i int) bool {
	switch sp.form(i) {
	case "(", "[", "{", "“", "‘", "«", "„", "‚", "‹", `"`, "'", "``", "''", "‘’", "’’", "”", "»", "-", "–", "—", "--", "*", "•":
		return true
	}
	return false
}

// abbreviationBreaks reports whether the full stop of the abbreviation at i
// also ends the sentence.
func (sp *splitter) abbreviationBreaks(i, n, next int) bool {
	word := strings.TrimSuffix(sp.form(i), ".")
	if sp.abbreviation(word) == dotNeverEnds {
		return false
	}
	follower := sp.form(n)
	first, size := utf8.DecodeRuneInString(follower)
	if unicode.IsDigit(first) {
		return false
	}
	lower := strings.ToLower(follower)
	if utf8.RuneCountInString(word) == 1 { // initials
		return sp.starters[lower] && len(follower) > size && follower != strings.ToUpper(follower)
	}
	return sp.starters[lower] || n > next && unicode.IsUpper(first)
}

// saidAfter reports whether a verb of saying with its subject follows a
// closed quotation: “Why?” Petrova asked. After a full stop the sentence must
// end right there, since a new one may begin with the same words.
func (sp *splitter) saidAfter(mark string, n int) bool {
	for i := n; i < len(sp.words) && i <= n+5; i++ {
		form := sp.form(i)
		if i > n && sp.saying[strings.ToLower(form)] {
			next := sp.form(i + 1)
			return mark != "." || next == "." || next == "," || next == ""
		}
		if sp.terminal(i) && len(form) < 2 || form == "," || form == ";" {
			return false
		}
	}
	return false
}
