package quote

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/cluster"
	"annals/internal/lexicon/cue"
	"annals/internal/model"
	"annals/internal/text"
)

// lexica are the tables that reading a page needs.
type lexica struct {
	cues     *cue.Lexicon
	clusters *cluster.Clusters
}

func loadLexica() (*lexica, error) {
	cues, err := cue.Load()
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	clusters, err := cluster.Load()
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return &lexica{cues, clusters}, nil
}

// page is a document with what this package asks it again and again.
type page struct {
	*text.Document
	*lexica
	// quoted is, for each token, the outermost quotation that holds it, or -1.
	// Scare quotes count as none.
	quoted []int
	lower  []string    // each token's form in small letters
	until  map[int]int // where a quotation that never closes gives way to a reporting clause
	marked []bool      // whether the token stands in any quotation, scare quotes too
	// closes and ends find a closed quotation by where its closing mark begins
	// and ends, entities the entity of a mention by its head.
	closes, ends, entities map[int]int
	person                 map[int]bool // heads of names of persons
	kinds                  []uint8      // what the lexicon knows each token for: see cueKind
	lemmas                 []string     // as read, or mended: see lexica.lemma
	hashes                 []hashes
	reporting              []uint8 // what each sentence has: hasQuotation and so on
}

// hashes are what features know a token by.
type hashes struct {
	word, lemma, tag, upos, deprel uint64
	class                          cluster.Class
}

func newPage(d *text.Document, x *lexica) *page {
	p := &page{
		Document: d, lexica: x,
		quoted: make([]int, len(d.Tokens)), lower: make([]string, len(d.Tokens)), marked: make([]bool, len(d.Tokens)),
		lemmas: make([]string, len(d.Tokens)), hashes: make([]hashes, len(d.Tokens)),
		until: map[int]int{}, person: map[int]bool{}, closes: map[int]int{}, ends: map[int]int{}, entities: map[int]int{},
	}
	for i := range d.Tokens {
		p.quoted[i] = -1
		p.lower[i] = strings.ToLower(d.Form(i))
		t := &d.Tokens[i]
		p.lemmas[i] = x.lemma(t, p.lower[i])
		p.hashes[i] = hashes{model.Text(p.lower[i]), model.Text(x.spelling(p.lemmas[i])), model.Text(t.XPOS), model.Text(t.UPOS), model.Text(t.Deprel), x.clusters.Of(p.lower[i])}
	}
	for _, m := range d.Mentions {
		p.person[m.Head] = p.person[m.Head] || m.Type == text.Person
		if _, known := p.entities[m.Head]; !known && m.Entity >= 0 {
			p.entities[m.Head] = m.Entity
		}
	}
	p.markQuotations()
	p.findKinds()
	return p
}

// markQuotations sets what the page knows of its quotations. They come in the
// order of their opening, so that no token before done is free for one that
// opens later.
func (p *page) markQuotations() {
	done, marked := 0, 0
	for q := range p.Quotations {
		at := p.Quotations[q].Span
		if p.Quotations[q].Closed {
			p.closes[p.Quotations[q].Inner.End], p.ends[at.End] = q, q
		}
		last := p.TokenAt(at.End)
		if last < len(p.Tokens) && p.Tokens[last].Start < at.End {
			last++
		}
		for marked = max(marked, p.TokenAt(at.Start)); marked < last; marked++ {
			p.marked[marked] = true
		}
		first := p.TokenAt(at.Start)
		if p.Quotations[q].Scare || last <= done {
			continue
		}
		if !p.Quotations[q].Closed && p.BlockOf(first).Label.Len() == 0 {
			last = p.reportingClause(first, last)
			p.until[q] = last
		}
		for i := max(first, done); i < last; i++ {
			p.quoted[i] = q
		}
		done = max(done, last)
	}
}

// reportingClause is where a quotation that never closes gives way to a clause
// that reports it ("…, she said"), or last where there is none: after a comma,
// a verb of saying within a few words, with nothing but a phrase beside it.
func (p *page) reportingClause(first, last int) int {
	const reach = 7
	for i := first + 1; i+1 < last; i++ {
		if p.lower[i] != "," {
			continue
		}
		for j := i + 1; j < min(i+reach, last); j++ {
			if p.wordless(j, j+1) {
				break
			}
			if p.Tokens[j].UPOS == "VERB" && (p.Tokens[j].XPOS == "VBD" || p.Tokens[j].XPOS == "VBZ") && p.saying(j) && !p.continues(j+1) {
				return i + 1
			}
		}
	}
	return last
}

// extent is the tokens of a quotation, half-open, without the clause that
// reports one that never closes.
func (p *page) extent(q int) (first, last int) {
	first, last = p.TokensIn(p.Quotations[q].Span)
	if end, open := p.until[q]; open {
		last = min(last, end)
	}
	return first, last
}

