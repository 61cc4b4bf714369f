package corefer

import (
	"slices"
	"strings"
	"unicode"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// talk is who speaks where. Speakers are numbered from 1 in the order of their
// first turns; 0 is nobody known.
type talk struct {
	words [][]string // of each speaker's label, folded; [0] is empty
	// countries are, by speaker, those that labels have in brackets, alpha-3, or "".
	countries []string
	blocks    []turn // by block
	// first is, by speaker, a mention that says "I", names or describes the speaker, or -1.
	first []int
}

// turn is who speaks in a block, and who in the turns of others before and after.
type turn struct{ speaker, before, after int }

// newTalk reads the speakers of the document's blocks.
func newTalk(d *text.Document) *talk {
	k := &talk{words: [][]string{nil}, blocks: make([]turn, len(d.Blocks))}
	numbers := map[string]int{"": 0}
	for b := range d.Blocks {
		label := d.Blocks[b].Speaker
		n, ok := numbers[label]
		if !ok {
			n = len(k.words)
			numbers[label] = n
			k.words = append(k.words, labelWords(label))
		}
		k.blocks[b].speaker = n
	}
	// Of each block, who spoke last and who spoke last before that one.
	around := func(order []int, set func(*turn, int)) {
		last, other := 0, 0
		for _, b := range order {
			if s := k.blocks[b].speaker; s != 0 && s != last {
				last, other = s, last
			}
			if k.blocks[b].speaker != 0 {
				set(&k.blocks[b], other)
			}
		}
	}
	order := make([]int, len(d.Blocks))
	for b := range order {
		order[b] = b
	}
	around(order, func(t *turn, s int) { t.before = s })
	slices.Reverse(order)
	around(order, func(t *turn, s int) { t.after = s })
	return k
}

// speakers is how many there are.
func (k *talk) speakers() int { return len(k.words) - 1 }

// addressee is who "you" in a block is likely to be: in a talk of two the other,
// else whoever speaks both before and after; 0 where that is nobody.
func (k *talk) addressee(block int) int {
	switch t := k.blocks[block]; {
	case t.speaker == 0:
		return 0
	case k.speakers() == 2:
		return 3 - t.speaker
	case t.before == t.after:
		return t.before
	}
	return 0
}

// labelWords are the words of a label, what stands in brackets left out. Labels may be
// written without blanks: "JonasWeber".
func labelWords(label string) []string {
	label, _, _ = strings.Cut(label, "(")
	var b strings.Builder
	small := false
	for _, r := range label {
		if small && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		small = unicode.IsLower(r)
		b.WriteRune(r)
	}
	return strings.Fields(world.Fold(b.String()))
}

// named is the one speaker whose label a person's name stands for; 0 where that is
// nobody, or more than one.
func (k *talk) named(words []string) int {
	found := 0
	for s := 1; s < len(k.words); s++ {
		if !standsFor(words, k.words[s]) {
			continue
		}
		if found != 0 {
			return 0
		}
		found = s
	}
	return found
}

// standsFor reports whether the words of a name are the first or the last of those of
// a label, or one of its words and its last. Words are compared without what is between
// them, as labels without blanks are divided by their capitals: "McRae" is two words of
// such a label.
func standsFor(name, label []string) bool {
	whole := strings.Join(name, "")
	if len(whole) < 3 || len(label) == 0 {
		return false
	}
	for k := range label {
		if strings.Join(label[k:], "") == whole || strings.Join(label[:k+1], "") == whole {
			return true
		}
	}
	return len(name) > 1 && slices.Contains(label, name[0]) && name[len(name)-1] == label[len(label)-1]
}

// findTurns notes in whose turn mentions stand, outside of quotations, and who says
// "I" there.
func (r *reader) findTurns() {
	d := r.doc
	r.talk = newTalk(d)
	r.talk.countries = make([]string, len(r.talk.words))
	for b := range d.Blocks {
		_, in, ok := strings.Cut(d.Slice(d.Blocks[b].Label), "(")
		in, _, _ = strings.Cut(in, ")")
		if country := r.world.CountryNamed(in); ok && country != nil {
			r.talk.countries[r.talk.blocks[b].speaker] = country.Code
		}
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		block := r.block(m)
		label := d.Blocks[block].Label
		if m.quoted >= 0 && label.Len() > 0 && d.Quotations[m.quoted].Start <= label.Start {
			m.quoted = -1 // the whole talk is quoted
		}
		if label.Covers(d.Tokens[m.Head].Span) {
			if m.pron.person == "1" {
				m.facts.speaker = r.talk.blocks[block].speaker
			}
			m.facts.office = "" // of whatever meets, not of a state
			continue
		}
		if m.quoted >= 0 {
			continue
		}
		m.turn = r.talk.blocks[block].speaker
		if m.pron.person == "1" && m.pron.number == singular {
			m.facts.speaker = m.turn
		}
	}
}

// joinTurns joins the "I" of all turns of a speaker, the person that its label names,
// and the names elsewhere that are the label's too: "thank you, Jonas".
func (r *reader) joinTurns() {
	first := unset(len(r.talk.words))
	r.talk.first = first
	for i := range r.mentions {
		s, why := r.mentions[i].facts.speaker, "same speaker as before"
		if s == 0 {
			s, why = r.speakerNamed(i)
		}
		if s == 0 || r.entity(i).speaker != 0 && r.entity(i).speaker != s {
			continue
		}
		if first[s] < 0 {
			first[s] = i
			r.entity(i).speaker = s
		} else {
			r.join(i, first[s], why)
		}
	}
}

// speakerNamed is the speaker whom mention i names, in a label or elsewhere, or 0. Of a
// label, the first mention counts: "ANA RUIZ, HOST".
func (r *reader) speakerNamed(i int) (speaker int, why string) {
	m := &r.mentions[i]
	switch {
	case r.talk.speakers() == 0 || m.chained:
		return 0, ""
	case r.inLabel(m):
		for k := i - 1; k >= 0 && r.block(&r.mentions[k]) == r.block(m); k-- {
			if !r.mentions[k].chained {
				return 0, ""
			}
		}
		if r.inBrackets(&m.Mention) {
			return 0, ""
		}
		return r.talk.blocks[r.block(m)].speaker, "label of the speaker"
	case m.facts.kind != someone:
		return 0, ""
	case m.Kind == text.Name:
		return r.talk.named(m.words), "name of the speaker"
	}
	return r.talk.from(m), "representative of the country of the label"
}

// from is the one speaker whose label has in brackets the country that a description
// says somebody represents, or 0.
func (k *talk) from(m *mention) int {
	found := 0
	if m.lemma != "representative" && m.lemma != "ambassador" && m.lemma != "delegate" || m.facts.country == "" {
		return 0
	}
	for s, country := range k.countries {
		if country == m.facts.country {
			if found != 0 {
				return 0
			}
			found = s
		}
	}
	return found
}

// block is the block of a mention.
func (r *reader) block(m *mention) int {
	return r.doc.Sentences[r.doc.Tokens[m.Head].Sentence].Block
}

// standsTo says what speaker s is in the turn of mention i: itself, who spoke before,
// after, both, another, or nobody known.
func (a *ranker) standsTo(i, s int) uint64 {
	t := &a.reader.talk.blocks[a.profiles[i].block]
	switch {
	case s == 0:
		return 0
	case s == t.speaker:
		return 1
	case s == t.before && s == t.after:
		return 2
	case s == t.before:
		return 3
	case s == t.after:
		return 4
	}
	return 5
}

// turnOf is what the speaker of mention j is in the turn of mention i; 6 where there
// is no j.
func (a *ranker) turnOf(i, j int) uint64 {
	if j < 0 {
		return 6
	}
	return a.standsTo(i, a.reader.mentions[j].turn)
}

// pairTalk adds what is known of who speaks, where it is known of mention i.
func (a *ranker) pairTalk(emit func(int, ...uint64), i int, e *entity) {
	r := a.reader
	m, p := &r.mentions[i], &a.profiles[i]
	if m.turn == 0 {
		return
	}
	j := e.members[len(e.members)-1]
	q := &a.profiles[j]
	some := uint64(min(r.talk.speakers(), 3))
	who := a.standsTo(i, r.entity(j).speaker)
	emit(kSpeaker, p.form, who, some)
	emit(kSpeaker, p.coarse, who, q.coarse)
	if m.Kind != text.Pronoun {
		return
	}
	emit(kTurn, p.form, q.form, a.turnOf(i, j))
	emit(kTurn, p.coarse, q.coarse, a.turnOf(i, j), some)
	if m.pron.person == "3" {
		return
	}
	saying, told := a.turnOf(i, e.speaking), a.turnOf(i, e.addressed)
	form := uint64(0)
	if e.speaking >= 0 {
		form = a.profiles[e.speaking].coarse
	}
	emit(kSaying, p.coarse, saying, form)
	emit(kTold, p.coarse, told, a.heard(i, e.addressed))
	emit(kAll, p.coarse, who, saying, told)
	emit(kAll, p.coarse, who, saying, told, some, form)
}

// heard says whether who speaks in mention i spoke before or after what mention j is
// in, and whether both stand in one turn; 9 where there is no j.
func (a *ranker) heard(i, j int) uint64 {
	if j < 0 {
		return 9
	}
	s, t := a.reader.mentions[i].turn, &a.reader.talk.blocks[a.profiles[j].block]
	return flag(t.before == s) | flag(t.after == s)<<1 | flag(a.profiles[i].block == a.profiles[j].block)<<2
}

// freshTalk adds what is known of who speaks and was spoken of, for a mention that
// may be the first of its entity.
func (a *ranker) freshTalk(emit func(int, ...uint64), i int) {
	m, p := &a.reader.mentions[i], &a.profiles[i]
	if m.turn == 0 || m.Kind != text.Pronoun {
		return
	}
	t := &a.reader.talk.blocks[p.block]
	known := func(s int) uint64 { return flag(s != 0) + flag(s != 0 && a.spoken[s] >= 0) }
	some := uint64(min(a.reader.talk.speakers(), 3))
	emit(kFresh, p.form, some, known(m.turn), known(t.before))
	emit(kFresh, p.coarse, some, known(t.before), known(t.after), flag(t.before == t.after))
}
