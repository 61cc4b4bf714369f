package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"annals/internal/convention"
	"annals/internal/corpus"
	"annals/internal/lexicon/ontology"
	"annals/internal/lexicon/world"
	"annals/internal/record"
)

// CodedEvent is an event in the form of the event scorers: CAMEO actor codes
// and event code, PLOVER type, and the words of both sides.
type CodedEvent struct {
	Source     string `json:"source"`
	Code       string `json:"code"`
	Target     string `json:"target"`
	Plover     string `json:"plover"`
	SourceText string `json:"source_text"`
	TargetText string `json:"target_text"`
}

// Events scores event coding sentence by sentence. read makes the record of a
// text with its date ("" where unknown).
//
// The levels are quad class, PLOVER type (CONCEDE and RETREAT are one), CAMEO
// root, code of three digits and whole code, each alone, with the source's
// country (+S), with both countries (+S+T), with countries and first roles
// (+role) and with whole actor codes (+full); "any" is whether a text has an
// event at all, "spans" is PLOVER type and both sides' words. At each level
// the keys of a text form a set; scores are micro-averaged. "given type" is the
// share of the gold events whose type was found that have the right country of
// the source (S), the target (T) or both (S+T). On sets whose gold
// is not exhaustive precision is a lower bound. A second table tells in how many of
// the texts without any event one is found.
//
// petr2-gsr, which is coded by PETRARCH-2's own conventions, is scored once more as
// package convention sees the records, under the name petr2-gsr*; with opt.View all
// sets are.
func Events(read func(text, date string) (*record.Record, error), opt Options) ([]*Table, error) {
	o, err := ontology.Load()
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	var sentences []corpus.EventSentence
	for _, path := range opt.Gold {
		list, err := corpus.Events(path)
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
		sentences = append(sentences, list...)
	}
	t := &Table{Title: "events", Columns: []string{"texts", "gold", "system", "P", "R", "F1", "a text"}}
	skipped := 0
	sentences = slices.DeleteFunc(sentences, func(s corpus.EventSentence) bool {
		foreign := s.Language != "" && s.Language != "en"
		if foreign {
			skipped++
		}
		return foreign
	})
	w, err := world.Load()
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	view := convention.New(w)
	system, viewed := map[string][]CodedEvent{}, map[string][]CodedEvent{}
	for _, s := range sentences {
		rec, err := read(s.Text, s.Date)
		if err != nil {
			return nil, fmt.Errorf("eval: event text %s: %w", s.ID, err)
		}
		system[s.ID] = Coded(rec)
		viewed[s.ID] = Coded(view.PETRARCH(rec))
	}
	if opt.System != "" {
		written := system
		if opt.View {
			written = viewed
		}
		if err := writeSystem(opt.System, sentences, written); err != nil {
			return nil, err
		}
	}
	scorer := eventScorer{o, system}
	for _, origin := range origins(sentences) {
		t.Rows = append(t.Rows, scorer.rows(origin.name, origin.sentences)...)
		if opt.View || origin.name == "petr2-gsr" {
			t.Rows = append(t.Rows, eventScorer{o, viewed}.rows(origin.name+"*", origin.sentences)...)
		}
	}
	if opt.View || slices.ContainsFunc(sentences, func(s corpus.EventSentence) bool { return s.Origin == "petr2-gsr" }) {
		t.Notes = append(t.Notes, "* as package convention sees the records: by the conventions of PETRARCH-2.")
	}
	if skipped > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%d texts in other languages than English are left out.", skipped))
	}
	return []*Table{t, scorer.withoutEvents(sentences)}, nil
}

// withoutEvents tells, for each origin, in how many texts of which the gold says that
// they hold no event one is found all the same, and in how many one that is
// neither an appeal nor a demand: CAMEO's quads put appeals (02) beside
// statements, so that some sets call texts neutral that hold them.
func (s eventScorer) withoutEvents(sentences []corpus.EventSentence) *Table {
	t := &Table{Title: "texts without events", Columns: []string{"texts", "found", "share found", "but requests", "share but requests"}}
	for _, o := range origins(sentences) {
		var texts, found, others float64
		for _, x := range o.sentences {
			if len(x.Gold) > 0 || !x.Exhaustive {
				continue
			}
			texts++
			coded := slices.DeleteFunc(slices.Clone(s.system[x.ID]), func(c CodedEvent) bool { return fromCoded(c).statement() })
			if len(coded) > 0 {
				found++
			}
			if slices.ContainsFunc(coded, func(c CodedEvent) bool { return s.plover(fromCoded(c)) != "REQUEST" }) {
				others++
			}
		}
		if texts > 0 {
			t.Rows = append(t.Rows, Row{o.name, []float64{texts, found, 100 * found / texts, others, 100 * others / texts}})
		}
	}
	return t
}

