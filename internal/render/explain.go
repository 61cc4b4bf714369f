package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/text"
)

// role is a named piece of evidence: "cue" and where it stands.
type role struct {
	name string
	span record.Span
}

// explanation is what there is to say about one record.
type explanation struct {
	rule       string
	roles      []role
	parties    []namedParty
	confidence *float64
}

type namedParty struct {
	name  string
	party record.Party
}

// Explain writes why the record with the given id was made: its evidence in
// context, the parse of its sentences, the rule or model that fired, and how
// each party was resolved. The document must be the one that the record was
// made from.
func Explain(w io.Writer, d *text.Document, rec *record.Record, id string, style Style) error {
	e, ok := find(rec, id)
	if !ok {
		return fmt.Errorf("no record %q in this report; it has %s", id, inventory(rec))
	}
	x := &explainPage{newPage(w, style), newPhrases(rec), d, record.NewSpeller(d.Text)}
	fmt.Fprintln(x.w, x.paint(markHeading, id), e.rule)
	if e.confidence != nil {
		fmt.Fprintf(x.w, "confidence %.2f\n", *e.confidence)
	}
	x.heading("EVIDENCE")
	for _, r := range e.roles {
		x.evidence(r)
	}
	if len(e.parties) > 0 {
		x.heading("PARTIES")
		for _, p := range e.parties {
			x.party(p)
		}
	}
	x.heading("PARSE")
	for _, s := range x.sentences(e.roles) {
		x.parse(s, e.roles)
	}
	if err := x.w.Flush(); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return nil
}

type explainPage struct {
	*page
	*phrases
	doc     *text.Document
	speller *record.Speller
}

// find gathers what there is to say about a record.
func find(rec *record.Record, id string) (explanation, bool) {
	for i := range rec.Statements {
		if s := &rec.Statements[i]; s.ID == id {
			return statementExplained(s), true
		}
	}
	for i := range rec.Events {
		if e := &rec.Events[i]; e.ID == id {
			return eventExplained(e), true
		}
	}
	for i := range rec.Figures {
		if f := &rec.Figures[i]; f.ID == id {
			x := explanation{rule: f.Rule, roles: []role{{"figure", f.Span}}}
			for _, p := range f.AccordingTo {
				x.parties = append(x.parties, namedParty{"according to", p})
			}
			return x, true
		}
	}
	for i := range rec.Times {
		if t := &rec.Times[i]; t.ID == id {
			return explanation{rule: t.Rule, roles: []role{{"time", t.Span}}}, true
		}
	}
	for i := range rec.Places {
		if p := &rec.Places[i]; p.ID == id {
			return explanation{rule: p.Rule, roles: []role{{"place", p.Span}}}, true
		}
	}
	for i := range rec.Actors {
		if a := &rec.Actors[i]; a.ID == id {
			x := explanation{rule: a.Rule}
			for _, m := range a.Mentions {
				x.roles = append(x.roles, role{"mention", m})
				x.parties = append(x.parties, namedParty{"mention", record.Party{Actor: &a.ID, Span: &m}})
			}
			return x, true
		}
	}
	return explanation{}, false
}

func statementExplained(s *record.Statement) explanation {
	x := explanation{rule: s.Rule, confidence: s.Confidence}
	if s.Source.Span != nil {
		x.roles = append(x.roles, role{"source", *s.Source.Span})
	}
	if s.Cue != nil {
		x.roles = append(x.roles, role{"cue", *s.Cue})
	}
	for _, c := range s.Content {
		x.roles = append(x.roles, role{"content", c})
	}
	x.parties = append(x.parties, namedParty{"source", s.Source})
	for _, v := range s.Via {
		x.parties = append(x.parties, namedParty{"through", v})
	}
	if s.Addressee != nil {
		x.parties = append(x.parties, namedParty{"addressee", *s.Addressee})
	}
	return x
}

func eventExplained(e *record.Event) explanation {
	x := explanation{rule: e.Rule, confidence: e.Confidence, roles: []role{{"trigger", e.Trigger}}}
	for _, p := range e.Actors {
		x.parties = append(x.parties, namedParty{"actor", p})
		x.roles = append(x.roles, role{"actor", *p.Span})
	}
	for _, p := range e.Recipients {
		x.parties = append(x.parties, namedParty{"recipient", p})
		x.roles = append(x.roles, role{"recipient", *p.Span})
	}
	if e.When != nil {
		x.roles = append(x.roles, role{"when", e.When.Span})
	}
	if e.Where != nil {
		x.roles = append(x.roles, role{"where", e.Where.Span})
	}
	return x
}

