package eval

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/corpus"
	"annals/internal/text"
)

// The roles of an attribution.
const (
	roleSource = iota
	roleCue
	roleContent
	roles
)

// attributionTally counts what Attribution reports.
type attributionTally struct {
	gold, system, paired     float64
	same, sameCue, clean     float64 // CS, CSQ, Ch80
	goldOf, systemOf         [kinds]float64
	goldSame, systemSame     [kinds]float64
	exact, goldRole, sysRole [roles]float64
}

// Kinds of attribution: by quotation marks, and speech across them.
const (
	kindDirect = iota
	kindMixed
	kindIndirect
	kindSpeech
	kinds
)

// wordPattern splits a text as the set's scorer does: runs of letters and
// digits with inner apostrophes, hyphens and full stops, else single marks.
var wordPattern = regexp.MustCompile(`[\p{L}\p{N}]+(?:['’\-.][\p{L}\p{N}]+)*|\S`)

// sheet is an article cut into words.
type sheet struct {
	text   string
	spans  []text.Span
	word   []bool // holds a letter or digit
	quoted []bool // begins inside double quotation marks
}

func newSheet(s string) *sheet {
	sh := &sheet{text: s}
	inside := insideQuotes(s)
	for _, at := range wordPattern.FindAllStringIndex(s, -1) {
		sh.spans = append(sh.spans, text.Span{Start: at[0], End: at[1]})
		sh.word = append(sh.word, strings.ContainsFunc(s[at[0]:at[1]], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }))
		sh.quoted = append(sh.quoted, inside[at[0]])
	}
	return sh
}

// insideQuotes says for each byte whether it stands between double quotation
// marks; a line's end closes them.
func insideQuotes(s string) []bool {
	out := make([]bool, len(s))
	inside := false
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		width := size
		switch {
		case r == '“' || strings.HasPrefix(s[i:], "``"):
			inside = true
			if r == '`' {
				width = 2
			}
		case r == '”':
			inside = false
		case r == '"' || strings.HasPrefix(s[i:], "''"):
			if r != '"' {
				width = 2
			}
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			after, _ := utf8.DecodeRuneInString(s[i+width:])
			reopens := inside && (i == 0 || unicode.IsSpace(before)) && (unicode.IsLetter(after) || unicode.IsNumber(after))
			inside = reopens || !inside
		case r == '\n':
			inside = false
		}
		for k := range width {
			out[i+k] = inside
		}
		i += width
	}
	return out
}

// unit is an attribution as sets of words: indices into the sheet.
type unit struct {
	words [roles]map[int]bool
	kind  int
	says  bool // the cue is one of speech or belief
}

// touched is the set of words that the spans touch.
func (sh *sheet) touched(spans []text.Span) map[int]bool {
	out := map[int]bool{}
	for _, s := range spans {
		i, _ := slices.BinarySearchFunc(sh.spans, s.Start, func(w text.Span, at int) int { return w.End - at - 1 })
		for ; i < len(sh.spans) && sh.spans[i].Start < s.End; i++ {
			if sh.word[i] && sh.spans[i].End > s.Start {
				out[i] = true
			}
		}
	}
	return out
}

func (sh *sheet) lower(i int) string {
	return strings.ToLower(sh.text[sh.spans[i].Start:sh.spans[i].End])
}

func (sh *sheet) unit(a corpus.Attribution) unit {
	u := unit{kind: kindIndirect}
	for role, spans := range [roles][]text.Span{a.Source, a.Cue, a.Content} {
		u.words[role] = sh.touched(spans)
	}
	in := 0
	for i := range u.words[roleContent] {
		if sh.quoted[i] {
			in++
		}
	}
	switch n := len(u.words[roleContent]); {
	case n > 0 && in == n:
		u.kind = kindDirect
	case in > 0:
		u.kind = kindMixed
	}
	for i := range u.words[roleCue] {
		u.says = u.says || saysOrThinks(sh.lower(i))
	}
	return u
}

// overlap is the Jaccard index of two sets of words.
func overlap(a, b map[int]bool) float64 {
	both := 0
	for i := range a {
		if b[i] {
			both++
		}
	}
	if all := len(a) + len(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}

func meet(a, b map[int]bool) bool {
	for i := range a {
		if b[i] {
			return true
		}
	}
	return false
}

// sameSource: both have none, or they share a word that is no function word;
// any word counts where one side has function words only.
func (sh *sheet) sameSource(a, b map[int]bool) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	ca, cb := sh.contentWords(a), sh.contentWords(b)
	if len(ca) > 0 && len(cb) > 0 {
		return meet(ca, cb)
	}
	return meet(a, b)
}

func (sh *sheet) contentWords(set map[int]bool) map[int]bool {
	out := map[int]bool{}
	for i := range set {
		if !functionWord(sh.lower(i)) {
			out[i] = true
		}
	}
	return out
}

