package crossdoc

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"

	"annals/internal/lexicon/calendar"
	"annals/internal/lexicon/cluster"
	"annals/internal/lexicon/sense"
	"annals/internal/situation"
	"annals/internal/text"
)

// term is a word's stem, by its hash, with a weight: the rarer the greater.
type term struct {
	hash   uint32
	weight float64
}

// terms are sorted by hash, each once.
type terms []term

// shared are the terms that both lists have, as each has them.
func shared(a, b terms) iter.Seq2[term, term] {
	return func(yield func(term, term) bool) {
		for i, j := 0, 0; i < len(a) && j < len(b); {
			switch {
			case a[i].hash < b[j].hash:
				i++
			case a[i].hash > b[j].hash:
				j++
			default:
				if !yield(a[i], b[j]) {
					return
				}
				i, j = i+1, j+1
			}
		}
	}
}

// cosine is that of two lists of terms, 0 to 1.
func cosine(a, b terms) float64 {
	var dot, first, second float64
	for _, t := range a {
		first += t.weight * t.weight
	}
	for _, t := range b {
		second += t.weight * t.weight
	}
	for t, u := range shared(a, b) {
		dot += t.weight * u.weight
	}
	if dot == 0 {
		return 0
	}
	return dot / math.Sqrt(first*second)
}

// overlap is the sum of the rarities of the terms that both have, and how
// many of all terms those are.
func overlap(a, b terms) (weight, share float64) {
	n := 0
	for t := range shared(a, b) {
		weight += t.weight
		n++
	}
	if n > 0 {
		share = float64(n) / float64(len(a)+len(b)-n)
	}
	return weight, share
}

func (t terms) has(hash uint32) bool {
	_, ok := slices.BinarySearchFunc(t, hash, func(x term, h uint32) int { return cmp.Compare(x.hash, h) })
	return ok
}

// counts makes terms of how often each occurs.
type counts map[uint32]float64

func (c counts) terms() terms {
	var list terms
	for h, n := range c {
		list = append(list, term{h, (1 + math.Log(n)) * situation.Rare(h)})
	}
	slices.SortFunc(list, func(a, b term) int { return cmp.Compare(a.hash, b.hash) })
	return list
}

// plain are the terms without weights.
func (c counts) plain() terms {
	list := c.terms()
	for i := range list {
		list[i].weight = 1
	}
	return list
}

// Tables are the words that mentions are compared by.
type Tables struct {
	classes  *cluster.Clusters
	senses   *sense.Senses
	calendar *calendar.Words
}

// LoadTables loads the embedded tables.
func LoadTables() (*Tables, error) {
	c, err := cluster.Load()
	if err != nil {
		return nil, err
	}
	s, err := sense.Load()
	if err != nil {
		return nil, err
	}
	days, err := calendar.Load()
	if err != nil {
		return nil, err
	}
	return &Tables{c, s, days}, nil
}

// Report is what is compared of a report.
type Report struct {
	doc    *text.Document
	tables *Tables
	stems  []uint32 // of each token, 0 for words that hold sentences together
	words  terms    // all that say something, and of those:
	names  terms
	verbs  terms
	nouns  terms
	number terms
	lead   terms // those of the first sentences
	days   terms // names of days and months
	tale   tale
	within []int // of each token, the entity of the document that it heads or that covers it, or -1
	chains map[int]terms
}

// leadSentences is how many sentences tell what a report is about.
const leadSentences = 3

// NewReport sees what is compared of a document with trees, names and
// entities.
func NewReport(doc *text.Document, tables *Tables) *Report {
	r := &Report{doc: doc, tables: tables, stems: make([]uint32, len(doc.Tokens)), within: make([]int, len(doc.Tokens)), chains: map[int]terms{}}
	words, names, verbs, nouns, number, lead := counts{}, counts{}, counts{}, counts{}, counts{}, counts{}
	for i, t := range doc.Tokens {
		stem := situation.Stem(doc.Form(i))
		if stem == "" || !tells(t.UPOS) {
			continue
		}
		k := situation.Hash(stem)
		r.stems[i] = k
		words[k]++
		if t.Sentence < leadSentences {
			lead[k] = 1
		}
		switch t.UPOS {
		case "PROPN":
			names[k]++
		case "VERB":
			verbs[k] = 1
		case "NOUN":
			nouns[k] = 1
		case "NUM":
			number[k] = 1
		}
	}
	r.words, r.names, r.verbs, r.nouns, r.number, r.lead = words.terms(), names.terms(), verbs.terms(), nouns.terms(), number.terms(), lead.terms()
	r.days = r.daysIn(0, len(doc.Tokens))
	r.tale = r.told()
	for i := range r.within {
		r.within[i] = -1
	}
	for _, heads := range []bool{false, true} { // the entity that a token heads goes before one that covers it
		for _, m := range doc.Mentions {
			if m.Entity < 0 {
				continue
			}
			if heads {
				r.within[m.Head] = m.Entity
				continue
			}
			for i := m.First; i < m.Last; i++ {
				r.within[i] = m.Entity
			}
		}
	}
	return r
}

// day is the hash of the weekday or month that a token names, or 0.
func (r *Report) day(i int) uint32 {
	form := r.doc.Form(i)
	small := strings.ToLower(strings.TrimSuffix(form, "."))
	if small == form { // "may", "march"
		return 0
	}
	for _, kind := range []calendar.Kind{calendar.Weekday, calendar.Month} {
		if e, ok := r.tables.calendar.Lookup(small, kind); ok {
			return situation.Hash(string(kind) + e.Value)
		}
	}
	return 0
}

// daysIn are the weekdays and months named in a range of tokens.
func (r *Report) daysIn(first, last int) terms {
	set := counts{}
	for i := first; i < last; i++ {
		if k := r.day(i); k != 0 {
			set[k] = 1
		}
	}
	return set.plain()
}

// tells says whether words of a part of speech say what a text is about.
func tells(upos string) bool {
	switch upos {
	case "NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV":
		return true
	}
	return false
}

// between are the terms of a range of tokens.
func (r *Report) between(first, last int) terms {
	set := counts{}
	for _, h := range r.stems[first:last] {
		if h != 0 {
			set[h] = 1
		}
	}
	return set.terms()
}

// chain are the terms of the names and descriptions of an entity of the
// document.
func (r *Report) chain(entity int) terms {
	if entity < 0 {
		return nil
	}
	if t, ok := r.chains[entity]; ok {
		return t
	}
	set := counts{}
	for _, k := range r.doc.Entities[entity].Mentions {
		m := r.doc.Mentions[k]
		if m.Kind == text.Pronoun {
			continue
		}
		for _, h := range r.stems[m.First:m.Last] {
			if h != 0 {
				set[h] = 1
			}
		}
	}
	r.chains[entity] = set.terms()
	return r.chains[entity]
}

// merge are the terms of several lists.
func merge(lists ...terms) terms {
	var all terms
	for _, l := range lists {
		all = append(all, l...)
	}
	slices.SortFunc(all, func(a, b term) int { return cmp.Compare(a.hash, b.hash) })
	return slices.CompactFunc(all, func(a, b term) bool { return a.hash == b.hash })
}
