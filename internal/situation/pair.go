package situation

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"annals/internal/lexicon/sense"
)

// Link says that two events are probably one, how surely, and why.
type Link struct {
	Score float64  // 0 to 1
	Why   []string // what speaks for it, the strongest first; then what speaks against it
}

// LinkLeast is how sure it must be that two events are one for their reports to
// be read as telling of one.
const LinkLeast = .8

//go:embed join.tsv
var joinTable string

// Weights are the weights of a logistic model over the features of a pair.
type Weights map[string]float64

// joinWeights are the embedded weights of Compare; nothing changes them.
var joinWeights = sync.OnceValues(func() (Weights, error) { return ParseWeights(joinTable) })

// ParseWeights reads lines of a feature's name, a tab and its weight.
func ParseWeights(table string) (Weights, error) {
	w := Weights{}
	for n, line := range strings.Split(table, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, _ := strings.Cut(line, "\t")
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, fmt.Errorf("situation: weights: line %d: %w", n+1, err)
		}
		w[name] = v
	}
	return w, nil
}

// Feature is one observation on a pair of events.
type Feature struct {
	Name  string
	Value float64
}

// Pair lists what can be observed on two events. Similarity is that of their
// reports' terms, 1 within one report.
func Pair(a, b *Event, similarity float64, sameReport bool) []Feature {
	f := features{}
	f.words(a, b, similarity)
	f.types(a, b)
	f.parties("actor", a.Actors, b.Actors)
	f.parties("recipient", a.Recipients, b.Recipients)
	f.place(a, b)
	f.time(a, b)
	f.figures(a, b)
	f.add("report similarity", similarity)
	switch {
	case similarity >= .3:
		f.add("reports much alike", 1)
	case similarity < .12:
		f.add("reports unlike", 1)
	}
	if len(a.Named) > 0 && len(b.Named) > 0 && !slices.ContainsFunc(a.Named, func(k string) bool { return slices.Contains(b.Named, k) }) {
		f.add("other names", 1)
	}
	f.report(a, b, sameReport)
	return f.list
}

type features struct{ list []Feature }

func (f *features) add(name string, value float64) { f.list = append(f.list, Feature{name, value}) }

func (f *features) report(a, b *Event, same bool) {
	if same {
		f.add("same report", 1)
		if a.Head != b.Head {
			f.add("same report, another word", 1)
		}
	}
}

// words compares the words. A rare one says more than a common one, and the
// same word says more in reports that are alike.
func (f *features) words(a, b *Event, similarity float64) {
	switch {
	case a.Head == "" || b.Head == "":
	case a.Head == b.Head:
		f.add("same word", 1)
		f.add("same rare word", min(Rare(Hash(a.Head)), 6)/6)
		f.add("same word in like reports", similarity)
	case f.meaning(a, b, similarity):
	case a.Class != 0 && a.Class == b.Class:
		f.add("kindred word", 1)
		f.add("kindred word in like reports", similarity)
	case strings.HasPrefix(a.Head, b.Head) && len(b.Head) > 3 || strings.HasPrefix(b.Head, a.Head) && len(a.Head) > 3 || len(a.Head) > 4 && len(b.Head) > 4 && a.Head[:5] == b.Head[:5]:
		f.add("word of one root", 1)
	}
}

// types compares what kinds of things they are, and how firmly they are told.
func (f *features) types(a, b *Event) {
	switch {
	case a.Type == "" || b.Type == "":
	case a.Type != b.Type:
		f.add("another type", 1)
	case a.Mode != "" && a.Mode == b.Mode:
		f.add("same type and mode", 1)
	case a.Mode != "" && b.Mode != "":
		f.add("same type, another mode", 1)
	default:
		f.add("same type", 1)
	}
	if (a.Status == "denied") != (b.Status == "denied") && Settled(a.Status) && Settled(b.Status) && (a.Head == b.Head || a.Mode != "" && a.Mode == b.Mode) {
		f.add("one denies the other", 1)
	}
	switch {
	case wished(a.Status) && Settled(b.Status), wished(b.Status) && Settled(a.Status):
		f.add("one is real, one is not", 1)
	case Settled(a.Status) != Settled(b.Status):
		f.add("one is only possible", 1)
	}
}

// wished says whether a status speaks of what somebody wants or threatens:
// when it comes true, that is a thing of its own.
func wished(status string) bool { return status == "demanded" || status == "threatened" }

// meaning compares what two words can mean, and says whether it found
// anything.
func (f *features) meaning(a, b *Event, similarity float64) bool {
	senses, err := sense.Load()
	if err != nil {
		return false
	}
	k := senses.Compare(a.Word, b.Word)
	if k.Same > 0 {
		f.add("word of the same meaning", k.Same)
		f.add("word of the same meaning in like reports", k.Same*similarity)
	}
	if k.Kind > 0 {
		f.add("word of a narrower meaning", k.Kind)
		f.add("word of a narrower meaning in like reports", k.Kind*similarity)
	}
	return k.Same+k.Kind > 0
}