// pair is a gold and a system attribution whose contents overlap.
type pair struct {
	overlap          float64
	otherCue, strays bool // cue, source differ
	g, s             int
}

// judgement says of a system attribution whether it is right (CS) and whether
// its cue is one of speech or belief.
type judgement struct{ right, says bool }

// article adds one article's counts and judges its system attributions.
func (t *attributionTally) article(a corpus.Article, system []corpus.Attribution) []judgement {
	sh := newSheet(a.Text)
	var gold, sys []unit
	for _, x := range a.Attributions {
		gold = append(gold, sh.unit(x))
	}
	for _, x := range system {
		sys = append(sys, sh.unit(x))
	}
	t.roles(gold, sys)
	t.gold += float64(len(gold))
	t.system += float64(len(sys))
	count(gold, &t.goldOf)
	count(sys, &t.systemOf)
	out := make([]judgement, len(sys))
	for i, u := range sys {
		out[i].says = u.says
	}
	usedGold, usedSystem := map[int]bool{}, map[int]bool{}
	for _, p := range sh.pairs(gold, sys) {
		if usedGold[p.g] || usedSystem[p.s] {
			continue
		}
		usedGold[p.g], usedSystem[p.s] = true, true
		t.paired++
		if p.strays {
			continue
		}
		out[p.s].right = true
		t.same++
		count(gold[p.g:p.g+1], &t.goldSame)
		count(sys[p.s:p.s+1], &t.systemSame)
		if !p.otherCue {
			t.sameCue++
		}
		if p.overlap >= 0.8 {
			t.clean++
		}
	}
	return out
}

// pairs lists gold and system attributions whose contents share half of their
// words or more, the best first.
func (sh *sheet) pairs(gold, sys []unit) []pair {
	var out []pair
	for i, g := range gold {
		for j, s := range sys {
			o := overlap(g.words[roleContent], s.words[roleContent])
			if o < 0.5 {
				continue
			}
			gc, sc := g.words[roleCue], s.words[roleCue]
			out = append(out, pair{o, !(len(gc) == 0 && len(sc) == 0 || meet(gc, sc)), !sh.sameSource(g.words[roleSource], s.words[roleSource]), i, j})
		}
	}
	rank := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(out, func(a, b pair) int {
		if a.overlap != b.overlap {
			if a.overlap > b.overlap {
				return -1
			}
			return 1
		}
		if a.otherCue != b.otherCue {
			return rank(a.otherCue) - rank(b.otherCue)
		}
		return rank(a.strays) - rank(b.strays)
	})
	return out
}

func count(list []unit, of *[kinds]float64) {
	for _, u := range list {
		of[u.kind]++
		if u.says {
			of[kindSpeech]++
		}
	}
}

// roles counts roles whose words are exactly the same on both sides.
func (t *attributionTally) roles(gold, sys []unit) {
	key := func(set map[int]bool) string { return fmt.Sprint(slices.Sorted(maps.Keys(set))) }
	for role := range roles {
		left := map[string]int{}
		for _, g := range gold {
			if len(g.words[role]) > 0 {
				left[key(g.words[role])]++
				t.goldRole[role]++
			}
		}
		for _, s := range sys {
			if len(s.words[role]) == 0 {
				continue
			}
			t.sysRole[role]++
			if k := key(s.words[role]); left[k] > 0 {
				left[k]--
				t.exact[role]++
			}
		}
	}
}

func (t *attributionTally) table() *Table {
	table := &Table{Title: "attributions", Columns: []string{"P", "R", "F1"}}
	row := func(label string, hits, sysHits, system, gold float64) {
		p, _, _ := F1(sysHits, system, 1)
		_, r, _ := F1(hits, 1, gold)
		f := 0.0
		if p+r > 0 {
			f = 2 * p * r / (p + r)
		}
		table.Rows = append(table.Rows, Row{label, []float64{p, r, f}})
	}
	row("attr.C", t.paired, t.paired, t.system, t.gold)
	row("attr.CS", t.same, t.same, t.system, t.gold)
	row("attr.CSQ", t.sameCue, t.sameCue, t.system, t.gold)
	row("attr.Ch80", t.clean, t.clean, t.system, t.gold)
	for kind, label := range [kinds]string{"direct", "mixed", "indirect", "speech"} {
		row("CS "+label, t.goldSame[kind], t.systemSame[kind], t.systemOf[kind], t.goldOf[kind])
	}
	for role, label := range [roles]string{"source exact", "cue exact", "content exact"} {
		row(label, t.exact[role], t.exact[role], t.sysRole[role], t.goldRole[role])
	}
	table.Notes = []string{fmt.Sprintf("%.0f gold, %.0f found, %.0f contents paired", t.gold, t.system, t.paired)}
	return table
}
