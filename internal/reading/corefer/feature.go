package corefer

import (
	"slices"
	"strings"

	"annals/internal/model"
	"annals/internal/text"
)

// features gathers the rows of the features that the network knows. Where
// seen is set, in training, it is told every feature instead.
type features struct {
	network *network
	seen    func(model.Feature)
	rows    []int32
}

func (s *features) add(f model.Feature) {
	if s.seen != nil {
		s.seen(f)
		return
	}
	if row := s.network.find(f); row != 0 {
		s.rows = append(s.rows, row)
	}
}

// role says what a feature of one mention speaks for.
type role uint64

const (
	roleMention    role = 1 + iota // the mention that looks for an antecedent
	roleAntecedent                 // the latest mention of an entity
	roleNew                        // the mention as the first of its entity
)

// Templates of features of one mention.
const (
	tForm = iota
	tHead
	tFine
	tCoarse
	tFirst
	tBefore
	tAfter
	tDeprel
	tAbove
	tAboveClass
	tAboveRelation
	tLength
	tPlace
	tFacts
	tKind
	tRecurs
	tQuoted
	tModifier
	tInside
	tParts
	tLemma
	tTalk
	tCount
	tOwned
	tPairs // the first template of pairs
)

// unary adds the features of mention i in a role.
func (a *ranker) unary(s *features, i int, as role) {
	r, p := a.reader, &a.profiles[i]
	d, m := r.doc, &r.mentions[i]
	form, coarse := p.form, p.coarse
	emit := func(template int, values ...uint64) {
		f := model.Template(template).With(uint64(as))
		for _, v := range values {
			f = f.With(v)
		}
		s.add(f)
	}
	emit(tForm, form)
	emit(tKind, form, p.deprel)
	emit(tDeprel, coarse, p.deprel)
	emit(tFacts, coarse, m.facts.code())
	if m.Kind != text.Pronoun {
		emit(tHead, p.head)
		emit(tFine, uint64(p.class.Fine), coarse)
		emit(tCoarse, uint64(p.class.Coarse), form)
		emit(tFirst, model.Text(r.word(m.First)), coarse)
		emit(tLength, coarse, uint64(min(m.Last-m.First, 5)))
	}
	emit(tAbove, p.above.lemma, p.deprel, coarse)
	emit(tAboveClass, uint64(p.above.class.Coarse), p.deprel, form)
	emit(tQuoted, form, flag(m.quoted >= 0), uint64(min(p.place, 2)), flag(d.BlockOf(m.Head).Kind == text.Heading))
	emit(tParts, coarse, a.parts(i))
	if as == roleAntecedent {
		return
	}
	emit(tBefore, model.Text(r.near(m.First-1, p.sentence)), coarse)
	emit(tAfter, model.Text(r.near(m.Last, p.sentence)), coarse)
	if as == roleNew {
		emit(tRecurs, form, a.recurs(i))
		emit(tTalk, form, a.talk, flag(m.quoted >= 0))
		a.freshTalk(emit, i)
		if m.Kind != text.Pronoun {
			emit(tCount, form, uint64(bucket(a.headCount[p.head])), uint64(bucket(len(a.lexical[p.head]))))
			emit(tOwned, coarse, p.owner, flag(p.behind), uint64(min(len(p.before), 2)))
		}
		emit(tPlace, coarse, uint64(min(p.sentence, 4)), uint64(bucket(len(a.entities))))
		for _, w := range p.words {
			if w != p.head {
				emit(tModifier, w)
			}
		}
	}
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// bucket coarsens a count: 0 to 4, then 5 to 7, 8 to 15, 16 to 31, more.
func bucket(n int) int {
	switch {
	case n < 5:
		return max(n, -1)
	case n < 8:
		return 5
	case n < 16:
		return 6
	case n < 32:
		return 7
	}
	return 8
}

// near is the word at token i, "" outside the sentence.
func (r *reader) near(i, sentence int) string {
	if i < 0 || i >= len(r.doc.Tokens) || r.doc.Tokens[i].Sentence != sentence {
		return ""
	}
	return r.word(i)
}

// parts says which dependents a mention's head has.
func (a *ranker) parts(i int) uint64 {
	d := a.reader.doc
	bits := uint64(0)
	for _, c := range d.Children(a.reader.mentions[i].Head) {
		switch base, _, _ := strings.Cut(d.Tokens[c].Deprel, ":"); base {
		case "acl":
			bits |= 1
		case "nmod":
			bits |= 2
		case "appos":
			bits |= 4
		case "cop":
			bits |= 8
		case "conj":
			bits |= 16
		case "amod", "compound":
			bits |= 32
		}
	}
	return bits
}

// recurs says whether the head and the whole phrase of mention i stand
// elsewhere in the report, before and after.
func (a *ranker) recurs(i int) uint64 {
	p := &a.profiles[i]
	bits := uint64(0)
	if a.reader.mentions[i].Kind == text.Pronoun {
		return 0
	}
	if h := a.headSpan[p.head]; h.Start < i {
		bits |= 1
	}
	if h := a.headSpan[p.head]; h.End > i {
		bits |= 2
	}
	if h := a.phraseSpan[p.phrase]; h.Start < i {
		bits |= 4
	}
	if h := a.phraseSpan[p.phrase]; h.End > i {
		bits |= 8
	}
	return bits
}

// Templates of pairs.
const (
	pForms = tPairs + iota
	pSentences
	pMentions
	pOrder
	pMatch
	pHeads
	pFine
	pCoarse
	pSameFine
	pAgree
	pGender
	pNumber
	pClass
	pNested
	pDeprels
	pParallel
	pDirect
	pVoice
	pSpeaker
	pBlocks
	pSize
	pNamed
	pEarlier
	pAbove
	pAboveHead
	pAboveSame
	pWords
	pFirstMatch
	pRecent
	pClause
	pSame
	pInner
	pTurns
	pSpeaking
	pAddressed
	pMatched
	pGoverns
	pPlace
	pModifiers
	pAround
	pOwner
	pOwned
	pOwnerHead
	pRivals
	pRivalWords
	pHeadWord
	pRoles
	pStem
	pNounHead
	pNounFine
	pNounAbove
	pNounMatch
	pRank
	pFirst
	pNumbers
	pAfter
	// Who speaks, see pairTalk and freshTalk.
	kSpeaker
	kTurn
	kSaying
	kTold
	kAll
	kFresh
)

// pair adds the features of mention i and entity e. Order is how many entities
// that agree with the mention were spoken of since.
func (a *ranker) pair(s *features, i int, e *entity, o *option) {
	r := a.reader
	d, m := r.doc, &r.mentions[i]
	j := e.members[len(e.members)-1]
	n := &r.mentions[j]
	p, q := &a.profiles[i], &a.profiles[j]
	f, g := r.entity(i), r.entity(j)
	ti, tj := p.form, q.coarse
	emit := func(template int, values ...uint64) {
		f := model.Template(template)
		for _, v := range values {
			f = f.With(v)
		}
		s.add(f)
	}
	distance := p.sentence - q.sentence
	near := uint64(bucket(distance))
	match := a.match(i, e)
	emit(pForms, ti, q.form)
	emit(pSentences, ti, near, tj)
	emit(pMentions, p.coarse, uint64(bucket(p.order-q.order)), flag(distance == 0))
	emit(pOrder, ti, uint64(min(o.order, 6)))
	emit(pMatch, ti, match)
	emit(pFirstMatch, p.coarse, tj, match, flag(distance <= 1))
	if k := slices.Index(e.heads, p.head); k >= 0 && m.Kind != text.Pronoun {
		at := e.headAt[k]
		emit(pMatched, ti, a.profiles[at].form, uint64(bucket(p.sentence-a.profiles[at].sentence)))
		_, rest := shared(a.profiles[at].words, p.words)
		emit(pWords, ti, match, uint64(min(rest, 2)))
	}
	fc, gc := f.code(), g.code()
	number := pairOf(fc&codeNumber, gc&codeNumber)
	emit(pGender, ti, pairOf(fc&codeGender, gc&codeGender), tj)
	emit(pNumber, ti, number, gc&codeKind)
	emit(pAgree, ti, pairOf(fc&codeKind, gc&codeKind), number)
	emit(pClass, p.coarse, pairOf(fc&codeClass, gc&codeClass))
	if m.Kind != text.Pronoun && n.Kind != text.Pronoun {
		emit(pHeads, p.head, q.head)
		emit(pFine, uint64(p.class.Fine), uint64(q.class.Fine))
		emit(pCoarse, uint64(p.class.Coarse), uint64(q.class.Coarse), match)
		emit(pSameFine, p.coarse, flag(p.class.Fine == q.class.Fine && p.class.Fine != 0), flag(p.class.Coarse == q.class.Coarse), match)
	} else if m.Kind == text.Pronoun && n.Kind != text.Pronoun {
		emit(pHeads, p.form, q.head)
		emit(pFine, p.form, uint64(q.class.Fine))
		emit(pAboveHead, uint64(p.above.class.Coarse), p.deprel, uint64(q.class.Coarse))
	}
	if distance == 0 {
		emit(pNested, ti, a.nested(i, j), flag(r.sharesPredicate(m, n)), tj)
		if direct := a.direct(i, j); direct != 0 {
			emit(pDirect, direct, p.coarse, tj)
			emit(pDirect, direct, ti, flag(d.Tokens[m.Head].UPOS == d.Tokens[n.Head].UPOS))
		}
		if r.clauseSubject(m.Head) == n.Head {
			emit(pClause, ti, q.deprel)
		}
		if r.governs(n, m) {
			emit(pGoverns, ti, tj)
		}
	}
	emit(pPlace, ti, uint64(min(q.place, 3)), min(near, 3))
	emit(pDeprels, p.deprel, q.deprel, p.coarse, min(near, 2))
	if p.above.lemma == q.above.lemma {
		emit(pAboveSame, ti, flag(p.deprel == q.deprel), flag(p.above.at == q.above.at))
	}
	emit(pVoice, ti, tj, a.voices(m, n))
	if a.speaks(n, m) {
		emit(pSpeaker, ti, tj)
	}
	if m.pron.person == "1" || m.pron.person == "2" {
		emit(pBlocks, ti, q.form, a.turns(i, j), a.voices(m, n))
		emit(pTurns, p.coarse, a.turns(i, e.speaking), a.turns(i, e.addressed), a.voices(m, n))
		emit(pSpeaking, p.coarse, a.turns(i, e.speaking), flag(d.BlockOf(m.Head).First == p.sentence))
		emit(pAddressed, p.coarse, a.turns(i, e.addressed))
	}
	emit(pSize, p.coarse, uint64(bucket(len(e.members))), tj)
	emit(pNamed, ti, flag(e.named), flag(e.described), flag(e.voiced))
	if slices.Contains(e.forms, p.form) {
		emit(pSame, ti, tj, min(near, 3))
	}
	emit(pEarlier, p.coarse, flag(a.profiles[e.members[0]].sentence == 0), flag(d.BlockOf(r.mentions[e.members[0]].Head).Kind == text.Heading))
	emit(pRecent, ti, uint64(a.recent(e, p.sentence)), q.deprel)
	if f.country != "" && g.country != "" {
		emit(pInner, p.coarse, flag(f.country == g.country))
	}
	emit(pRank, p.coarse, uint64(min(o.rank, 4)), uint64(bucket(len(e.members))), flag(distance <= 1))
	emit(pFirst, ti, a.profiles[e.members[0]].form, match&6)
	a.pairTalk(emit, i, e)
	switch {
	case e.noun < 0:
	case m.Kind == text.Pronoun:
		a.pairPronoun(emit, i, e)
	default:
		a.pairNouns(emit, i, e, match)
	}
}

// pairPronoun adds what the pronoun i and the latest mention of the entity
// that is none have to say.
func (a *ranker) pairPronoun(emit func(int, ...uint64), i int, e *entity) {
	p, q := &a.profiles[i], &a.profiles[e.noun]
	emit(pNounHead, p.form, q.head)
	emit(pNounFine, p.form, uint64(q.class.Fine))
	emit(pNounAbove, uint64(p.above.class.Coarse), p.deprel, uint64(q.class.Coarse))
	emit(pNounAbove, p.above.lemma, p.deprel, uint64(q.class.Coarse))
	emit(pNounMatch, p.form, q.form, uint64(bucket(p.sentence-q.sentence)))
}

// pairNouns adds what two descriptions or names have to say: i and the latest
// of the entity with its head, or else the latest that is no pronoun.
func (a *ranker) pairNouns(emit func(int, ...uint64), i int, e *entity, match uint64) {
	p := &a.profiles[i]
	k := slices.Index(e.heads, p.head)
	if k < 0 {
		q := &a.profiles[e.noun]
		emit(pNounFine, uint64(p.class.Fine), uint64(q.class.Fine))
		emit(pNounHead, p.head, q.head)
		emit(pNounMatch, p.form, q.form, match, uint64(min(bucket(p.sentence-q.sentence), 4)))
		stem := p.stem != 0 && p.stem == q.stem
		for _, j := range e.members {
			stem = stem || p.stem != 0 && a.profiles[j].stem == p.stem
		}
		emit(pStem, p.coarse, flag(stem), flag(e.named))
		emit(pOwned, p.form, owners(p, q))
		return
	}
	at := e.headAt[k]
	q := &a.profiles[at]
	m, n := &a.reader.mentions[i], &a.reader.mentions[at]
	words := modified(p.before, q.before)
	around := flag(p.behind)<<1 | flag(q.behind)
	after := modified(p.after, q.after)
	owner := owners(p, q)
	near := uint64(min(bucket(p.sentence-q.sentence), 5))
	emit(pModifiers, p.form, q.form, words)
	emit(pAround, p.form, words, around, owner)
	emit(pAround, words, around, near)
	emit(pOwner, p.form, owner, near)
	emit(pOwnerHead, p.head, owner)
	emit(pRivals, p.form, uint64(bucket(len(a.lexical[p.head]))), uint64(bucket(a.headCount[p.head])))
	emit(pRivalWords, p.form, words, uint64(min(len(a.lexical[p.head]), 4)))
	emit(pHeadWord, p.head, words)
	emit(pHeadWord, uint64(p.class.Fine), words, p.form)
	emit(pRoles, p.deprel, q.deprel, p.form)
	emit(pAfter, p.form, words, after)
	emit(pAfter, words, after, owner, near)
	emit(pNumbers, p.form, words, flag(m.facts.number == n.facts.number))
}

// owners says whether two mentions have possessors, and the same one.
func owners(p, q *profile) uint64 {
	switch {
	case p.owner == 0 && q.owner == 0:
		return 0
	case p.owner == 0:
		return 1
	case q.owner == 0:
		return 2
	case p.owner == q.owner:
		return 3
	}
	return 4
}

// modified compares the words before or after two equal heads, the later first: none,
// the same, fewer, more, some other, all other.
func modified(p, q []uint64) uint64 {
	both, only := shared(p, q)
	switch {
	case len(p) == 0 && len(q) == 0:
		return 0
	case only == 0 && both == len(q):
		return 1
	case only == 0:
		return 2
	case both == len(q):
		return 3
	case both > 0:
		return 4
	}
	return 5
}

// Parts of facts.code.
const (
	codeGender = 3
	codeNumber = 3 << 2
	codeKind   = 7 << 4
	codeClass  = 7 << 7
)

// code is the facts as bits.
func (f *facts) code() uint64 {
	gender := strings.Index("mfn", f.gender) + 1
	if f.gender == "" {
		gender = 0
	}
	number := 0
	switch f.number {
	case singular:
		number = 1
	case plural:
		number = 2
	}
	kind, class := 0, 0
	switch f.kind {
	case someone:
		kind = 1
	case several:
		kind = 2
	case body:
		kind = 3
	case place:
		kind = 4
	case thing:
		kind = 5
	}
	switch f.class {
	case text.Person:
		class = 1
	case text.Organization:
		class = 2
	case text.Location:
		class = 3
	case text.Misc:
		class = 4
	}
	return uint64(gender | number<<2 | kind<<4 | class<<7)
}

// pairOf is two small values as one.
func pairOf(a, b uint64) uint64 { return a<<16 | b }

// match says how far the words of mention i agree with those of an entity: the
// whole phrase, the head, other words; words that it adds.
func (a *ranker) match(i int, e *entity) uint64 {
	p := &a.profiles[i]
	if a.reader.mentions[i].Kind == text.Pronoun {
		return 0
	}
	bits := uint64(1)
	if slices.Contains(e.phrases, p.phrase) {
		bits |= 2
	}
	if slices.Contains(e.heads, p.head) {
		bits |= 4
	}
	both, only := 0, 0
	for _, w := range p.words {
		if slices.Contains(e.words, w) {
			both++
		} else {
			only++
		}
	}
	if both > 0 {
		bits |= 8
	}
	if both > 1 {
		bits |= 16
	}
	if only > 0 {
		bits |= 32
	}
	return bits
}

// nested says whether one mention holds the other.
func (a *ranker) nested(i, j int) uint64 {
	m, n := a.reader.mentions[i].whole, a.reader.mentions[j].whole
	switch {
	case n.Covers(m):
		return 1
	case m.Covers(n):
		return 2
	}
	return 0
}

// direct is how the heads of two mentions of a sentence hang together where
// one depends on the other, or 0.
func (a *ranker) direct(i, j int) uint64 {
	d := a.reader.doc
	h, k := a.reader.mentions[i].Head, a.reader.mentions[j].Head
	switch {
	case h == k:
		return 1
	case d.Tokens[h].Head == k:
		f := model.Template(2).With(model.Text(d.Tokens[h].Deprel)).With(flag(d.Child(k, "cop") >= 0))
		return uint64(f)
	case d.Tokens[k].Head == h:
		f := model.Template(3).With(model.Text(d.Tokens[k].Deprel)).With(flag(d.Child(h, "cop") >= 0))
		return uint64(f)
	}
	return 0
}

// turns is how many blocks lie between mention i and mention j before it, as
// far as it matters whose turn it is to speak; 9 where there is no j.
func (a *ranker) turns(i, j int) uint64 {
	if j < 0 {
		return 9
	}
	n := a.profiles[i].block - a.profiles[j].block
	if n > 6 {
		n = 7 + n%2
	}
	return uint64(n)
}

// voices says in whose voice two mentions stand.
func (a *ranker) voices(m, n *mention) uint64 {
	switch {
	case m.quoted < 0 && n.quoted < 0:
		return 0
	case m.quoted == n.quoted:
		return 1
	case m.quoted < 0:
		return 2
	case n.quoted < 0:
		return 3
	}
	return 4
}

// speaks reports whether n is the subject of what a quotation that holds m
// hangs from.
func (a *ranker) speaks(n, m *mention) bool {
	if m.quoted < 0 || n.quoted == m.quoted {
		return false
	}
	d := a.reader.doc
	t := d.Tokens[n.Head]
	if !text.IsRelation(t.Deprel, "nsubj") || t.Head < 0 {
		return false
	}
	q := d.Quotations[m.quoted]
	// The verb stands outside, in the sentences that the quotation touches.
	s := d.Sentences[t.Sentence]
	return s.Start < q.End && q.Start < s.End && !q.Covers(d.Tokens[t.Head].Span)
}

// recent counts the mentions of an entity in the sentence and the one before,
// to three.
func (a *ranker) recent(e *entity, sentence int) int {
	n := 0
	for k := len(e.members) - 1; k >= 0 && n < 3 && a.profiles[e.members[k]].sentence >= sentence-1; k-- {
		n++
	}
	return n
}
