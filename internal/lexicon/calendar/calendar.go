// Package calendar holds the words for times: months, weekdays, units, parts
// of the day, seasons, feasts, zones. It reads its embedded table and writes
// nothing.
package calendar

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed calendar.tsv
var table string

// Kind is the class of an entry.
type Kind string

// Kinds of Entry; the value that each has stands in calendar.tsv.
const (
	Month    Kind = "month"
	Weekday  Kind = "weekday"
	Weekdays Kind = "weekdays"
	Unit     Kind = "unit"
	Part     Kind = "part"
	Season   Kind = "season"
	Often    Kind = "often"
	Decade   Kind = "decade"
	Feast    Kind = "feast"
	Zone     Kind = "zone"
	Vague    Kind = "vague"
	Name     Kind = "name"
	Opener   Kind = "opener"
)

// Entry is a word or phrase in lower case.
type Entry struct {
	Phrase, Value, Detail string
	Kind                  Kind
}

// Words is the table. It is read-only and safe for use by several goroutines.
type Words struct {
	single  map[string][]Entry
	phrases map[string][]Entry // by first word
}

// Load parses the embedded table.
func Load() (*Words, error) {
	w := &Words{map[string][]Entry{}, map[string][]Entry{}}
	for n, line := range strings.Split(table, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := append(strings.Split(line, "\t"), "")
		if len(f) < 4 {
			return nil, fmt.Errorf("calendar: line %d: want word, kind, value and detail", n+1)
		}
		e := Entry{Phrase: f[0], Kind: Kind(f[1]), Value: f[2], Detail: f[3]}
		if first, _, several := strings.Cut(e.Phrase, " "); several {
			w.phrases[first] = append(w.phrases[first], e)
		} else {
			w.single[e.Phrase] = append(w.single[e.Phrase], e)
		}
	}
	return w, nil
}

// Lookup is the word's entry of a kind; the word is in lower case.
func (w *Words) Lookup(word string, kind Kind) (Entry, bool) {
	for _, e := range w.single[word] {
		if e.Kind == kind {
			return e, true
		}
	}
	return Entry{}, false
}

// Opens reports whether an entry begins with the word.
func (w *Words) Opens(word string) bool { return len(w.single[word]) > 0 || len(w.phrases[word]) > 0 }

// Phrases lists the entries of several words that begin with this word.
func (w *Words) Phrases(first string) []Entry { return w.phrases[first] }
