package corefer

import (
	"math"
	"slices"

	"annals/internal/text"
)

// ranker decides, mention by mention in text order, which of the entities
// before a mention it belongs to, or that it is the first of its own: a
// mention ranker (Denis and Baldridge 2008; Durrett and Klein, EMNLP 2013)
// over entities instead of mentions, so that features see what an entity is
// known to be so far.
type ranker struct {
	reader   *reader
	profiles []profile
	entities []*entity
	of       []int // by mention: its entity, or -1 before it is settled

	lexical map[uint64][]int // entities by head or word, in the order in which they were spoken of with it
	voiced  []int            // entities with a pronoun of the first or second person
	told    []int            // clauses
	// By head and by phrase: the first and last mention that has it.
	headSpan, phraseSpan map[uint64]text.Span
	headCount            map[uint64]int // of descriptions and names, by head
	talk                 uint64         // how much of the report is in the first and second person, 0 to 3

	spoken []int // by speaker: its entity, or -1

	stamp   []int // by entity: the last mention that it was considered for
	options []option

	// What each mention adds to the hidden units.
	asMention, asAntecedent [][]float32
	asNoun                  [][]float32 // as the noun that stands for an entity
	views                   *viewing
	set                     features
	hidden                  []float32
}

// entity is what the mentions settled so far say of one entity.
type entity struct {
	members                      []int // ascending
	named, described, voiced     bool
	heads, phrases, words, forms []uint64
	headAt                       []int // by head: the latest mention with it
	noun                         int   // the latest member that is no pronoun, or -1
	// The latest pronouns of the first and second person, or -1.
	speaking, addressed int
}

// option is an entity that a mention may belong to.
type option struct {
	entity int
	order  int // entities that agree with the mention and were spoken of since
	rank   int // options whose entity was spoken of more often
	score  float32
}

// Windows of what a mention considers beyond entities with a word in common.
const (
	pronounSentences = 4
	phraseSentences  = 1
	maxOptions       = 14
	maxNear          = 6 // before those with a word in common
	maxThing         = 2 // the same for things
	maxLexical       = 4
	maxVoiced        = 6
)

func newRanker(r *reader, profiles []profile, n *network) *ranker {
	a := &ranker{
		reader: r, profiles: profiles, of: unset(len(r.mentions)),
		lexical: map[uint64][]int{}, headCount: map[uint64]int{}, headSpan: map[uint64]text.Span{}, phraseSpan: map[uint64]text.Span{},
		asMention: make([][]float32, len(r.mentions)), asAntecedent: make([][]float32, len(r.mentions)),
		asNoun: make([][]float32, len(r.mentions)), spoken: unset(len(r.talk.words)),
	}
	a.set.network = n
	a.hidden = make([]float32, n.width+1)
	voices := 0
	for i := range a.profiles {
		if r.mentions[i].told {
			continue
		}
		if r.mentions[i].Kind == text.Pronoun {
			if p := r.mentions[i].pron.person; (p == "1" || p == "2") && r.mentions[i].quoted < 0 {
				voices++
			}
			continue
		}
		a.headCount[a.profiles[i].head]++
		widen(a.headSpan, a.profiles[i].head, i)
		widen(a.phraseSpan, a.profiles[i].phrase, i)
	}
	if voices > 0 {
		a.talk = 1 + flag(20*voices > len(r.mentions)) + flag(5*voices > len(r.mentions))
	}
	return a
}

func widen(spans map[uint64]text.Span, key uint64, i int) {
	s, ok := spans[key]
	if !ok {
		s.Start = i
	}
	s.End = i
	spans[key] = s
}

// run settles every mention. Choose picks the option that a mention belongs
// to, or -1 for none; what the sieves joined stays.
func (a *ranker) run(choose func(i int, options []option) int) {
	r := a.reader
	for i := range r.mentions {
		if e := a.settled(i); e >= 0 {
			a.attach(i, e)
			continue
		}
		k := -1
		var options []option
		if !r.mentions[i].told {
			options = a.consider(i)
			k = choose(i, options)
		}
		if k < 0 {
			a.entities = append(a.entities, &entity{speaking: -1, addressed: -1, noun: -1})
			a.stamp = append(a.stamp, -1)
			a.attach(i, len(a.entities)-1)
			continue
		}
		e := options[k].entity
		r.unite(i, a.entities[e].members[0], "ranked")
		a.attach(i, e)
	}
}