// EventJudge tells which coded events a text's gold confirms.
type EventJudge struct {
	scorer eventScorer
	gold   map[uint64]*textGold
}

// textGold joins what the sets say of one text.
type textGold struct{ types, quads map[string]bool }

// NewEventJudge joins the gold of English texts that stand in several sets.
func NewEventJudge(sentences []corpus.EventSentence) (*EventJudge, error) {
	o, err := ontology.Load()
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	j := &EventJudge{eventScorer{ontology: o}, map[uint64]*textGold{}}
	for _, s := range sentences {
		group := EventGroup(s.Text)
		if j.gold[group] == nil {
			j.gold[group] = &textGold{map[string]bool{}, map[string]bool{}}
		}
		for _, g := range s.Gold {
			if k, ok := j.scorer.base("plover", fromGold(g)); ok && slices.Contains(s.Levels, "plover") {
				j.gold[group].types[k] = true
			}
			if k, ok := j.scorer.base("quad", fromGold(g)); ok {
				j.gold[group].quads[k] = true
			}
		}
	}
	return j, nil
}

// EventGroup is the same number for texts whose beginnings have the same letters, as
// the sets repeat each other's sentences with small changes.
func EventGroup(text string) uint64 {
	h := fnv.New64a()
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) && n < 24 {
			fmt.Fprint(h, string(unicode.ToLower(r)))
			n++
		}
	}
	return h.Sum64()
}

// Right reports whether the gold of a text has an event's type, or its quad
// where no set has types. It is unknown for events that do not count as coded
// and for appeals where no set has types: some sets count them as no event or
// as cooperation.
func (j *EventJudge) Right(text string, e record.Event) (right, known bool) {
	g := j.gold[EventGroup(text)]
	if g == nil || !counts(&e) {
		return false, false
	}
	c := fromCoded(CodedEvent{Plover: e.Plover})
	if len(g.types) > 0 {
		k, _ := j.scorer.base("plover", c)
		return g.types[k], true
	}
	k, _ := j.scorer.base("quad", c)
	return g.quads[k], g.quads[k] || e.Plover != "REQUEST"
}

// counts reports whether an event counts as coded: what happened, goes on or is
// announced, and declared intentions.
func counts(e *record.Event) bool {
	switch e.Status {
	case record.Happened, record.Ongoing, record.Planned:
		return true
	}
	return e.Plover == "AGREE" && e.Status == record.Possible
}

// Coded lists the events of a record that count as coded: what happened, goes
// on or is announced, and declared intentions, once for each pair of sides.
func Coded(rec *record.Record) []CodedEvent {
	actors := map[string]*record.Actor{}
	for i := range rec.Actors {
		actors[rec.Actors[i].ID] = &rec.Actors[i]
	}
	var out []CodedEvent
	for _, e := range rec.Events {
		if !counts(&e) {
			continue
		}
		for _, s := range orNobody(e.Actors) {
			for _, r := range orNobody(e.Recipients) {
				if s.Span != nil && r.Span != nil && *s.Span == *r.Span {
					continue
				}
				c := CodedEvent{Plover: e.Plover}
				if e.Cameo != nil {
					c.Code = *e.Cameo
				}
				c.Source, c.SourceText = side(s, actors)
				c.Target, c.TargetText = side(r, actors)
				out = append(out, c)
			}
		}
	}
	return out
}

func orNobody(list []record.Party) []record.Party {
	if len(list) == 0 {
		return []record.Party{{}}
	}
	return list
}

// side is a party's CAMEO code and its words; a pronoun gives its actor's name.
func side(p record.Party, actors map[string]*record.Actor) (code, words string) {
	if p.Span != nil {
		words = p.Span.Text
	}
	if p.Actor == nil || actors[*p.Actor] == nil {
		return "", words
	}
	a := actors[*p.Actor]
	if a.Cameo != nil {
		code = *a.Cameo
	}
	if !slices.Contains(a.Aliases, words) && len(words) < 5 {
		words = a.Name
	}
	return code, words
}

