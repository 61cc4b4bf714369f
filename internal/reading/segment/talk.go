package segment

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// longestLabel is how long, in bytes, the label of a turn may be, and
// labelWords how many words it may have, what stands in brackets aside.
const (
	longestLabel = 90
	labelWords   = 7
)

// label is what may be the label of a turn: the words before a colon that begin a
// block, or those that records of parliaments and courts end otherwise ("Mr. RUIZ.").
type label struct {
	block int
	span  text.Span // up to and with the colon
	name  string    // as printed, without what stands in brackets
	words []string  // of the name in lower case, titles left out
	sure  bool      // it names a role or begins with a title
}

// stopped is a label that ends with a full stop, or "Q" before a gap: "Mr. RUIZ. ", "The
// CHAIRMAN. ", "Q. ", "A. ", "Q    ".
var stopped = regexp.MustCompile(`^((?:The|Mr\.|Mrs\.|Ms\.|Dr\.|Sen\.|Senator|Secretary|Chairman|Chairwoman|Ambassador|General|Justice|Judge|Director) \p{Lu}[\p{Lu}'’-]{2,}(?: \p{Lu}[\p{Lu}'’-]+)*\.|[QA]\.|Q)(?:\s{2}|\t| \s*\p{Lu}|$)`)

// markTurns sets who speaks each block where the text is a talk: an interview, a
// briefing, a record of a council or court, a chat.
func (t *tables) markTurns(s string, blocks []text.Block) {
	labels := t.labels(s, blocks)
	for len(labels) > 0 && (blocks[labels[0].block].Kind == text.Heading || inTitleCase(s[labels[0].span.End:blocks[labels[0].block].End])) && !slices.ContainsFunc(labels[1:], func(l label) bool { return l.name == labels[0].name }) {
		labels = labels[1:] // the headline: "Hale: We will not go"
	}
	if !t.isTalk(s, blocks, labels) {
		return
	}
	names := canonical(labels)
	for k, l := range labels {
		blocks[l.block].Label, blocks[l.block].Speaker = l.span, names[k]
		if blocks[l.block].Kind == text.Heading {
			blocks[l.block].Kind = text.Paragraph
		}
		last := len(blocks)
		if k+1 < len(labels) {
			last = labels[k+1].block
		}
		next := k+1 < len(labels)
		if turn := blocks[l.block:last]; len(turn) > 1 && !next && l.span.End == turn[0].End && turn[1].Kind == text.Paragraph {
			turn[1].Speaker = turn[0].Speaker // the label stands alone
			carryOn(s, turn[1:], next)
		} else {
			carryOn(s, turn, next)
		}
	}
}

// inTitleCase reports whether the words of a text have capitals as in a title, short
// ones aside; it must have five long ones.
func inTitleCase(s string) bool {
	long := 0
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimLeft(w, "“‘\"'(")
		if r, _ := utf8.DecodeRuneInString(w); utf8.RuneCountInString(w) > 4 {
			if long++; unicode.IsLower(r) {
				return false
			}
		}
	}
	return long >= 5
}

// carryOn gives the paragraphs behind the first block of a turn to its speaker: up
// to a heading or a separator, remarks in brackets aside, and where another turn
// follows. Behind the last turn the report may speak itself again ("He did not answer
// our questions"): there a paragraph must speak of "I" or "you".
func carryOn(s string, blocks []text.Block, followed bool) {
	for i := 1; i < len(blocks); i++ {
		b := &blocks[i]
		switch {
		case b.Kind == text.Byline || b.Kind == text.Caption || strings.ContainsAny(s[b.Start:b.Start+1], "(["):
		case b.Kind != text.Paragraph && b.Kind != text.Bullet || !followed && !says(s[b.Start:b.End], "I", "my", "My", "you", "You", "your", "Your"):
			return
		default:
			b.Speaker = blocks[0].Speaker
		}
	}
}

// labels lists what may be the labels of turns.
func (t *tables) labels(s string, blocks []text.Block) []label {
	var list []label
	for i, b := range blocks {
		if b.Kind != text.Paragraph && b.Kind != text.Heading {
			continue
		}
		start := b.Start
		if b.Dateline.Len() > 0 {
			start = b.Dateline.End
		}
		if l, ok := t.label(s, start, b.End); ok {
			l.block = i
			list = append(list, l)
		}
	}
	return list
}

// label reads the label of a turn at the beginning of s[start:end].
func (t *tables) label(s string, start, end int) (label, bool) {
	start += len(s[start:end]) - len(strings.TrimLeftFunc(s[start:end], func(r rune) bool { return isSpace(r) || strings.ContainsRune("“\"„«*_", r) }))
	head := s[start:min(end, start+longestLabel)]
	if m := stopped.FindStringSubmatchIndex(head); m != nil {
		l := label{span: text.Span{Start: start, End: start + m[3]}, name: strings.TrimRight(head[m[2]:m[3]], ".")}
		return l, t.weigh(&l, strings.Fields(l.name))
	}
	n := strings.IndexByte(head, ':')
	if n <= 0 || start+n+1 < end && !isSpace(rune(s[start+n+1])) && !strings.ContainsRune("*_”\"", rune(s[start+n+1])) {
		return label{}, false
	}
	l := label{span: text.Span{Start: start, End: start + n + 1}}
	name, rest, bracket := strings.Cut(head[:n], "(")
	if bracket && !strings.HasSuffix(rest, ")") {
		return label{}, false
	}
	l.name = strings.Trim(name, " *_")
	fields := strings.Fields(l.name)
	if len(fields) == 0 || len(fields) > labelWords {
		return label{}, false
	}
	for k, f := range fields {
		if !t.inLabel(f, k) {
			return label{}, false
		}
	}
	return l, t.weigh(&l, fields)
}