// settled is the entity of an earlier mention that the sieves joined mention i
// to, or -1.
func (a *ranker) settled(i int) int {
	members := a.reader.mentions[a.reader.find(i)].members
	if first := members[0]; first < i {
		return a.of[first]
	}
	return -1
}

// attach adds mention i to entity e.
func (a *ranker) attach(i, at int) {
	e, m, p := a.entities[at], &a.reader.mentions[i], &a.profiles[i]
	a.of[i] = at
	e.members = append(e.members, i)
	learn(&e.forms, p.form)
	if s := a.reader.entity(i).speaker; s != 0 {
		a.spoken[s] = at
	}
	if m.Kind == text.Pronoun {
		switch m.pron.person {
		case "1":
			e.speaking = i
		case "2":
			e.addressed = i
		default:
			return
		}
		if !e.voiced {
			e.voiced = true
			a.voiced = append(a.voiced, at)
		}
		return
	}
	e.noun = i
	if m.told {
		a.told = append(a.told, i)
		return
	}
	e.named = e.named || m.Kind == text.Name
	e.described = e.described || m.Kind == text.Nominal
	learn(&e.phrases, p.phrase)
	if learn(&e.heads, p.head) {
		e.headAt = append(e.headAt, i)
	} else {
		e.headAt[slices.Index(e.heads, p.head)] = i
	}
	a.note(p.head, at)
	for _, w := range p.words {
		learn(&e.words, w)
		if m.Kind == text.Name && w != p.head {
			a.note(w, at)
		}
	}
}

// note makes an entity the latest that was spoken of with a word.
func (a *ranker) note(word uint64, at int) {
	list := a.lexical[word]
	if len(list) == 0 || list[len(list)-1] != at {
		a.lexical[word] = append(list, at)
	}
}

// learn adds a value to a list and reports whether it is new there.
func learn(list *[]uint64, v uint64) bool {
	if slices.Contains(*list, v) {
		return false
	}
	*list = append(*list, v)
	return true
}

// consider lists the entities that mention i may belong to, the latest first.
func (a *ranker) consider(i int) []option {
	options := a.gather(i)
	for k := range options {
		size := len(a.entities[options[k].entity].members)
		for l := range options {
			if len(a.entities[options[l].entity].members) > size {
				options[k].rank++
			}
		}
	}
	return options
}

// gather lists them without their ranks.
func (a *ranker) gather(i int) []option {
	m, p := &a.reader.mentions[i], &a.profiles[i]
	a.options = a.options[:0]
	order := 0
	limit := maxNear
	switch {
	case m.Kind == text.Pronoun:
		limit = maxOptions
	case m.shadow:
		limit = maxThing
	}
	gender, speaker := a.reader.entity(i).gender, a.reader.entity(i).speaker
	add := func(e int) {
		if a.stamp[e] == i || len(a.options) >= limit {
			return
		}
		a.stamp[e] = i
		members := a.entities[e].members
		j := members[len(members)-1]
		if g := a.reader.entity(j).gender; gender != "" && g != "" && g != gender {
			return
		}
		if s := a.reader.entity(j).speaker; speaker != 0 && s != 0 && s != speaker {
			return
		}
		a.options = append(a.options, option{entity: e, order: order})
		if compatible(&m.facts, a.reader.entity(j)) && a.reader.mentions[j].pron.person != "1" && a.reader.mentions[j].pron.person != "2" {
			order++
		}
	}
	window := phraseSentences
	if m.Kind == text.Pronoun {
		window = pronounSentences
		if m.pron.person != "3" {
			window = phraseSentences
		}
	}
	voice := m.pron.person == "1" || m.pron.person == "2"
	if voice {
		if m.turn != 0 {
			t := a.reader.talk.blocks[p.block]
			for _, s := range []int{t.speaker, t.before, t.after} {
				if a.spoken[s] >= 0 {
					add(a.spoken[s])
				}
			}
		}
		for k := len(a.voiced) - 1; k >= max(0, len(a.voiced)-maxVoiced); k-- {
			add(a.voiced[k])
		}
	}
	if a.mayTell(i) {
		limit += a.addTold(i, add)
	}
	for j := i - 1; j >= 0 && p.sentence-a.profiles[j].sentence <= window; j-- {
		if a.reader.mentions[j].told {
			continue
		}
		if kind := a.reader.entity(j).kind; !voice || kind != thing && kind != place {
			add(a.of[j])
		}
	}
	if m.Kind == text.Pronoun {
		return a.options
	}
	limit = maxOptions
	alike := func(word uint64) {
		list := a.lexical[word]
		for k := len(list) - 1; k >= max(0, len(list)-maxLexical); k-- {
			add(list[k])
		}
	}
	alike(p.head)
	for _, w := range p.words {
		alike(w)
	}
	return a.options
}