func inventory(rec *record.Record) string {
	return fmt.Sprintf("%s (S1…), %s (E1…), %s (F1…), %s (T1…), %s (P1…) and %s (A1…)",
		plural(len(rec.Statements), "statement"), plural(len(rec.Events), "event"), plural(len(rec.Figures), "figure"),
		plural(len(rec.Times), "time"), plural(len(rec.Places), "place"), plural(len(rec.Actors), "actor"))
}

// evidence shows a span inside the text around it.
func (x *explainPage) evidence(r role) {
	const around = 40
	b := x.speller.Bytes(r.span)
	before := x.doc.Text[:b.Start]
	if cut := len(before) - around; cut > 0 {
		if space := strings.IndexAny(before[cut:], " \n"); space >= 0 {
			before = "… " + before[cut+space+1:]
		}
	}
	after := x.doc.Text[b.End:]
	if len(after) > around {
		if space := strings.LastIndexAny(after[:around], " \n"); space >= 0 {
			after = after[:space] + " …"
		}
	}
	shown := OneLine(before) + " ⟦" + strong(OneLine(r.span.Text)) + "⟧ " + OneLine(after)
	x.entry("", fmt.Sprintf("%-10s %s", r.name+":", shown), fmt.Sprintf("%d–%d", r.span.Start, r.span.End))
}

// party shows how a party was tied to its actor.
func (x *explainPage) party(p namedParty) {
	words := "not named in the text"
	if p.party.Span != nil {
		words = "“" + OneLine(p.party.Span.Text) + "”"
	}
	head := fmt.Sprintf("%s: %s", p.name, words)
	if p.party.Actor == nil {
		x.entry("", head+", not resolved to an actor", "")
		return
	}
	a := x.actors[*p.party.Actor]
	if a == nil {
		x.entry("", head, "")
		return
	}
	more := []line{{"", fmt.Sprintf("%s %s: %s", a.ID, OneLine(a.Name), a.Rule)}}
	if why := x.why(p.party.Span); why != "" {
		more = append(more, line{"", "joined by: " + why})
	}
	x.entry("", head, "", more...)
}

// why is what the reading says of the longest mention inside the span.
func (x *explainPage) why(s *record.Span) string {
	if s == nil {
		return ""
	}
	b := x.speller.Bytes(*s)
	best, why := 0, ""
	for _, m := range x.doc.Mentions {
		if t := x.doc.TokenSpan(m.First, m.Last); b.Covers(t) && t.Len() > best {
			best, why = t.Len(), m.Why
		}
	}
	return why
}

// sentences lists the sentences that hold the roles, in order, at most five.
func (x *explainPage) sentences(roles []role) []int {
	var list []int
	for _, r := range roles {
		first, last := x.doc.TokensIn(x.speller.Bytes(r.span))
		for i := first; i < last; i++ {
			if s := x.doc.Tokens[i].Sentence; !slices.Contains(list, s) {
				list = append(list, s)
			}
		}
	}
	slices.Sort(list)
	return list[:min(5, len(list))]
}

// parse shows a sentence as a table, one token a line.
func (x *explainPage) parse(sentence int, roles []role) {
	s := x.doc.Sentences[sentence]
	for i := s.First; i < s.Last; i++ {
		t := x.doc.Tokens[i]
		head := "root"
		if t.Head >= 0 {
			head = fmt.Sprintf("%s of %s", t.Deprel, OneLine(x.doc.Form(t.Head)))
		}
		var parts []string
		for _, r := range roles {
			if x.speller.Bytes(r.span).Covers(t.Span) && !slices.Contains(parts, r.name) {
				parts = append(parts, r.name)
			}
		}
		row := fmt.Sprintf("%3d  %-20s %-16s %-6s %-32s %s", i-s.First+1, OneLine(x.doc.Form(i)), t.Lemma, t.UPOS, head, strings.Join(parts, " "))
		fmt.Fprintln(x.w, strings.TrimRight(row, " "))
	}
	fmt.Fprintln(x.w)
}
