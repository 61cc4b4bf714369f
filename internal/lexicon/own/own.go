// Package own reads what users know and the built-in tables lack: their own
// actors, other names, and places.
//
// It reads CSV, FollowTheMoney entities, PETRARCH actor dictionaries and dumps
// of GeoNames, and reads and writes a [Lexicon], one JSON object a line. Each
// [Entry] keeps where it came from. [Lexicon.Over] lays it over the built-in
// facts: where both know a name, the user's entry counts.
package own

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strings"
)

// Entry is a person, an organisation or a place with its names.
type Entry struct {
	Kind    string   `json:"kind"` // "person", "organization", "actor" (either of these) or "place"
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"` // other forms, each sufficient by itself
	Country string   `json:"country,omitempty"` // alpha-3
	// Sectors are PLOVER's, the primary one first; Cameo is the code of the role
	// without the country ("OPP"), or the whole one of an international body.
	Sectors []string `json:"sectors,omitempty"`
	Cameo   string   `json:"cameo,omitempty"`
	Gender  string   `json:"gender,omitempty"` // "m", "f" or ""
	Office  string   `json:"office,omitempty"` // in words: "mayor of Lom"
	// From and To are the first and the last day of the role, as precise as
	// known ("2020", "2020-08"), or "" where open.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`

	PlaceKind  string   `json:"place_kind,omitempty"` // of a place: "city", "region" or "other"
	Admin      string   `json:"admin,omitempty"`      // the first-order division that it lies in
	Population int      `json:"population,omitempty"` // 0 where unknown
	Lat        *float64 `json:"lat,omitempty"`        // degrees, WGS 84
	Lon        *float64 `json:"lon,omitempty"`
	Capital    bool     `json:"capital,omitempty"`

	Origin string `json:"origin"` // "people.csv, line 3"; "by hand"
	Added  string `json:"added"`  // the day, "2026-01-31"
}

// Lexicon is a user's entries in the order in which they came.
type Lexicon []Entry

// Fault is a line of an input that cannot be used.
type Fault struct {
	Line int // from 1, or 0 where no single line is at fault
	Why  string
}

func (f Fault) String() string {
	if f.Line == 0 {
		return f.Why
	}
	return fmt.Sprintf("line %d: %s", f.Line, f.Why)
}

// longest is the longest line that is read, in bytes.
const longest = 4 << 20

// eachLine hands over each line that is not empty with its number, from 1,
// without a byte order mark.
func eachLine(r io.Reader, each func(n int, line string)) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, longest)
	for n := 1; s.Scan(); n++ {
		line := strings.TrimPrefix(s.Text(), "\ufeff")
		if strings.TrimSpace(line) != "" {
			each(n, line)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("read the lines: %w", err)
	}
	return nil
}

// Parse reads a lexicon as Write writes it.
func Parse(r io.Reader) (Lexicon, []Fault, error) {
	var list Lexicon
	var faults []Fault
	err := eachLine(r, func(n int, line string) {
		var e Entry
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&e); err != nil {
			faults = append(faults, Fault{n, fmt.Sprintf("no entry in JSON: %v", err)})
			return
		}
		list, faults = keep(list, faults, n, e)
	})
	return list, faults, err
}

// keep adds an entry that has no fault.
func keep(list Lexicon, faults []Fault, line int, e Entry) (Lexicon, []Fault) {
	if e.Origin == "" && line > 0 {
		e.Origin = fmt.Sprintf("line %d", line)
	}
	list, why := list.Add(e)
	if why != "" {
		faults = append(faults, Fault{line, why})
	}
	return list, faults
}

// Add adds an entry, or says why it cannot be used.
func (l Lexicon) Add(e Entry) (Lexicon, string) {
	if why := e.tidy(); why != "" {
		return l, why
	}
	return append(l, e), ""
}

// String is the entry on one line, for people.
func (e Entry) String() string {
	parts := []string{e.Kind, e.Name}
	if len(e.Aliases) > 0 {
		parts = append(parts, "("+strings.Join(e.Aliases, "; ")+")")
	}
	for _, s := range []string{e.Country, strings.Join(e.Sectors, " "), e.Office} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if e.From != "" || e.To != "" {
		parts = append(parts, e.From+".."+e.To)
	}
	if e.Lat != nil && e.Lon != nil {
		parts = append(parts, fmt.Sprintf("%s at %.2f, %.2f", e.PlaceKind, *e.Lat, *e.Lon))
	}
	return strings.Join(parts, " ") + " [" + e.Origin + ", added " + e.Added + "]"
}

// Write writes one JSON object a line.
func (l Lexicon) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	for _, e := range l {
		if err := enc.Encode(e); err != nil {
			return fmt.Errorf("own: write the entry %s: %w", e.Name, err)
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("own: %w", err)
	}
	return nil
}

// Merge adds the entries that the lexicon does not have yet, whatever their
// origin, and says how many these are.
func (l Lexicon) Merge(more Lexicon) (Lexicon, int) {
	known := map[string]bool{}
	for _, e := range l {
		known[e.key()] = true
	}
	added := 0
	for _, e := range more {
		if k := e.key(); !known[k] {
			known[k] = true
			l = append(l, e)
			added++
		}
	}
	return l, added
}

// key is the same for entries that say the same.
func (e Entry) key() string {
	e.Origin, e.Added = "", ""
	b, err := json.Marshal(e)
	if err != nil {
		return e.Name
	}
	return string(b)
}

// Fingerprint tells lexicons apart that say different things, or "" for one
// that says nothing.
func (l Lexicon) Fingerprint() string {
	if len(l) == 0 {
		return ""
	}
	h := fnv.New64a()
	for _, e := range l {
		fmt.Fprintln(h, e.key())
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// Find lists the entries of which a name holds the words, in any case.
func (l Lexicon) Find(words string) Lexicon {
	words = strings.ToLower(words)
	var found Lexicon
	for _, e := range l {
		if slices.ContainsFunc(append([]string{e.Name}, e.Aliases...), func(n string) bool { return strings.Contains(strings.ToLower(n), words) }) {
			found = append(found, e)
		}
	}
	return found
}
