package name

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/reading/clue"
	"annals/internal/text"
)

// OutsideOrMisc is the label of a token that a set without the class MISC
// leaves outside: it may be either.
const OutsideOrMisc = "?MISC"

// Source is a training set with conventions of its own.
type Source string

// The training sets.
const (
	UNER     Source = "uner"     // gold; persons, organisations and places only
	Wikigold Source = "wikigold" // gold, the four classes
	CrossNER Source = "crossner" // gold; elections and the like as EVENT
	RE3D     Source = "re3d"     // gold; spans hold articles, generic groups and titles
	GMB      Source = "gmb"      // silver; titles in and out of names, classes often wrong
)

// weight is what a document of the set counts.
func (s Source) weight() float64 {
	if s == GMB || s == RE3D {
		return 0.3
	}
	return 1
}

// Prepare brings a document of a training set under one guideline: the
// classes PER, ORG, LOC and MISC; no titles, no articles, no generic groups;
// nationalities are MISC. Labels that its set can't be trusted on become
// Unknown.
func Prepare(s Source, d *text.Document, iob []string, w *world.World) (Example, error) {
	p := &preparer{doc: d, world: w, lists: clue.LoadLists(), labels: make([]string, len(iob))}
	for i := range p.labels {
		p.labels[i] = "O"
	}
	for i := 0; i < len(iob); i++ {
		if iob[i] == "O" {
			continue
		}
		end := i + 1
		for end < len(iob) && iob[end] == "I"+iob[i][1:] {
			end++
		}
		class, err := classOf(iob[i][2:])
		if err != nil {
			return Example{}, err
		}
		p.name(s, i, end, class)
		i = end - 1
	}
	if s == GMB {
		p.certain()
	}
	if s == UNER || s == RE3D {
		p.doubt(s, iob)
	}
	return Example{Doc: d, Labels: p.labels, Weight: s.weight(), Silver: s == GMB}, nil
}

// classOf maps the classes of the training sets to ours; "" for what is no
// name under our guideline.
func classOf(label string) (text.NameType, error) {
	switch label {
	case "PER", "ORG", "LOC", "MISC":
		return text.NameType(label), nil
	case "NORP", "EVENT":
		return text.Misc, nil
	case "DATE", "QUANT", "WEAPON", "PLATFORM":
		return text.NoType, nil
	}
	return "", fmt.Errorf("name: unknown class %q in training data", label)
}

type preparer struct {
	doc    *text.Document
	world  *world.World
	lists  clue.Lists
	labels []string
}

// name labels one span of the training set, after mending it.
func (p *preparer) name(s Source, first, end int, class text.NameType) {
	if s == UNER || s == Wikigold || s == CrossNER {
		p.set(first, end, class)
		return
	}
	for first < end && p.leads(first, class) {
		first++
	}
	if class == text.NoType || first == end {
		return
	}
	if s == RE3D && p.generic(first, end) {
		for i := first; i < end; i++ {
			if p.capital(i) {
				p.labels[i] = Unknown
			}
		}
		return
	}
	p.set(first, end, p.mendClass(first, end, class))
}

func (p *preparer) set(first, end int, class text.NameType) {
	for i := first; i < end; i++ {
		p.labels[i] = "I-" + string(class)
	}
	p.labels[first] = "B-" + string(class)
}

// leads reports whether token i at the start of a span is no part of a name:
// an article, or a title before a person.
func (p *preparer) leads(i int, class text.NameType) bool {
	form := p.doc.Form(i)
	lower := strings.ToLower(form)
	switch lower {
	case "the", "a", "an", "this", "these", "all", "our", "their", "his", ",":
		return true
	case "former", "new":
		return form == lower
	case "prime", "vice", "foreign", "deputy", "interior", "defense", "defence", "staff", "first", "interim":
		return class == text.Person
	}
	return class == text.Person && p.lists.Title(lower)
}

// generic reports whether a span describes rather than names: a word in lower
// case that joins nothing, or a possessive glued to its word.
func (p *preparer) generic(first, end int) bool {
	for i := first; i < end; i++ {
		form := p.doc.Form(i)
		if strings.ContainsAny(form, "’'") && strings.HasSuffix(form, "s") || form == "," || form == "We" || form == "They" || form == "It" {
			return true
		}
		if !p.capital(i) && !(i > first && clue.Connective(strings.ToLower(form))) {
			return true
		}
	}
	return false
}

func (p *preparer) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(p.doc.Form(i))
	return unicode.IsUpper(r)
}

// mendClass corrects a class that the words themselves contradict.
func (p *preparer) mendClass(first, end int, class text.NameType) text.NameType {
	if p.world == nil {
		return class
	}
	name := p.doc.Slice(p.doc.TokenSpan(first, end))
	switch {
	case p.world.CountryNamed(name) != nil:
		return text.Location
	case end-first == 1 && len(p.world.Demonyms(name)) > 0:
		return text.Misc
	case class != text.Organization && len(p.world.Organizations(name)) > 0 && len(p.world.Places(name)) == 0 && len(p.world.People(name)) == 0:
		return text.Organization
	}
	return class
}

// certain labels names of several words that the lexicon is sure of, where the
// set splits or misses them: "Sri Lanka", "South Korean".
func (p *preparer) certain() {
	if p.world == nil {
		return
	}
	for _, s := range p.doc.Sentences {
		for i := s.First; i < s.Last; i++ {
			for n := min(4, s.Last-i); n >= 1 && p.capital(i); n-- {
				if class := p.sure(i, i+n); class != "" && p.free(i, i+n) {
					p.set(i, i+n, class)
					i += n - 1
					break
				}
			}
		}
	}
}

// sure is the class of a span that can hardly be anything else, or "".
func (p *preparer) sure(first, end int) text.NameType {
	if !p.capital(end - 1) {
		return ""
	}
	name := p.doc.Slice(p.doc.TokenSpan(first, end))
	var (
		country = p.world.CountryNamed(name) != nil
		body    = len(p.world.Organizations(name)) > 0
		place   = country || len(p.world.Places(name)) > 0
		people  = p.world.People(name)
	)
	switch several := end-first > 1; {
	case body && !place && len(people) == 0 && len(name) > 1 && clue.Shouting(name):
		return text.Organization // "U.N."
	case p.lists.People(name) || !place && !body && len(p.world.Demonyms(name)) > 0:
		return text.Misc
	case several && (country || place && !body && len(people) == 0):
		return text.Location
	case several && !place && len(people) > 0 && people[0].Kind == world.FullName:
		return text.Person
	}
	return ""
}

// free reports whether a span could be a name of its own: what it is labelled
// as so far does not reach beyond it.
func (p *preparer) free(first, end int) bool {
	if p.labels[first][0] == 'I' || end < len(p.labels) && p.labels[end][0] == 'I' {
		return false
	}
	return true
}

// doubt marks tokens left outside that may be names after all: capitalised
// words inside sentences. Weekdays, months and titles stay outside, and so
// does what the set labels as a date or the like.
func (p *preparer) doubt(s Source, iob []string) {
	for _, sentence := range p.doc.Sentences {
		for i := sentence.First + 1; i < sentence.Last; i++ {
			lower := strings.ToLower(p.doc.Form(i))
			if p.labels[i] != "O" || iob[i] != "O" || !p.capital(i) || p.lists.Title(lower) || lower == "i" {
				continue
			}
			if s == UNER {
				p.labels[i] = OutsideOrMisc
			} else {
				p.labels[i] = Unknown
			}
		}
	}
}
