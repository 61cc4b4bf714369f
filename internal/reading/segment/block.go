package segment

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// Widths in characters of what wrapped lines and headings look like.
const (
	widestWrap     = 110 // lines wrapped to a width are no longer
	narrowestWrap  = 40
	longestHeading = 110
)

// line is a line of the text without the space around it.
type line struct {
	text.Span
	width int  // in characters
	blank bool // an empty line stands before it
}

// blocks divides the text into paragraphs and the rest, in order. Blocks are
// never empty.
func (t *tables) blocks(s string) []text.Block {
	lines := splitLines(s)
	width := wrapWidth(s, lines)
	if width == 0 {
		width = groupWidth(s, lines)
	}
	var out []text.Block
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		b := text.Block{Span: l.Span, Kind: t.lineKind(s[l.Start:l.End])}
		if b.Kind == text.Paragraph {
			if mark := itemMark(s, lines, i); mark > 0 {
				b.Kind, b.Start = text.Bullet, b.Start+mark
			} else if mark := citedMark(s[l.Start:l.End]); mark > 0 {
				b.Start += mark
			}
		}
		if width > 0 && (b.Kind == text.Paragraph || b.Kind == text.Bullet) {
			for i+1 < len(lines) && !lines[i+1].blank && t.joins(s, lines, i, width) {
				i++
				b.End = lines[i].End
			}
		}
		out = append(out, b)
	}
	markHeadings(s, out)
	return out
}

// splitLines lists the lines that are not empty.
func splitLines(s string) []line {
	var lines []line
	blank := true
	for start := 0; start < len(s); {
		end, next := lineEnd(s, start)
		trimmed := strings.TrimLeftFunc(s[start:end], isSpace)
		l := line{Span: text.Span{Start: end - len(trimmed)}, blank: blank}
		trimmed = strings.TrimRightFunc(trimmed, isSpace)
		l.End = l.Start + len(trimmed)
		if blank = trimmed == ""; !blank {
			l.width = utf8.RuneCountInString(trimmed)
			lines = append(lines, l)
		}
		start = next
	}
	return lines
}

// lineEnd is where the line that begins at start ends and where the next one
// begins.
func lineEnd(s string, start int) (end, next int) {
	i := strings.IndexAny(s[start:], "\n\r\f\v\u0085\u2028\u2029")
	if i < 0 {
		return len(s), len(s)
	}
	end = start + i
	if strings.HasPrefix(s[end:], "\r\n") {
		return end, end + 2
	}
	_, size := decode(s, end)
	return end, end + size
}

// wrapWidth is the width that the lines are wrapped to, or 0 where each line
// is a paragraph. Lines are wrapped if none is longer than a page is wide and
// most of those that another one follows are so full that its first word would
// not have fitted, and do not end with a sentence.
func wrapWidth(s string, lines []line) int {
	widest := 0
	for _, l := range lines {
		widest = max(widest, l.width)
	}
	if widest > widestWrap || widest < narrowestWrap {
		return 0
	}
	full, ended, all := 0, 0, 0
	for i := 0; i+1 < len(lines); i++ {
		if lines[i+1].blank || itemMark(s, lines, i+1) > 0 || isSeparator(s[lines[i].Start:lines[i].End]) {
			continue
		}
		all++
		if fills(s, lines, i, widest) {
			full++
		}
		if endsSentence(s[lines[i].Start:lines[i].End]) {
			ended++
		}
	}
	if full*10 < all*6 || ended*2 > all {
		return 0
	}
	return widest
}

// groupWidth is the greatest width that a group of at least three lines
// without an empty one between them is wrapped to, or 0: a wrapped text may
// stand among headers, lists and tables that are not.
func groupWidth(s string, lines []line) int {
	width := 0
	for start := 0; start < len(lines); {
		end := start + 1
		for end < len(lines) && !lines[end].blank {
			end++
		}
		if end-start > 2 {
			width = max(width, wrapWidth(s, lines[start:end]))
		}
		start = end
	}
	return width
}

// fills reports whether the first word of line i+1 would not have fitted into
// line i.
func fills(s string, lines []line, i, widest int) bool {
	next := s[lines[i+1].Start:lines[i+1].End]
	first := next
	if n := strings.IndexFunc(next, isSpace); n >= 0 {
		first = next[:n]
	}
	return lines[i].width+1+utf8.RuneCountInString(first) > widest-widest/10
}

