package origin

// Likeness says how much of two texts is the same.
type Likeness struct {
	Shared      int     // shingles in the own words of both
	Resemblance float64 // shared, of all that either has (Jaccard)
	First       float64 // share of the first text's own words that the second has
	Second      float64 // share of the second's that the first has
}

// What makes a copy. The values are measured: doc/EVALUATION.md.
const (
	leastShared    = 8   // shingles; fewer may be an official's title and a set phrase
	leastContained = .28 // of the shorter text
	shortContained = .40 // of a text that has few shingles
	shortText      = 40  // shingles
)

// Compare compares two texts by their own words. Where one is a quotation from
// beginning to end, its quoted words stand for its own.
func Compare(a, b *Print) Likeness {
	first, second := a.Own, b.Own
	shared := common(first, second)
	l := Likeness{Shared: shared}
	if shared == 0 {
		return l
	}
	l.First, l.Second = float64(shared)/float64(len(first)), float64(shared)/float64(len(second))
	l.Resemblance = float64(shared) / float64(len(first)+len(second)-shared)
	return l
}

// Copy says whether one text is a copy of the other, or of a part of it.
func (l Likeness) Copy() bool {
	if l.Shared < leastShared {
		return false
	}
	contained := max(l.First, l.Second)
	shorter := float64(l.Shared) / contained // shingles of the shorter text
	if shorter < shortText {
		return contained >= shortContained
	}
	return contained >= leastContained
}

// common is how many numbers two sorted lists share.
func common(a, b []uint32) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}
