package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// Resolver resolves parties against the facts of the world. It is safe for use
// by several goroutines.
type Resolver struct {
	world *world.World
	words words
}

// New makes a Resolver.
func New(w *world.World) *Resolver { return &Resolver{w, loadWords()} }

// Resolve sets rec.Actors from doc.Entities and the Actor of every party.
func (r *Resolver) Resolve(doc *text.Document, rec *record.Record) {
	s := &resolution{Resolver: r, doc: doc, speller: record.NewSpeller(doc.Text), byKey: map[string]*draft{}, byCore: map[string]*draft{}, at: mentionsByHead(doc), around: namesAround(doc), ending: mentionsByEnd(doc)}
	s.quoted, s.speaks, s.taken = quotedTokens(doc), map[int][]*draft{}, map[int]*draft{}
	s.sources = map[int]bool{}
	s.spoken = s.spokenOf(rec)
	s.labelled = s.labelledNames()
	s.placed = s.placedCountries(rec)
	s.lies = map[string]bool{}
	for _, code := range s.placed {
		s.lies[code] = true
	}
	s.filed = s.filedFrom(rec)
	s.mentioned = s.mentionedCountries()
	s.entities()
	s.inPower()
	s.regimes()
	s.blocs()
	ties := s.tieParties(rec)
	s.countriesFromEvents(rec, ties)
	s.countriesFromOthers()
	rec.Actors = s.actors()
	for p, d := range ties {
		if d.actor.ID != "" { // no mention is left of one whose last was somebody else's
			p.Actor = record.Ptr(d.actor.ID)
		}
	}
	for i := range rec.Events {
		e := &rec.Events[i]
		e.Actors, e.Recipients = eachOnce(e.Actors), eachOnce(e.Recipients)
	}
}

// eachOnce leaves out parties that stand for an actor again.
func eachOnce(parties []record.Party) []record.Party {
	seen := map[string]bool{}
	return slices.DeleteFunc(parties, func(p record.Party) bool {
		if p.Actor == nil {
			return false
		}
		again := seen[*p.Actor]
		seen[*p.Actor] = true
		return again
	})
}

// resolution is the state of one document's resolution.
type resolution struct {
	*Resolver
	doc      *text.Document
	speller  *record.Speller
	drafts   []*draft
	byKey    map[string]*draft
	byCore   map[string]*draft // of entities without a name, by their words
	byEntity []*draft          // by entity: its draft or nil
	byPlace  []*draft          // by entity: the government that the place stands for, or nil
	at       map[int]int       // head token → mention
	around   map[int]int       // token → first name mention that holds it
	ending   map[int][]int     // token → mentions that end before it
	labelled map[int]int       // token of a body's name → the description that begins with it, of a part of that body
	// mentioned are the countries that the report names, by demonym or capital, too.
	mentioned map[string]bool
	placed    map[int]string  // token → the country in which the place that it names lies
	lies      map[string]bool // those countries
	filed     string          // the country of the place in the dateline, or ""
	// spoken are those that it names other than by the country's own name.
	spoken    map[string]bool
	campaigns []*draft         // those who have spoken
	quoted    []bool           // token → it stands inside quotation marks
	sources   map[int]bool     // heads of sources of statements
	taken     map[int]*draft   // token → whom the subject there takes up, as far as asked
	told      []text.Span      // what statements in the report's own voice say
	speaks    map[int][]*draft // sentence → who speaks there in the report's own voice, nil for nobody in particular
}

// draft is an actor in the making.
type draft struct {
	actor  record.Actor
	key    string          // drafts with the same key are one actor
	spans  []text.Span     // of its mentions
	forms  []string        // printed forms, in order
	has    map[any]bool    // the spans and forms
	wanted bool            // it becomes an actor
	rule   []string        // how it was found
	agent  string          // CAMEO agent code, or the whole code of an international body
	person *world.Person   // whom the names stand for, or nil
	gender string          // "m", "f" or ""
	words  map[string]bool // what the report calls it, see attributes
}

func mentionsByHead(d *text.Document) map[int]int {
	at := map[int]int{}
	for i, m := range d.Mentions {
		if j, taken := at[m.Head]; !taken || m.Kind == text.Name && d.Mentions[j].Kind != text.Name {
			at[m.Head] = i
		}
	}
	return at
}

func namesAround(d *text.Document) map[int]int {
	around := map[int]int{}
	for i, m := range d.Mentions {
		for t := m.First; t < m.Last && m.Kind == text.Name; t++ {
			if _, taken := around[t]; !taken {
				around[t] = i
			}
		}
	}
	return around
}

func mentionsByEnd(d *text.Document) map[int][]int {
	ending := map[int][]int{}
	for i, m := range d.Mentions {
		if m.Kind != text.Pronoun {
			ending[m.Last] = append(ending[m.Last], i)
		}
	}
	return ending
}

// labelledNames finds the international bodies whose name begins the
// description of one of their parts: "the United Nations refugee agency".
func (s *resolution) labelledNames() map[int]int {
	labelled := map[int]int{}
	for i, m := range s.doc.Mentions {
		if m.Kind != text.Nominal || s.describesPart(m) == nil {
			continue
		}
		if n, o := s.partOf(m); o != nil {
			for t := n.First; t < n.Last; t++ {
				labelled[t] = i
			}
		}
	}
	return labelled
}