// joins reports whether line i+1 carries on the paragraph of line i in a text
// of lines wrapped to a width.
func (t *tables) joins(s string, lines []line, i, width int) bool {
	next := s[lines[i+1].Start:lines[i+1].End]
	if t.lineKind(next) != text.Paragraph || itemMark(s, lines, i+1) > 0 {
		return false
	}
	if fills(s, lines, i, width) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(next)
	return unicode.IsLower(r) && !endsSentence(s[lines[i].Start:lines[i].End])
}

// lineKind is the kind of a line that its own words show: a separator, a
// byline, a caption, or else a paragraph.
func (t *tables) lineKind(l string) text.BlockKind {
	switch {
	case isSeparator(l):
		return text.Separator
	case t.isByline(l):
		return text.Byline
	case t.isCaption(l):
		return text.Caption
	}
	return text.Paragraph
}

// isSeparator reports whether the line holds no word: dashes, stars, "###".
func isSeparator(l string) bool {
	for _, r := range l {
		if isWord(r) || r >= 0x1f000 {
			return false
		}
	}
	return true
}

// endsSentence reports whether the line ends with a mark that ends sentences.
func endsSentence(l string) bool {
	l = strings.TrimRight(l, "\"'”’“»)]")
	return strings.HasSuffix(l, ".") || strings.HasSuffix(l, "!") || strings.HasSuffix(l, "?") || strings.HasSuffix(l, "…")
}

// itemMark is the length of the mark, with the space after it, of an item of
// a list in line i, or 0. Numbers mark an item only beside another number.
func itemMark(s string, lines []line, i int) int {
	l := s[lines[i].Start:lines[i].End]
	r, size := utf8.DecodeRuneInString(l)
	n := 0
	switch {
	case strings.ContainsRune("•·‣▪■●○◦∙►▶➤✓✔", r):
		n = size
	case strings.ContainsRune("-*–—", r) && len(l) > size && l[size] == ' ':
		n = size
	default:
		number, length := itemNumber(l)
		if length == 0 {
			return 0
		}
		near := false
		for k := max(i-itemLines, 0); k < min(i+itemLines+1, len(lines)) && !near; k++ {
			near = k < i && follows(s, lines[k], number-1) || k > i && follows(s, lines[k], number+1)
		}
		if !near {
			return 0
		}
		n = length
	}
	rest := strings.TrimLeftFunc(l[n:], isSpace)
	if rest == "" {
		return 0
	}
	return len(l) - len(rest)
}

// itemLines is how many lines away the next number of a list may stand.
const itemLines = 3

// citedMark is the length of the marks, with the space after them, that mail
// puts before a line that it cites: "> ", ">> ".
func citedMark(l string) int {
	rest := strings.TrimLeft(l, ">")
	if marks := len(l) - len(rest); marks > 0 && marks <= 4 && len(rest) > 1 && rest[0] == ' ' {
		return marks + 1
	}
	return 0
}

func follows(s string, l line, number int) bool {
	n, length := itemNumber(s[l.Start:l.End])
	return length > 0 && n == number
}

// itemNumber reads "3.", "3)", "(3)" or "c)" with a space after it.
func itemNumber(l string) (number, length int) {
	if len(l) > 2 && l[0] >= 'a' && l[0] <= 'z' && l[1] == ')' && l[2] == ' ' {
		return int(l[0]-'a') + 1, 2
	}
	i := 0
	if strings.HasPrefix(l, "(") {
		i = 1
	}
	start := i
	for i < len(l) && i < start+2 && l[i] >= '0' && l[i] <= '9' {
		number = number*10 + int(l[i]-'0')
		i++
	}
	if i == start || i+1 >= len(l) || l[i] != ')' && (l[i] != '.' || start > 0) || l[i+1] != ' ' {
		return 0, 0
	}
	return number, i + 1
}

// longestCredit is how long, in bytes, a line of credits can be.
const longestCredit = 300

// isByline reports whether the line names who wrote the report, or when it
// was put up, and says nothing else.
func (t *tables) isByline(l string) bool {
	l = strings.Trim(l, "()[] ")
	if len(l) > longestCredit {
		return false
	}
	lower := strings.ToLower(l)
	return startsWith(lower, t.lines["byline starts"]) ||
		startsWith(lower, t.lines["byline without stop"]) && !endsSentence(l) ||
		endsWith(lower, t.lines["byline ends"]) ||
		slices.Contains(t.lines["byline whole"], strings.TrimRight(lower, ":.>»→… ")) ||
		strings.HasPrefix(lower, "by ") && named(l[3:])
}

