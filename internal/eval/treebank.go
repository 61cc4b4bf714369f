package eval

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"annals/internal/corpus"
	"annals/internal/reading"
	"annals/internal/text"
)

// Treebank scores tags, features, lemmas and trees by the measures of the
// CoNLL 2018 shared task (https://universaldependencies.org/conll18/): on gold
// tokens, or with Options.Raw on the engine's own, aligned by characters. The
// first table has a row for each file; the others are over all files: by
// genre where documents name one, by relation, and by sentence length. With
// Options.System it also writes what was read, as CoNLL-U.
func Treebank(e *reading.Engine, o Options) ([]*Table, error) {
	return treebank(e.Segmenter().Segment, e.Analyser().Analyse, o)
}

func treebank(segment, analyse func(*text.Document), o Options) ([]*Table, error) {
	s := newTreebankScore(o.Raw)
	var system []*corpus.TreebankDoc
	for _, path := range o.Gold {
		bank, err := corpus.Treebank(path)
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		for _, gold := range bank {
			d := &text.Document{Text: gold.Doc.Text}
			if o.Raw {
				segment(d)
			} else {
				d = bare(gold.Doc)
			}
			analyse(d)
			s.add(name, gold, d)
			system = append(system, &corpus.TreebankDoc{ID: gold.ID, Doc: d})
		}
	}
	if o.System != "" {
		if err := writeTreebank(o.System, system); err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
	}
	return s.tables(), nil
}

func writeTreebank(path string, docs []*corpus.TreebankDoc) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := corpus.WriteTreebank(f, docs); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// bare is a document with the blocks, sentences and tokens of another and
// nothing else.
func bare(gold *text.Document) *text.Document {
	d := &text.Document{
		Text: gold.Text, Blocks: slices.Clone(gold.Blocks), Sentences: slices.Clone(gold.Sentences),
		Tokens: make([]text.Token, len(gold.Tokens)),
	}
	for i, t := range gold.Tokens {
		d.Tokens[i] = text.Token{Span: t.Span, Sentence: t.Sentence, Head: -1}
	}
	return d
}

// treebankCount counts words, and what of them is right.
type treebankCount struct {
	gold, system, words                float64 // words whose span is in both
	goldSents, systemSents, sents      float64
	upos, xpos, feats, lemma, uas, las float64
}

type treebankScore struct {
	raw                             bool
	files, genres, relations, sizes map[string]*treebankCount
}

func newTreebankScore(raw bool) *treebankScore {
	return &treebankScore{
		raw:   raw,
		files: map[string]*treebankCount{}, genres: map[string]*treebankCount{},
		relations: map[string]*treebankCount{}, sizes: map[string]*treebankCount{},
	}
}

// relation is a relation without its subtype.
func relation(deprel string) string {
	r, _, _ := strings.Cut(deprel, ":")
	return r
}

// size is the row of a sentence of n words.
func size(n int) string {
	switch {
	case n <= 10:
		return "1–10 words"
	case n <= 20:
		return "11–20 words"
	case n <= 30:
		return "21–30 words"
	case n <= 40:
		return "31–40 words"
	}
	return "over 40 words"
}

// add scores a document.
func (s *treebankScore) add(file string, gold *corpus.TreebankDoc, system *text.Document) {
	counts := []*treebankCount{at(s.files, file)}
	if gold.Genre != "" {
		counts = append(counts, at(s.genres, gold.Genre))
		if gold.Genre != "news" {
			counts = append(counts, at(s.genres, "all but news"))
		}
	}
	toSystem := aligned(gold.Doc, system)
	for i, tok := range gold.Doc.Tokens {
		sentence := gold.Doc.Sentences[tok.Sentence]
		words := append([]*treebankCount{
			at(s.relations, relation(tok.Deprel)), at(s.sizes, size(sentence.Last-sentence.First)),
		}, counts...)
		for _, c := range words {
			c.gold++
			if toSystem[i] >= 0 {
				c.word(gold.Doc, system, toSystem, i)
			}
		}
	}
	for _, tok := range system.Tokens {
		at(s.relations, relation(tok.Deprel)).system++
	}
	for _, c := range counts {
		c.system += float64(len(system.Tokens))
		c.sentences(gold.Doc, system)
	}
}

func at(m map[string]*treebankCount, key string) *treebankCount {
	if m[key] == nil {
		m[key] = &treebankCount{}
	}
	return m[key]
}

