package ontology

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

//go:embed tables/*.tsv
var tables embed.FS

// Ontology is the tables with their indexes.
type Ontology struct {
	types    map[string]Type
	codes    map[string]Code
	compose  map[Operator]map[string]string // operator → inner code or its prefix → code
	classes  map[string]map[string]bool     // class → lemmas
	contexts map[string][]string            // lemma → contexts
	entries  map[PartOfSpeech]map[string][]*Entry
}

// Type is a PLOVER event type.
type Type struct {
	Name string // "PROTEST"
	Quad int    // 1 to 4
	// NeedsRecipient is true where an act without a recipient is no event.
	NeedsRecipient bool
}

// Code is a CAMEO event code.
type Code struct {
	Code      string // "1411"
	Type      string // PLOVER type
	Mode      string // PLOVER mode, or ""
	Contexts  []string
	Goldstein float64 // -10 to +10, conflict to cooperation
	Label     string
}

// Load parses the embedded tables.
func Load() (*Ontology, error) {
	o := &Ontology{
		types: map[string]Type{}, codes: map[string]Code{}, compose: map[Operator]map[string]string{},
		classes: map[string]map[string]bool{}, contexts: map[string][]string{},
		entries: map[PartOfSpeech]map[string][]*Entry{},
	}
	for _, table := range []struct {
		file    string
		columns int
		row     func(origin string, cells []string) error
	}{
		{"plover.tsv", 3, o.addType},
		{"cameo.tsv", 6, o.addCode},
		{"compose.tsv", 3, o.addComposition},
		{"classes.tsv", 2, o.addClass},
		{"contexts.tsv", 2, o.addContext},
		{"verbs.tsv", 5, o.addEntry(Verb)},
		{"nouns.tsv", 5, o.addEntry(Noun)},
		{"adjectives.tsv", 5, o.addEntry(Adjective)},
	} {
		if err := readTable(table.file, table.columns, table.row); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// readTable hands each row of an embedded table to row: comments and empty
// lines left out, cells trimmed, missing cells at the end filled with "".
func readTable(file string, columns int, row func(origin string, cells []string) error) error {
	data, err := tables.ReadFile("tables/" + file)
	if err != nil {
		return fmt.Errorf("ontology: %w", err)
	}
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) > columns {
			return fmt.Errorf("ontology: %s:%d has %d columns instead of %d", file, i+1, len(cells), columns)
		}
		for len(cells) < columns {
			cells = append(cells, "")
		}
		for j := range cells {
			cells[j] = strings.TrimSpace(cells[j])
		}
		if err := row(fmt.Sprintf("%s:%d", file, i+1), cells); err != nil {
			return fmt.Errorf("ontology: %s:%d: %w", file, i+1, err)
		}
	}
	return nil
}

func (o *Ontology) addType(_ string, c []string) error {
	quad, err := strconv.Atoi(c[1])
	o.types[c[0]] = Type{c[0], quad, c[2] == "required"}
	return err
}

func (o *Ontology) addCode(_ string, c []string) error {
	if _, ok := o.types[c[1]]; !ok {
		return fmt.Errorf("no PLOVER type %q", c[1])
	}
	value, err := strconv.ParseFloat(c[4], 64)
	o.codes[c[0]] = Code{c[0], c[1], c[2], list(c[3], ","), value, c[5]}
	return err
}

func (o *Ontology) addComposition(_ string, c []string) error {
	op := Operator(c[0])
	if o.compose[op] == nil {
		o.compose[op] = map[string]string{}
	}
	for _, inner := range list(c[1], ",") {
		if _, twice := o.compose[op][inner]; twice {
			return fmt.Errorf("%s %s stands twice", op, inner)
		}
		o.compose[op][inner] = c[2]
	}
	return o.known(c[2])
}

// known says whether a code may stand in the lexicon: a CAMEO code, a
// provisional one ("@settle", see compose.tsv), or none.
func (o *Ontology) known(code string) error {
	if _, ok := o.codes[code]; ok || code == "" || code[0] == '@' {
		return nil
	}
	return fmt.Errorf("no CAMEO code %q", code)
}

func (o *Ontology) addClass(_ string, c []string) error {
	if o.classes[c[0]] == nil {
		o.classes[c[0]] = map[string]bool{}
	}
	for _, lemma := range list(c[1], ",") {
		if parent, ok := strings.CutPrefix(lemma, "@"); ok {
			maps.Copy(o.classes[c[0]], o.classes[parent])
			continue
		}
		o.classes[c[0]][lemma] = true
	}
	return nil
}

func (o *Ontology) addContext(_ string, c []string) error {
	for _, lemma := range list(c[1], ",") {
		if !slices.Contains(o.contexts[lemma], c[0]) {
			o.contexts[lemma] = append(o.contexts[lemma], c[0])
		}
	}
	return nil
}

func list(cell, separator string) []string {
	var out []string
	for _, s := range strings.Split(cell, separator) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Type is the PLOVER type with this name.
func (o *Ontology) Type(name string) (Type, bool) { t, ok := o.types[name]; return t, ok }

// Code is the row of a CAMEO code.
func (o *Ontology) Code(code string) (Code, bool) { c, ok := o.codes[code]; return c, ok }

// Contexts lists the PLOVER contexts that a lemma stands for.
func (o *Ontology) Contexts(lemma string) []string { return o.contexts[lemma] }

// In reports whether a lemma belongs to a class of classes.tsv.
func (o *Ontology) In(class, lemma string) bool { return o.classes[class][lemma] }

// Compose is the code for an operator over an inner code: the row with the
// longest prefix of the inner code. It is "" where nothing is coded. CAMEO's
// appeals (02) are divided as its demands (10) are.
func (o *Ontology) Compose(op Operator, inner string) string {
	if op == Appeal {
		code := o.Compose(Demand, inner)
		if subject, ok := strings.CutPrefix(code, "10"); ok {
			return "02" + subject
		}
		return code
	}
	if subject, ok := strings.CutPrefix(inner, "02"); ok {
		inner = "10" + subject
	}
	rows := o.compose[op]
	for n := len(inner); n > 0; n-- {
		if code, ok := rows[inner[:n]]; ok {
			return code
		}
	}
	return ""
}