func writeSystem(path string, sentences []corpus.EventSentence, system map[string][]CodedEvent) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	enc := json.NewEncoder(f)
	for _, s := range sentences {
		events := system[s.ID]
		if events == nil {
			events = []CodedEvent{}
		}
		line := struct {
			ID     string       `json:"id"`
			Events []CodedEvent `json:"events"`
		}{s.ID, events}
		if err := enc.Encode(line); err != nil {
			return fmt.Errorf("eval: write %s: %w", path, err)
		}
	}
	return nil
}

type originSet struct {
	name      string
	sentences []corpus.EventSentence
}

// origins groups the texts by origin, in the order of first appearance.
func origins(sentences []corpus.EventSentence) []originSet {
	var out []originSet
	for _, s := range sentences {
		i := slices.IndexFunc(out, func(o originSet) bool { return o.name == s.Origin })
		if i < 0 {
			i = len(out)
			out = append(out, originSet{name: s.Origin})
		}
		out[i].sentences = append(out[i].sentences, s)
	}
	return out
}

// eventScorer scores coded events against gold.
type eventScorer struct {
	ontology *ontology.Ontology
	system   map[string][]CodedEvent
}

// level is what two events must share: a base and how much of the actors.
type level struct{ base, actors string }

func levels() []level {
	var out []level
	for _, b := range []string{"quad", "plover", "root", "code~", "code"} {
		for _, a := range []string{"", "+S", "+S+T", "+role", "+full"} {
			out = append(out, level{b, a})
		}
	}
	return out
}

func (s eventScorer) rows(origin string, sentences []corpus.EventSentence) []Row {
	rows := []Row{s.anyRow(origin, sentences)}
	for _, l := range levels() {
		var texts, hits, system, gold float64
		for i := range sentences {
			x := &sentences[i]
			if !l.applies(x) {
				continue
			}
			texts++
			want, have := map[string]bool{}, map[string]bool{}
			for _, g := range x.Gold {
				if k, ok := s.key(l, fromGold(g), g.Source == nil && g.Target == nil); ok {
					want[k] = true
				}
			}
			for _, c := range s.system[x.ID] {
				if k, ok := s.key(l, fromCoded(c), false); ok {
					have[k] = true
				}
			}
			gold += float64(len(want))
			system += float64(len(have))
			for k := range have {
				if want[k] {
					hits++
				}
			}
		}
		if texts > 0 {
			rows = append(rows, scoreRow(origin+" "+l.base+l.actors, texts, hits, system, gold))
		}
	}
	return append(append(rows, s.spanRows(origin, sentences)...), s.countryRows(origin, sentences)...)
}

// countryRows scores the countries of both sides among the gold events whose
// PLOVER type some event of their text has: how many of them have an event of
// the type with the right country of the source, of the target, and of both.
func (s eventScorer) countryRows(origin string, sentences []corpus.EventSentence) []Row {
	var texts, typed float64
	var right [3]float64
	for i := range sentences {
		x := &sentences[i]
		if !(level{"plover", "+S+T"}).applies(x) {
			continue
		}
		texts++
		for _, g := range x.Gold {
			if g.Source != nil || g.Target != nil {
				s.countCountries(fromGold(g), s.system[x.ID], &typed, &right)
			}
		}
	}
	var rows []Row
	for i, side := range []string{"S", "T", "S+T"} {
		if typed > 0 {
			share := 100 * right[i] / typed
			rows = append(rows, Row{origin + " given type, " + side, []float64{texts, typed, typed, share, share, share, typed / max(texts, 1)}})
		}
	}
	return rows
}

func (s eventScorer) countCountries(gold codedSide, coded []CodedEvent, typed *float64, right *[3]float64) {
	found, hit := false, [3]bool{}
	for _, c := range coded {
		e := fromCoded(c)
		if s.plover(e) == "" || s.plover(e) != s.plover(gold) {
			continue
		}
		found = true
		source, target := actorCountry(e.source) == actorCountry(gold.source), actorCountry(e.target) == actorCountry(gold.target)
		for i, ok := range [3]bool{source, target, source && target} {
			hit[i] = hit[i] || ok
		}
	}
	if found {
		*typed++
	}
	for i := range hit {
		if hit[i] {
			right[i]++
		}
	}
}