// named reports whether the words are names of persons and their posts: at
// most a line of capitalised words, no full stop at its end.
func named(l string) bool {
	fields := strings.Fields(l)
	if len(fields) == 0 || len(fields) > 14 {
		return false
	}
	if last := fields[len(fields)-1]; strings.HasSuffix(last, ".") && len(last) > 3 {
		return false
	}
	capitals := 0
	for i, f := range fields {
		r, _ := utf8.DecodeRuneInString(f)
		switch {
		case unicode.IsUpper(r):
			capitals++
		case i == 0:
			return false
		case f == "and" || f == "&" || f == "in" || f == "for" || f == "at" || f == "of" || f == "the" || f == "|" || f == "-" || f == "–" || f == "—":
		case f == "de" || f == "van" || f == "von" || f == "der" || f == "bin" || f == "al" || f == "el" || f == "da" || f == "di":
		case strings.ContainsRune(f, '@') || strings.HasPrefix(f, "al-"):
		default:
			return false
		}
	}
	return capitals > 1 && !month(strings.Trim(fields[0], ","))
}

// isCaption reports whether the line credits a picture or says that it is one.
func (t *tables) isCaption(l string) bool {
	if len(l) > longestCredit {
		return false
	}
	lower := strings.ToLower(strings.Trim(l, "()[]. "))
	return endsWith(lower, t.lines["caption ends"]) || startsWith(lower, t.lines["caption starts"]) || t.credited(lower)
}

// credited reports whether the last brackets of the line name who took a
// picture: "(AP Photo/Jane Doe)". The closing one is off already.
func (t *tables) credited(lower string) bool {
	open := strings.LastIndexAny(lower, "([")
	return open > 0 && !strings.ContainsAny(lower[open:], ")]") && startsWith(lower[open+1:], t.lines["credit starts"])
}

// endsWith reports whether the line ends with one of the phrases.
func endsWith(l string, phrases []string) bool {
	for _, p := range phrases {
		if strings.HasSuffix(l, p) {
			return true
		}
	}
	return false
}

// startsWith reports whether the line starts with one of the phrases, whole
// words of it. "#" at the end of a phrase stands for a digit.
func startsWith(l string, phrases []string) bool {
	for _, p := range phrases {
		if dated, ok := strings.CutSuffix(p, "#"); ok {
			if rest, ok := strings.CutPrefix(l, dated); ok && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
				return true
			}
			continue
		}
		if rest, ok := strings.CutPrefix(l, p); ok {
			first, _ := utf8.DecodeRuneInString(rest)
			last, _ := utf8.DecodeLastRuneInString(p)
			return !isWord(first) || !isWord(last)
		}
	}
	return false
}

// markHeadings turns short paragraphs without a closing mark into headings
// where, past other such lines, a full paragraph follows.
func markHeadings(s string, bs []text.Block) {
	run := 0 // candidates since the last paragraph
	for i := range bs {
		switch {
		case bs[i].Kind == text.Separator || bs[i].Kind == text.Byline || bs[i].Kind == text.Caption:
			continue
		case bs[i].Kind == text.Paragraph && headingLike(s[bs[i].Start:bs[i].End]):
			run++
			continue
		case bs[i].Kind == text.Paragraph && run > 0 && run <= 3:
			for j := i - 1; j >= 0 && run > 0; j-- {
				if bs[j].Kind == text.Paragraph {
					bs[j].Kind = text.Heading
					run--
				}
			}
		}
		run = 0
	}
}

// headingLike reports whether a paragraph could be a heading: one short line
// that begins with a capital or a digit and does not end as a sentence does.
func headingLike(p string) bool {
	if len(p) > 2*longestHeading || utf8.RuneCountInString(p) > longestHeading || strings.ContainsAny(p, "\n\r\t|") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(p, "“\"‘'«„"))
	if !unicode.IsUpper(r) && !unicode.IsDigit(r) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(p, "”\"’'»)]"))
	return !strings.ContainsRune(".!…,;:", last) && last != '?'
}
