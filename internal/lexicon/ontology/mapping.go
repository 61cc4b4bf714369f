package ontology

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Mapping gives events their codes in another ontology.
type Mapping struct {
	Name  string // of the ontology
	codes map[string]string
}

// ReadMapping reads a mapping table: two columns parted by a tab, what is
// matched and the code that it gets. Matched is a CAMEO code or its first digits
// ("195", "14"), a PLOVER type ("PROTEST"), or a type with a mode
// ("PROTEST:riot"); "-" as the code gives none. Lines that begin with "#" are
// comments.
func (o *Ontology) ReadMapping(name string, r io.Reader) (*Mapping, error) {
	m := &Mapping{name, map[string]string{}}
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(s.Text(), "\uFEFF"))
		if line == "" || line[0] == '#' {
			continue
		}
		match, code, ok := strings.Cut(line, "\t")
		match, code = strings.TrimSpace(match), strings.TrimSpace(code)
		if !ok || code == "" {
			return nil, fmt.Errorf("ontology: %s, line %d: two columns parted by a tab are needed: what is matched, and its code", name, n)
		}
		kind, _, _ := strings.Cut(match, ":")
		if _, known := o.types[kind]; !known && !o.begins(match) {
			return nil, fmt.Errorf("ontology: %s, line %d: %q is neither a PLOVER type nor the beginning of a CAMEO code", name, n, match)
		}
		if _, twice := m.codes[match]; twice {
			return nil, fmt.Errorf("ontology: %s, line %d: %q stands twice", name, n, match)
		}
		m.codes[match] = code
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("ontology: read %s: %w", name, err)
	}
	return m, nil
}

// begins reports whether a CAMEO code begins with these digits.
func (o *Ontology) begins(digits string) bool {
	for code := range o.codes {
		if digits != "" && strings.HasPrefix(code, digits) {
			return true
		}
	}
	return false
}

// Code is an event's code, "" where the table has none: by the longest
// beginning of its CAMEO code, else by type and mode, else by type.
func (m *Mapping) Code(plover, mode, cameo string) string {
	var code string
	for n := len(cameo); n > 0 && code == ""; n-- {
		code = m.codes[cameo[:n]]
	}
	if code == "" && mode != "" {
		code = m.codes[plover+":"+mode]
	}
	if code == "" {
		code = m.codes[plover]
	}
	if code == "-" {
		return ""
	}
	return code
}

// With is the ontology with more senses of verbs, which are tried before its own.
func (o *Ontology) With(verbs []*Entry) *Ontology {
	more := *o
	more.entries = map[PartOfSpeech]map[string][]*Entry{Noun: o.entries[Noun], Adjective: o.entries[Adjective], Verb: {}}
	for lemma, senses := range o.entries[Verb] {
		more.entries[Verb][lemma] = senses
	}
	added := map[string][]*Entry{}
	for _, e := range verbs {
		for _, lemma := range e.Lemmas {
			added[lemma] = append(added[lemma], e)
		}
	}
	for lemma, senses := range added {
		more.entries[Verb][lemma] = append(senses, o.entries[Verb][lemma]...)
	}
	return &more
}