// saying reports whether verb i is one of the lexicon that takes quotations.
func (p *page) saying(i int) bool {
	return slices.ContainsFunc(p.cues.Entries(p.lemmas[i], cue.Verb), func(e cue.Entry) bool { return e.Takes(cue.Quote) && e.Takes(cue.Clause) })
}

// continues reports whether a clause begins at token i, as after a verb that
// has its content behind it.
func (p *page) continues(i int) bool {
	if i >= len(p.Tokens) {
		return false
	}
	switch p.lower[i] {
	case "that", "to", "it", "he", "she", "they", "we", "i", "you", "there", "this":
		return true
	}
	return false
}

// sentence is the sentence of token i.
func (p *page) sentence(i int) *text.Sentence { return &p.Sentences[p.Tokens[i].Sentence] }

// spoken reports whether the sentence stands in running text: headings,
// bylines and captions hold no statements.
func (p *page) spoken(s *text.Sentence) bool {
	kind := p.Blocks[s.Block].Kind
	return kind == text.Paragraph || kind == text.Bullet
}

// is reports whether token i has one of the relations or a subtype.
func (p *page) is(i int, relations ...string) bool {
	for _, r := range relations {
		if text.IsRelation(p.Tokens[i].Deprel, r) {
			return true
		}
	}
	return false
}

// under reports whether token i is h or depends on it, at any depth.
func (p *page) under(i, h int) bool {
	for ; i >= 0; i = p.Tokens[i].Head {
		if i == h {
			return true
		}
	}
	return false
}

// verbal reports whether token i is a verb form that can head a clause.
func (p *page) verbal(i int) bool {
	t := &p.Tokens[i]
	return t.UPOS == "VERB" || t.UPOS == "AUX" && !p.is(i, "aux", "cop")
}

// passive reports whether verb i stands in the passive.
func (p *page) passive(i int) bool {
	for _, c := range p.Children(i) {
		switch p.Tokens[c].Deprel {
		case "aux:pass", "nsubj:pass", "csubj:pass":
			return true
		}
	}
	return p.saidTo(i)
}

// saidTo reports whether verb i is a participle of hearsay by the words behind
// it, whatever the tree says: "four men, said to be soldiers".
func (p *page) saidTo(i int) bool {
	next := i + 2
	return (p.Tokens[i].XPOS == "VBN" || p.Tokens[i].XPOS == "VBD") && next < p.sentence(i).Last && p.lower[i+1] == "to" && p.Tokens[next].XPOS == "VB" &&
		p.cues.Hearsay("passive", p.lemmas[i]) && !slices.Contains([]string{"claim", "expect", "suppose", "presume", "consider"}, p.lemmas[i])
}

// trim takes tokens that belong to nobody's words off the edges of a range:
// commas, stops, dashes, brackets. Marks of quotation stay.
func (p *page) trim(first, last int) (int, int) {
	for first < last && (p.loose(first) || p.closer(first)) {
		first++
	}
	for first < last && (p.loose(last-1) || p.opener(last-1) || p.strayMark(last-1)) {
		last--
	}
	return first, last
}

// opener reports whether token i is a mark that only opens quotations: at the
// end of a content it is a broken closing mark, but behind a low one.
func (p *page) opener(i int) bool {
	switch p.Form(i) {
	case "“":
		q, closes := p.ends[p.Tokens[i].End]
		return !closes || !strings.HasPrefix(p.Text[p.Quotations[q].Start:], "„")
	case "„", "``", "«":
		return true
	}
	return false
}

// closer reports whether token i is the mark that closes a quotation.
func (p *page) closer(i int) bool {
	q, closes := p.ends[p.Tokens[i].End]
	return closes && p.Tokens[i].Start >= p.Quotations[q].Inner.End
}

// strayMark reports whether token i is a double mark too many: it closes
// nothing.
func (p *page) strayMark(i int) bool {
	switch p.Form(i) {
	case "”", "\"", "''", "»":
		_, closes := p.ends[p.Tokens[i].End]
		return !closes && p.quoted[i] < 0
	}
	return false
}

// loose reports whether token i is a mark that no content begins or ends
// with: punctuation, an emblem.
func (p *page) loose(i int) bool {
	form := p.Form(i)
	if strings.Trim(form, "\u200d\ufe0f") != "" && !strings.ContainsFunc(form, func(r rune) bool { return !unicode.In(r, unicode.So, unicode.Sk, unicode.Mn, unicode.Cf) }) {
		return true
	}
	r, size := utf8.DecodeRuneInString(form)
	if size == len(form) || strings.Trim(form, ".-–—") == "" {
		return unicode.IsPunct(r) && !strings.ContainsRune("?!%$\"“”„«»‘’'`()[]", r)
	}
	return false
}

// wordless reports whether the range holds no letter or digit.
func (p *page) wordless(first, last int) bool {
	for i := first; i < last; i++ {
		if strings.ContainsFunc(p.Form(i), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			return false
		}
	}
	return true
}
