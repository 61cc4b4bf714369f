package ontology

import (
	"fmt"
	"slices"
	"strings"
)

// PartOfSpeech is the word class of an entry.
type PartOfSpeech uint8

const (
	Verb PartOfSpeech = iota
	Noun
	Adjective
)

// Operator is what a word does with the act in its complement.
type Operator string

const (
	NoOperator Operator = ""
	// Light passes the act of its object or complement on as its own subject's:
	// "hold talks", "begin to withdraw".
	Light    Operator = "light"
	Intend   Operator = "intend"   // promise, agree, offer, plan
	Willing  Operator = "willing"  // as Intend, but no more than possible
	Demand   Operator = "demand"   // demand, insist
	Appeal   Operator = "appeal"   // as Demand, without force: urge, ask for, call on
	Refuse   Operator = "refuse"   // refuse, reject, rule out
	Threaten Operator = "threaten" // threaten, warn of
	End      Operator = "end"      // stop, lift, call off, break off
	Accuse   Operator = "accuse"   // accuse of, blame for
	Permit   Operator = "permit"   // let, allow
	Yield    Operator = "yield"    // meet a demand, bow to one
)

// Entry is one sense of an event word: under which frame it means which act,
// and who its parties are.
type Entry struct {
	Lemmas     []string
	Conditions []Condition // all must hold
	Operator   Operator
	Code       string // what it codes; for an operator, what it codes without a complement; "" codes nothing
	Type       string // PLOVER type where it differs from the code's, or ""
	Mode       string // PLOVER mode where it differs from the code's, or ""
	// Status is what the word makes of the act in its complement: "possible",
	// "denied", …; "" leaves it as it is.
	Status string
	Source []string // roles in order of preference: "subj", "obj", "p:with", "poss", …
	Target []string
	// Mutual is true for acts that both sides do: meetings, agreements, battles.
	Mutual bool
	Origin string // table, first word, frame and result: "verbs.tsv refuse,… (obj: >refuse 120)"
}

// Condition is one restriction of a frame.
type Condition struct {
	Slot   string   // "obj", "subj", "p:with", "prt", "comp", "word", "clause", "mod", "submod", "naming", "passive", "plural", "pair", "under", "infinitive", "subjunctive"
	Not    bool     // must not hold
	Actor  bool     // the slot holds an actor, or what is an actor's
	Self   bool     // the slot holds an actor itself
	Place  bool     // the slot holds the name of a place
	Values []string // lemmas and classes ("@talks"), one of which must fill the slot; empty: anything
}

// Asks reports whether an operator asks somebody for the act in its complement.
func (op Operator) Asks() bool { return op == Demand || op == Appeal }

// Entries lists the senses of a lemma in the order in which they are to be
// tried.
func (o *Ontology) Entries(pos PartOfSpeech, lemma string) []*Entry { return o.entries[pos][lemma] }

// HasParticle reports whether a verb has a sense with a particle.
func (o *Ontology) HasParticle(verb, particle string) bool {
	return slices.ContainsFunc(o.entries[Verb][verb], func(e *Entry) bool {
		return slices.ContainsFunc(e.Conditions, func(c Condition) bool { return c.Slot == "prt" && slices.Contains(c.Values, particle) })
	})
}

// addEntry parses rows of verbs.tsv, nouns.tsv and adjectives.tsv.
func (o *Ontology) addEntry(pos PartOfSpeech) func(string, []string) error {
	return func(origin string, c []string) error {
		e := &Entry{Lemmas: list(c[0], ","), Origin: entryOrigin(origin, c)}
		if c[1] == "-" {
			c[1] = ""
		}
		for _, word := range strings.Fields(c[1]) {
			cond, err := o.parseCondition(word)
			if err != nil {
				return err
			}
			e.Conditions = append(e.Conditions, cond)
		}
		if err := o.parseResult(e, c[2]); err != nil {
			return err
		}
		e.Source = list(c[3], "|")
		target, mutual := strings.CutPrefix(c[4], "<>")
		e.Target, e.Mutual = list(target, "|"), mutual
		if o.entries[pos] == nil {
			o.entries[pos] = map[string][]*Entry{}
		}
		for _, lemma := range e.Lemmas {
			o.entries[pos][lemma] = append(o.entries[pos][lemma], e)
		}
		return nil
	}
}

// parseCondition parses "obj=@talks,visit", "!p:with", "obj:actor".
func (o *Ontology) parseCondition(word string) (Condition, error) {
	var c Condition
	word, c.Not = strings.CutPrefix(word, "!")
	slot, values, _ := strings.Cut(word, "=")
	c.Slot, c.Actor = strings.CutSuffix(slot, ":actor")
	c.Slot, c.Self = strings.CutSuffix(c.Slot, ":self")
	c.Slot, c.Place = strings.CutSuffix(c.Slot, ":place")
	c.Values = list(values, ",")
	for _, v := range c.Values {
		if class, ok := strings.CutPrefix(v, "@"); ok && o.classes[class] == nil {
			return c, fmt.Errorf("no class %q", class)
		}
	}
	known := []string{"subj", "obj", "iobj", "prt", "comp", "word", "clause", "mod", "submod", "poss", "passive", "plural", "pair", "under", "naming", "infinitive", "subjunctive"}
	if !slices.Contains(known, c.Slot) && !strings.HasPrefix(c.Slot, "p:") {
		return c, fmt.Errorf("no slot %q", c.Slot)
	}
	return c, nil
}

// parseResult parses "173", "195/ASSAULT:drone", ">demand", ">demand 100",
// "+possible" or "-".
func (o *Ontology) parseResult(e *Entry, cell string) error {
	if cell == "" {
		return fmt.Errorf("no result")
	}
	if cell == "-" {
		return nil
	}
	if status, ok := strings.CutPrefix(cell, "+"); ok {
		e.Status = status
		return nil
	}
	if op, ok := strings.CutPrefix(cell, ">"); ok {
		name, code, _ := strings.Cut(op, " ")
		e.Operator, cell = Operator(name), code
		known := []Operator{Light, Intend, Willing, Demand, Appeal, Refuse, Threaten, End, Accuse, Permit, Yield}
		if !slices.Contains(known, e.Operator) {
			return fmt.Errorf("no operator %q", name)
		}
	}
	code, special, _ := strings.Cut(cell, "/")
	e.Code = code
	e.Type, e.Mode, _ = strings.Cut(special, ":")
	if _, ok := o.types[e.Type]; e.Type != "" && !ok {
		return fmt.Errorf("no PLOVER type %q", e.Type)
	}
	return o.known(code)
}

// entryOrigin names a row by its content, not its line, so that explanations
// of stored records keep their meaning while the tables grow.
func entryOrigin(at string, cells []string) string {
	table, _, _ := strings.Cut(at, ":")
	word, _, more := strings.Cut(cells[0], ",")
	if more {
		word += ",…"
	}
	return fmt.Sprintf("%s %s (%s: %s)", table, word, cells[1], cells[2])
}