// describesPart is the international body of which a description names a part: an
// agency of any kind, or one of its offices that the lexicon knows; or nil.
func (s *resolution) describesPart(m text.Mention) *world.Organization {
	_, o := s.partOf(m)
	lemma := strings.ToLower(s.doc.Tokens[m.Head].Lemma)
	switch {
	case o == nil:
	case s.words.is("kind", lemma):
		return o
	case s.words.is("part", lemma):
		first := m.First
		if s.doc.Tokens[first].UPOS == "DET" {
			first++
		}
		if s.knownPart(s.doc.Slice(s.doc.TokenSpan(first, m.Head+1)), o) != nil {
			return o
		}
	}
	return nil
}

// partOf is the international body that a description of one of its parts
// begins with, and the mention of its name.
func (s *resolution) partOf(m text.Mention) (text.Mention, *world.Organization) {
	for t := m.First; t < min(m.First+2, m.Head); t++ {
		i, ok := s.around[t]
		if !ok {
			continue
		}
		n := s.doc.Mentions[i]
		if n.First != t || n.Last >= m.Head {
			return n, nil
		}
		if found := s.organizations(s.printedName(n)); len(found) == 1 && found[0].Kind == "igo" {
			return n, found[0]
		}
		return n, nil
	}
	return text.Mention{}, nil
}

// draftFor is the draft with the key, made if need be.
func (s *resolution) draftFor(key string) *draft {
	if d := s.byKey[key]; d != nil {
		return d
	}
	d := &draft{key: key, has: map[any]bool{}}
	s.byKey[key] = d
	s.drafts = append(s.drafts, d)
	return d
}

func (d *draft) addMention(span text.Span, form string) {
	if !d.has[span] {
		d.has[span] = true
		d.spans = append(d.spans, span)
	}
	if form != "" && !d.has[form] {
		d.has[form] = true
		d.forms = append(d.forms, form)
	}
}

func (d *draft) because(format string, args ...any) {
	if why := fmt.Sprintf(format, args...); !slices.Contains(d.rule, why) {
		d.rule = append(d.rule, why)
	}
}

// from says where a user has a fact from.
func (d *draft) from(origin string) {
	if origin != "" {
		d.because("user's lexicon: %s", origin)
	}
}

// addSectors adds sectors that the draft does not have yet.
func (d *draft) addSectors(sectors ...string) {
	for _, sector := range sectors {
		if sector != "" && !slices.Contains(d.actor.Sectors, sector) {
			d.actor.Sectors = append(d.actor.Sectors, sector)
		}
	}
}

// setCountry sets the country where it is unknown.
func (d *draft) setCountry(code string) {
	if code != "" && d.actor.Country == nil {
		d.actor.Country = record.Ptr(code)
	}
}

// setAgent sets the CAMEO agent code where there is none.
func (d *draft) setAgent(agent string) {
	if d.agent == "" {
		d.agent = agent
	}
}

// cameo is the draft's code in CAMEO's alphabet, or nil.
func (d *draft) cameo() *string {
	code := d.agent
	if code == "" && len(d.actor.Sectors) > 0 {
		code = agentOf(d.actor.Sectors[0])
	}
	if d.actor.Country != nil && !strings.HasPrefix(code, "IGO") {
		code = *d.actor.Country + code
	}
	if code == "" {
		return nil
	}
	return &code
}

// agentOf is CAMEO's agent code for a PLOVER sector.
func agentOf(sector string) string {
	switch sector {
	case "JRN":
		return "MED"
	case "MED":
		return "HLH"
	case "SOC":
		return "NGO"
	case "PRM":
		return "MIL"
	case "UNK", "PRE":
		return ""
	}
	return sector
}

// actors writes the wanted drafts as actors, in order of first mention.
func (s *resolution) actors() []record.Actor {
	var list []*draft
	for _, d := range s.drafts {
		if d.wanted && len(d.spans) > 0 {
			slices.SortFunc(d.spans, func(a, b text.Span) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
			list = append(list, d)
		}
	}
	slices.SortStableFunc(list, func(a, b *draft) int {
		return cmp.Or(a.spans[0].Start-b.spans[0].Start, a.spans[0].End-b.spans[0].End)
	})
	actors := make([]record.Actor, 0, len(list))
	for i, d := range list {
		a := &d.actor
		a.ID = fmt.Sprintf("A%d", i+1)
		for _, span := range d.spans {
			a.Mentions = append(a.Mentions, s.speller.Span(span))
		}
		a.Aliases = slices.DeleteFunc(d.forms, func(form string) bool { return s.words.is("pronoun", strings.ToLower(form)) })
		if a.Name == "" {
			a.Name = longest(a.Aliases)
		}
		if a.Name == "" {
			a.Name = a.Mentions[0].Text
		}
		if a.Kind == "" {
			a.Kind = record.KindOther
		}
		a.Cameo = d.cameo()
		a.Rule = strings.Join(d.rule, "; ")
		actors = append(actors, *a)
	}
	return actors
}

func longest(forms []string) string {
	best := ""
	for _, f := range forms {
		if len(f) > len(best) {
			best = f
		}
	}
	return best
}