// Settled says whether a status speaks of a thing that was, is, is to be or is
// denied, rather than of one that is wished for or imagined.
func Settled(status string) bool {
	switch status {
	case "demanded", "threatened", "hypothetical", "possible":
		return false
	}
	return true
}

// parties compares those in the same part: the best that one pair of them
// says.
func (f *features) parties(part string, a, b []Who) {
	best, worst, any := Unlike, One, false
	for _, x := range a {
		for _, y := range b {
			s := x.Compare(y)
			best, worst, any = max(best, s), min(worst, s), true
		}
	}
	switch {
	case !any:
	case best == One:
		f.add("same "+part, 1)
	case best == Kindred:
		f.add("kindred "+part, 1)
	case worst == Unlike && best == Unlike:
		f.add("another "+part, 1)
	}
}

func (f *features) place(a, b *Event) {
	switch {
	case len(a.Places) > 0 && len(b.Places) > 0:
		if slices.ContainsFunc(a.Places, func(p string) bool { return slices.Contains(b.Places, p) }) {
			f.add("same place", 1)
		} else if a.placed() && b.placed() && (a.Placed || b.Placed) || a.Country != "" && b.Country != "" && a.Country != b.Country {
			f.add("another place", 1)
		} else { // of places in their sentences, none may be the event's own
			f.add("other places near", 1)
		}
	case a.Country != "" && a.Country == b.Country:
		f.add("same country", 1)
	case a.Country != "" && b.Country != "":
		f.add("another place", 1)
	}
}

// placed says whether an event has a place of its own, or its sentence names
// no other.
func (e *Event) placed() bool { return e.Placed || len(e.Places) == 1 }

func (f *features) time(a, b *Event) {
	if a.First != "" && b.First != "" {
		overlap := a.First < b.End && b.First < a.End
		whole := max(length(a), length(b))
		switch {
		case overlap && whole <= 2:
			f.add("same day", 1)
		case overlap:
			f.add("overlapping days", 1)
		default:
			f.add("another day", 1)
		}
		return
	}
	first, second := a.First, b.First
	if first == "" {
		first = a.Told
	}
	if second == "" {
		second = b.Told
	}
	if n, ok := daysBetween(first, second); ok {
		f.add("days apart", math.Min(float64(max(n, -n)), 14)/14)
	}
}

func length(e *Event) int {
	n, ok := daysBetween(e.First, e.End)
	if !ok {
		return 1
	}
	return n
}

func (f *features) figures(a, b *Event) {
	for _, x := range a.Figures {
		for _, y := range b.Figures {
			if x.Counts != y.Counts {
				continue
			}
			if x.Disagrees(y) {
				f.add("another figure", 1)
			} else if x.Value != nil && y.Value != nil && *x.Value == *y.Value {
				f.add("same figure", 1)
			}
			return
		}
	}
}

// conflicts are the observations that keep two events apart whatever speaks
// for them. Another day counts only where both reports give one.
var conflicts = []string{"another type", "another place", "another day", "another actor", "another recipient", "one is real, one is not",
	"same report, another word"}

// Compare weighs whether two events are one. Score is 0 where something keeps
// them apart.
func Compare(a, b *Event, similarity float64, sameReport bool) (Link, error) {
	weights, err := joinWeights()
	if err != nil {
		return Link{}, err
	}
	list := Pair(a, b, similarity, sameReport)
	for _, f := range list {
		if slices.Contains(conflicts, f.Name) {
			return Link{0, []string{f.Name}}, nil
		}
	}
	return Link{weights.Score(list), explain(weights, list)}, nil
}

// Score is the logistic function of the weighted sum of features.
func (w Weights) Score(list []Feature) float64 {
	sum := w["bias"]
	for _, f := range list {
		sum += w[f.Name] * f.Value
	}
	return 1 / (1 + math.Exp(-sum))
}

// explain names what weighed, the heaviest first; what speaks against comes
// last, marked by "but".
func explain(w Weights, list []Feature) []string {
	type part struct {
		name   string
		weight float64
	}
	var parts []part
	for _, f := range list {
		if math.Abs(w[f.Name]*f.Value) < .05 {
			continue
		}
		name := f.Name
		if f.Value != 1 && f.Name != "days apart" {
			name = fmt.Sprintf("%s %.2f", f.Name, f.Value)
		}
		if f.Name == "days apart" {
			name = fmt.Sprintf("%.0f days apart", f.Value*14)
		}
		parts = append(parts, part{name, w[f.Name] * f.Value})
	}
	slices.SortStableFunc(parts, func(x, y part) int {
		switch {
		case x.weight > y.weight:
			return -1
		case x.weight < y.weight:
			return 1
		}
		return 0
	})
	var why []string
	for _, p := range parts {
		if p.weight < 0 {
			p.name = "but " + p.name
		}
		why = append(why, p.name)
	}
	return why
}