// aligned gives for each gold token the system's token of the same span, or -1.
func aligned(gold, system *text.Document) []int {
	to := make([]int, len(gold.Tokens))
	j := 0
	for i, tok := range gold.Tokens {
		for j < len(system.Tokens) && system.Tokens[j].Start < tok.Start {
			j++
		}
		to[i] = -1
		if j < len(system.Tokens) && system.Tokens[j].Span == tok.Span {
			to[i] = j
		}
	}
	return to
}

// word counts what is right of gold token i.
func (c *treebankCount) word(gold, system *text.Document, toSystem []int, i int) {
	g, s := gold.Tokens[i], system.Tokens[toSystem[i]]
	c.words++
	count := func(n *float64, right bool) {
		if right {
			*n++
		}
	}
	count(&c.upos, g.UPOS == s.UPOS)
	count(&c.xpos, g.XPOS == s.XPOS)
	count(&c.feats, universal(g.Feats) == universal(s.Feats))
	count(&c.lemma, g.Lemma == "_" || g.Lemma == s.Lemma)
	head := g.Head < 0 && s.Head < 0 || g.Head >= 0 && s.Head >= 0 && toSystem[g.Head] == s.Head
	count(&c.uas, head)
	count(&c.las, head && relation(g.Deprel) == relation(s.Deprel))
}

// sentences counts the sentences with the same first and last characters.
func (c *treebankCount) sentences(gold, system *text.Document) {
	spans := map[text.Span]bool{}
	for _, s := range gold.Sentences {
		spans[s.Span] = true
	}
	for _, s := range system.Sentences {
		if spans[s.Span] {
			c.sents++
		}
	}
	c.goldSents += float64(len(gold.Sentences))
	c.systemSents += float64(len(system.Sentences))
}

// universalFeatures are the features that the shared task compares.
var universalFeatures = []string{
	"PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number", "Case", "Definite",
	"Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity", "Person", "Polite",
}

// universal is the features that the shared task compares, sorted.
func universal(feats string) string {
	var keep []string
	for f := range strings.SplitSeq(feats, "|") {
		name, _, _ := strings.Cut(f, "=")
		name, _, _ = strings.Cut(name, "[")
		if slices.Contains(universalFeatures, name) {
			keep = append(keep, f)
		}
	}
	slices.Sort(keep)
	return strings.Join(keep, "|")
}

// tables writes the counts.
func (s *treebankScore) tables() []*Table {
	title := "treebank, gold tokens"
	if s.raw {
		title = "treebank, from plain text"
	}
	tables := []*Table{s.measures(title, s.files)}
	if len(s.genres) > 0 {
		tables = append(tables, s.measures("by genre", s.genres))
	}
	return append(tables, relations(s.relations), sizes(s.sizes))
}

// measures has a row of all measures for each group.
func (s *treebankScore) measures(title string, groups map[string]*treebankCount) *Table {
	t := &Table{Title: title, Columns: []string{"words (number)", "UPOS", "XPOS", "Feats", "Lemma", "UAS", "LAS"}}
	if s.raw {
		t.Columns = append(t.Columns, "words", "sentences")
	}
	for _, name := range sorted(groups) {
		c := groups[name]
		row := Row{Label: name, Values: []float64{c.gold}}
		for _, hits := range []float64{c.upos, c.xpos, c.feats, c.lemma, c.uas, c.las} {
			row.Values = append(row.Values, f1(hits, c.system, c.gold))
		}
		if s.raw {
			row.Values = append(row.Values, f1(c.words, c.system, c.gold), f1(c.sents, c.systemSents, c.goldSents))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func f1(hits, system, gold float64) float64 {
	_, _, f := F1(hits, system, gold)
	return f
}

func sorted(groups map[string]*treebankCount) []string {
	var names []string
	for n := range groups {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// relations has the precision and recall of labelled arcs by relation, the
// commonest first.
func relations(groups map[string]*treebankCount) *Table {
	t := &Table{Title: "by relation", Columns: []string{"words (number)", "precision", "recall", "F1"}}
	names := sorted(groups)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(groups[b].gold, groups[a].gold) })
	for _, name := range names {
		c := groups[name]
		if c.gold == 0 {
			continue
		}
		p, r, f := F1(c.las, c.system, c.gold)
		t.Rows = append(t.Rows, Row{Label: name, Values: []float64{c.gold, p, r, f}})
	}
	return t
}

// sizes has the recall of arcs by the length of the gold sentence.
func sizes(groups map[string]*treebankCount) *Table {
	t := &Table{Title: "by sentence length", Columns: []string{"words (number)", "UAS", "LAS"}}
	for _, name := range sorted(groups) {
		c := groups[name]
		t.Rows = append(t.Rows, Row{Label: name, Values: []float64{c.gold, 100 * c.uas / c.gold, 100 * c.las / c.gold}})
	}
	return t
}