// inLabel reports whether a word may stand in a label as its word k: a capitalised
// word, a particle of names, a number.
func (t *tables) inLabel(word string, k int) bool {
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case strings.ContainsAny(word, "“”\"?!;…/") || strings.HasSuffix(word, ".") && t.abbreviation(strings.TrimSuffix(word, ".")) == notAbbreviation && utf8.RuneCountInString(word) > 2:
		return false
	case unicode.IsUpper(r):
		return true
	case k == 0:
		return false
	case unicode.IsDigit(r):
		return len(word) <= 2
	}
	switch word {
	case "de", "del", "van", "von", "der", "den", "bin", "ibn", "da", "di", "la", "le", "of", "the", "and", "for":
		return true
	}
	return strings.HasPrefix(word, "al-") || strings.HasPrefix(word, "el-")
}

// weigh sets the words of a label and whether they name a role or have a title. It
// reports whether they can open a turn: a note or a place that reports are filed
// from can't.
func (t *tables) weigh(l *label, fields []string) bool {
	var all []string
	for _, f := range fields {
		all = append(all, strings.ToLower(strings.Trim(f, ".,")))
	}
	if all[0] == "the" {
		all = all[1:]
	}
	last := len(all) - 1
	if last > 0 && all[last] != "" && unicode.IsDigit(rune(all[last][0])) {
		last-- // "Speaker 2"
	}
	if len(all) == 0 || t.datelines[strings.Join(all, " ")] {
		return false
	}
	if t.talk["role"][all[last]] && last <= 1 {
		l.sure, l.words = true, nil
		return true
	}
	if t.talk["note"][all[0]] {
		return false
	}
	l.sure = t.talk["title"][all[0]] && (len(all) > 1 || !unicode.IsDigit(rune(all[0][0])))
	for k, w := range all {
		if len(l.words) == 0 && t.talk["title"][w] && k < len(all)-1 {
			continue
		}
		l.words = append(l.words, w)
	}
	return true
}

// isTalk reports whether labels are those of turns: two speakers at least, one of
// them more than once or both by their roles, and, unless most labels are sure to
// be of speakers, turns that ask or speak of "I", "we" and "you"; or a question and
// an answer that all do.
func (t *tables) isTalk(s string, blocks []text.Block, labels []label) bool {
	times := map[string]int{}
	sure, talking, repeated, asks := 0, 0, 0, false
	for _, l := range labels {
		key := strings.ToLower(l.name)
		if times[key]++; times[key] == 2 {
			repeated++
		}
		if l.sure {
			sure++
		}
		words := opening(s, blocks, &l)
		if spoken(words) {
			talking++
		}
		asks = asks || strings.Contains(words, "?")
	}
	switch n := len(labels); {
	case len(times) < 2 || n < 2:
		return false
	case sure == n:
		return repeated > 0 || talking > 0
	case talking == n && asks:
		return true
	case repeated == 0 || n < 3:
		return false
	case 2*sure > n:
		return true
	default:
		return talking > 1 && 3*talking >= n
	}
}

// opening is what the block of a label says behind it or, where the label stands alone
// on its line, the next block.
func opening(s string, blocks []text.Block, l *label) string {
	if words := s[l.span.End:blocks[l.block].End]; strings.TrimSpace(words) != "" || l.block+1 == len(blocks) {
		return words
	}
	return s[blocks[l.block+1].Start:blocks[l.block+1].End]
}

// spoken reports whether somebody asks, or speaks of himself or to another.
func spoken(s string) bool {
	return strings.Contains(s, "?") ||
		says(s, "I", "me", "my", "My", "We", "we", "us", "our", "Our", "You", "you", "your", "Your")
}

// says reports whether one of the words stands in s.
func says(s string, words ...string) bool {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if slices.Contains(words, w) {
			return true
		}
	}
	return false
}

// canonical gives each label the fullest label of its speaker: "Daniel Hale" for
// "MR. HALE", where no other label ends in the same name.
func canonical(labels []label) []string {
	names := make([]string, len(labels))
	for k := range labels {
		names[k] = labels[fullest(labels, k)].name
	}
	return names
}

// fullest is the first of the longest labels that label k is an abridgement of, or a
// spelling in other letters; the first with its words where several speakers fit.
func fullest(labels []label, k int) int {
	best := -1
	for j := range labels {
		if !abridges(&labels[k], &labels[j]) {
			continue
		}
		if best < 0 || len(labels[j].words) > len(labels[best].words) && abridges(&labels[best], &labels[j]) {
			best = j
		} else if !abridges(&labels[j], &labels[best]) {
			return slices.IndexFunc(labels, func(l label) bool { return same(&l, &labels[k]) })
		}
	}
	return best
}

// same reports whether two labels have the same words, or the same role.
func same(a, b *label) bool {
	if len(a.words) == 0 || len(b.words) == 0 {
		return strings.EqualFold(a.name, b.name)
	}
	return slices.Equal(a.words, b.words)
}

// abridges reports whether label a is b, or one of its names alone.
func abridges(a, b *label) bool {
	n, m := len(a.words), len(b.words)
	if n == 0 || n >= m {
		return same(a, b)
	}
	return slices.Equal(a.words, b.words[m-n:]) || n == 1 && a.words[0] == b.words[0]
}