func scoreRow(label string, texts, hits, system, gold float64) Row {
	p, r, f := F1(hits, system, gold)
	return Row{label, []float64{texts, gold, system, p, r, f, system / max(texts, 1)}}
}

// anyRow scores whether a text has an event.
func (s eventScorer) anyRow(origin string, sentences []corpus.EventSentence) Row {
	var texts, hits, system, gold float64
	for i := range sentences {
		x := &sentences[i]
		texts++
		coded := s.system[x.ID]
		if !slices.Contains(x.Levels, "code") {
			coded = slices.DeleteFunc(slices.Clone(coded), func(c CodedEvent) bool { return fromCoded(c).statement() })
		}
		if len(x.Gold) > 0 {
			gold++
		}
		if len(coded) > 0 {
			system++
			if len(x.Gold) > 0 {
				hits++
			}
		}
	}
	return scoreRow(origin+" any", texts, hits, system, gold)
}

// spanRows scores PLOVER type, or quad where the gold has no type, with the
// words of both sides: a side matches where it shares a word with the gold's.
func (s eventScorer) spanRows(origin string, sentences []corpus.EventSentence) []Row {
	var texts, hits, system, gold float64
	said := false
	for i := range sentences {
		x := &sentences[i]
		if !slices.Contains(x.Levels, "spans") || len(x.Gold) == 0 {
			continue
		}
		texts++
		open := slices.Clone(x.Gold)
		gold += float64(len(open))
		for _, c := range s.system[x.ID] {
			e := fromCoded(c)
			said = said || c.SourceText != "" || c.TargetText != ""
			if e.statement() {
				continue
			}
			system++
			for j, g := range open {
				w := fromGold(g)
				same := s.quad(w) == s.quad(e)
				if w.plover != "" || w.code != "" {
					same = s.plover(w) == s.plover(e)
				}
				if same && shareWord(str(g.SourceText), c.SourceText) && shareWord(str(g.TargetText), c.TargetText) {
					hits++
					open = slices.Delete(open, j, j+1)
					break
				}
			}
		}
	}
	if texts == 0 || !said {
		return nil
	}
	return []Row{scoreRow(origin+" spans", texts, hits, system, gold)}
}

// applies reports whether a text's gold can be scored on the level.
func (l level) applies(x *corpus.EventSentence) bool {
	need := l.base
	if need == "root" || need == "code~" {
		need = "code"
	}
	return slices.Contains(x.Levels, need) &&
		(l.actors == "" || slices.Contains(x.Levels, "actors")) &&
		(x.Exhaustive || len(x.Gold) > 0)
}

// codedSide is what scoring needs of a gold or system event.
type codedSide struct {
	source, target, code, plover string
	quad                         int // -1 where not annotated
}

func fromGold(g corpus.GoldEvent) codedSide {
	e := codedSide{str(g.Source), str(g.Target), str(g.Code), str(g.Plover), -1}
	if g.Quad != nil {
		e.quad = *g.Quad
	}
	return e
}

func fromCoded(c CodedEvent) codedSide {
	return codedSide{c.Source, c.Target, c.Code, c.Plover, -1}
}