// Windows of clauses.
const (
	maxTold       = 3
	toldSentences = 1
)

// mayTell reports whether mention i may take up what a clause tells.
func (a *ranker) mayTell(i int) bool {
	m := &a.reader.mentions[i]
	if m.Kind == text.Pronoun {
		return m.pron.kind == "demonstrative" && m.pron.number == singular || m.pron.gender == neuter && m.pron.kind == "personal"
	}
	if m.Kind != text.Nominal || !m.shadow || m.facts.number == plural {
		return false
	}
	switch a.reader.word(m.First) {
	case "this", "that", "such":
		return true
	case "the":
		return m.Head == m.First+1
	}
	return false
}

// addTold adds the last clauses that end before mention i and gives how many
// they are.
func (a *ranker) addTold(i int, add func(int)) int {
	m, n := &a.reader.mentions[i], 0
	for k := len(a.told) - 1; k >= 0 && n < maxTold; k-- {
		j := a.told[k]
		if a.profiles[i].sentence-a.profiles[j].sentence > toldSentences {
			break
		}
		if a.reader.mentions[j].Last <= m.First {
			add(a.of[j])
			n++
		}
	}
	return n
}

// best chooses the option with the highest score, or none.
func (a *ranker) best(i int, options []option) int {
	if len(options) == 0 {
		return -1
	}
	margins := chainMargins()
	return highest(options, a.rate(i, options)+margins.of(&a.reader.mentions[i]))
}

// highest is the option with the highest score above the least, or -1.
func highest(options []option, least float32) int {
	choice, top := -1, least
	for k := range options {
		if options[k].score > top {
			choice, top = k, options[k].score
		}
	}
	return choice
}

// linkMargins are by how much an option must beat a new entity in [Chains],
// which are to find as much as they can, by kind of mention.
type linkMargins struct {
	name, description, indefinite, chained float32 // of nouns; chained ones are never shown
	it, demonstrative, third, voice        float32 // of pronouns; voice is the first and second person
}

// chainMargins are near what cross-validation on GUM's training part and its
// development part both prefer.
func chainMargins() linkMargins {
	return linkMargins{name: -1, description: -1.75, indefinite: -1, chained: -1, demonstrative: 1, third: -0.5}
}

func (l *linkMargins) of(m *mention) float32 {
	switch {
	case m.Kind == text.Name:
		return l.name
	case m.Kind == text.Nominal && m.chained:
		return l.chained
	case m.Kind == text.Nominal && m.indefinite:
		return l.indefinite
	case m.Kind == text.Nominal:
		return l.description
	case m.pron.kind == "demonstrative":
		return l.demonstrative
	case m.pron.gender == neuter:
		return l.it
	case m.pron.person == "3":
		return l.third
	}
	return l.voice
}

// margins are by how much an option must beat a new entity, and the next
// option, for records to show it.
type margins struct{ fresh, next float32 }

// margins of mention i: descriptions err more than pronouns, "it" more than
// "he". Set on GUM's development part, where a record's joins keep the
// precision that they had by rule.
func (a *ranker) margins(i int) margins {
	m := &a.reader.mentions[i]
	switch {
	case m.chained:
		return margins{}
	case m.Kind == text.Name:
		return margins{4, 1}
	case m.Kind == text.Nominal, m.pron.gender == neuter:
		return margins{2.5, 0.2}
	}
	return margins{1.2, 0.5}
}