func str(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// statement is true for CAMEO's comments (01), which PLOVER leaves out.
func (e codedSide) statement() bool { return e.plover == "" && strings.HasPrefix(e.code, "01") }

var notDigit = regexp.MustCompile(`\D`)

// plover is an event's PLOVER type for scoring, "" for none: CONCEDE and
// RETREAT are one, the types of older versions fall under their successors.
func (s eventScorer) plover(e codedSide) string {
	p := e.plover
	if p == "" {
		p = s.ploverOf(notDigit.ReplaceAllString(e.code, ""))
		switch {
		case p == "" && strings.HasPrefix(e.code, "02"):
			p = "REQUEST"
		case p == "" && strings.HasPrefix(e.code, "08"):
			p = "CONCEDE"
		}
	}
	switch p {
	case "DEMAND":
		return "REQUEST"
	case "DISAPPROVE", "INVESTIGATE":
		return "ACCUSE"
	case "FIGHT":
		return "ASSAULT"
	case "CONCEDE", "RETREAT":
		return "YIELD"
	}
	return p
}

// ploverOf is the type of the longest beginning of a code that CAMEO has.
func (s eventScorer) ploverOf(code string) string {
	for ; len(code) >= 2; code = code[:len(code)-1] {
		c, ok := s.ontology.Code(code)
		if !ok && len(code) == 2 {
			c, ok = s.ontology.Code(code + "0")
		}
		if ok {
			return c.Type
		}
	}
	return ""
}

func (s eventScorer) quad(e codedSide) int {
	switch p := s.plover(e); p {
	case "":
		return e.quad
	case "YIELD":
		return 2
	default:
		t, ok := s.ontology.Type(p)
		if !ok {
			return -1
		}
		return t.Quad
	}
}

// base is the part of the key that says what happened; false where the event
// has none at this level.
func (s eventScorer) base(base string, e codedSide) (string, bool) {
	switch base {
	case "quad":
		q := s.quad(e)
		return fmt.Sprint(q), !e.statement() && q >= 0
	case "plover":
		p := s.plover(e)
		return p, !e.statement() && p != ""
	case "root":
		return e.code[:min(2, len(e.code))], e.code != ""
	case "code~":
		return e.code[:min(3, len(e.code))], e.code != ""
	}
	return e.code, e.code != ""
}

// key is what an event is compared by at a level.
func (s eventScorer) key(l level, e codedSide, withoutActors bool) (string, bool) {
	k, ok := s.base(l.base, e)
	if !ok || l.actors != "" && withoutActors {
		return "", false
	}
	parts := []string{k}
	switch l.actors {
	case "+S":
		parts = append(parts, actorCountry(e.source))
	case "+S+T":
		parts = append(parts, actorCountry(e.source), actorCountry(e.target))
	case "+role":
		parts = append(parts, actorCountry(e.source), actorRole(e.source), actorCountry(e.target), actorRole(e.target))
	case "+full":
		parts = append(parts, actorCode(e.source), actorCode(e.target))
	}
	return strings.Join(parts, "|"), true
}

// actorCode is a CAMEO actor code without marks of the unknown.
func actorCode(a string) string {
	return strings.ReplaceAll(strings.ToUpper(strings.ReplaceAll(a, "~", "")), "---", "")
}

// noCountry are the CAMEO role codes that stand first where no country is known.
const noCountry = " GOV MIL REB CVL OPP COP LEG JUD UAF MED EDU LAB BUS REF CRM REL SOC PTY SPY ELI INT UIS HRI ENV AGR DEV HLH SET SEP INS RAD MOD JRN MOS "

// cameoRoles are the CAMEO roles that the level +role tells apart.
const cameoRoles = " GOV MIL REB OPP PTY COP JUD LEG SPY MED EDU BUS CRM UAF REF LAB CVL "

// successors are the states into which states of the past are folded.
const successors = " SCG:SRB YUG:SRB SUN:RUS ZAR:COD TMP:TLS ROM:ROU BUR:MMR GDR:DEU DDR:DEU CSK:CZE "

// actorCountry is the country of an actor code; IGO, NGO, MNC and IMG count as
// countries.
func actorCountry(a string) string {
	a = actorCode(a)
	if len(a) < 3 {
		return ""
	}
	a = a[:3]
	if strings.Contains(noCountry, " "+a+" ") || strings.ContainsFunc(a, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return ""
	}
	if _, after, ok := strings.Cut(successors, " "+a+":"); ok {
		return after[:3]
	}
	return a
}

// actorRole is the first role of an actor code, "" for none.
func actorRole(a string) string {
	code := actorCode(a)
	if actorCountry(a) != "" {
		code = code[3:]
	}
	for ; len(code) > 0; code = code[min(3, len(code)):] {
		if c := code[:min(3, len(code))]; strings.Contains(cameoRoles, " "+c+" ") {
			return c
		}
	}
	return ""
}

// functionWords do not count when the words of two sides are compared.
const functionWords = " the a an of in on and for to at by with from its their his her s "

// shareWord reports whether two phrases share a word that is no function
// word; two empty phrases match.
func shareWord(a, b string) bool {
	if a == "" && b == "" {
		return true
	}
	split := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
		})
	}
	words := split(b)
	return slices.ContainsFunc(split(a), func(w string) bool {
		return !strings.Contains(functionWords, " "+w+" ") && slices.Contains(words, w)
	})
}