// sure chooses as best does, but only what records may show: nothing known of
// the two contradicts, and both a new entity and the next best option are worse
// by a margin. Who "I" and "you" are, and whose a turn is, only the sieves say.
func (a *ranker) sure(i int, options []option) int {
	m := &a.reader.mentions[i]
	if len(options) == 0 || m.pron.person == "1" || m.pron.person == "2" || a.reader.inLabel(m) {
		return -1
	}
	margins := a.margins(i)
	least := a.rate(i, options) + margins.fresh
	if !slices.ContainsFunc(options, func(o option) bool { return o.score > least }) {
		return -1
	}
	clashing := a.reader.clashing(i)
	choice, top := -1, least
	rival, second := -1, float32(math.Inf(-1))
	for k := range options {
		e := a.entities[options[k].entity]
		if clashing[a.reader.find(e.members[0])] || !a.allowed(i, e) {
			continue
		}
		switch s := options[k].score; {
		case s > top:
			rival, second = choice, max(second, top)
			choice, top = k, s
		case s > second:
			rival, second = k, s
		}
	}
	// Of two for a pronoun, the one spoken of later needs no margin.
	later := m.Kind == text.Pronoun && choice < rival
	if choice < 0 || top < second+margins.next && !later {
		return -1
	}
	return choice
}

// allowed reports whether records may show mention i as one of the entity's.
func (a *ranker) allowed(i int, e *entity) bool {
	r := a.reader
	m := &r.mentions[i]
	j := e.members[len(e.members)-1]
	if !compatible(r.entity(i), r.entity(j)) || within(m, &r.mentions[j]) {
		return false
	}
	if m.Kind == text.Nominal && r.present(m, r.entity(j)) {
		return false // "the colonel" is not the one who says so
	}
	if m.Kind != text.Pronoun || m.pron.kind == "demonstrative" || m.pron.kind == "adverb" {
		return true
	}
	return r.fits(i, j) && !(r.tellsOf(m) && r.entity(j).kind != thing)
}

// rate sets the scores of the options and gives that of a new entity.
func (a *ranker) rate(i int, options []option) float32 {
	n := a.set.network
	copy(a.hidden, n.newBias)
	a.set.rows = a.set.rows[:0]
	a.unary(&a.set, i, roleNew)
	n.sum(a.hidden, a.set.rows)
	if a.views == nil {
		a.views = n.look(a.reader)
	}
	a.views.addFresh(a.hidden, i)
	fresh := score(a.hidden, n.newOut)
	mention := a.vector(a.asMention, i, roleMention)
	for k := range options {
		e := a.entities[options[k].entity]
		latest, noun := a.standing(i, e)
		antecedent, named := a.vector(a.asAntecedent, latest, roleAntecedent), a.nounVector(noun)
		for x := range a.hidden {
			a.hidden[x] = mention[x] + antecedent[x] + named[x]
		}
		a.set.rows = a.set.rows[:0]
		a.pair(&a.set, i, e, &options[k])
		n.sum(a.hidden, a.set.rows)
		a.views.addPair(a.hidden, i, latest, noun)
		options[k].score = score(a.hidden, n.pairOut)
	}
	return fresh
}

// vector is what mention i adds to the hidden units in a role; computed once.
func (a *ranker) vector(list [][]float32, i int, as role) []float32 {
	if list[i] != nil {
		return list[i]
	}
	n := a.set.network
	v := make([]float32, n.width+1)
	if as == roleMention {
		copy(v, n.pairBias)
	}
	a.set.rows = a.set.rows[:0]
	a.unary(&a.set, i, as)
	n.sum(v, a.set.rows)
	a.views.addSingle(v, i, int(as-roleMention))
	list[i] = v
	return v
}

// nounVector is what mention i adds as the noun that stands for an entity.
func (a *ranker) nounVector(i int) []float32 {
	if a.asNoun[i] == nil {
		a.asNoun[i] = make([]float32, a.set.network.width+1)
		a.views.addSingle(a.asNoun[i], i, 2)
	}
	return a.asNoun[i]
}
