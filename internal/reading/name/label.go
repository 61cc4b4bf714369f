package name

import (
	"annals/internal/reading/clue"
	"annals/internal/text"
)

// The tagger labels tokens in BILOU (Ratinov and Roth, CoNLL 2009): a name's
// Beginning, Inside and Last token, or Unit for a name of one token, each
// with a class; 0 is Outside.
const labels = 1 + 4*len(classes)

// Parts of a name, in the order of their labels.
const (
	begin  = int(clue.Begin)
	inside = int(clue.Inside)
	last   = int(clue.Last)
	unit   = int(clue.Unit)
)

// classes are the classes of names in the order of their labels.
var classes = [...]text.NameType{text.Person, text.Organization, text.Location, text.Misc}

func label(class, part int) int { return 1 + 4*class + part }

// part and class of a label other than 0.
func split(y int) (class, part int) { return (y - 1) / 4, (y - 1) % 4 }

// anyLabel is the set of all labels.
const anyLabel = labelSet(1<<labels - 1)

// outsideOrMisc is the set of Outside and the labels of the class MISC.
const outsideOrMisc = labelSet(1 | 0xF<<(1+4*(len(classes)-1)))

// labelSet is a set of labels, a bit each. Training gives one per token:
// a single label where the gold says so, several where it is silent.
type labelSet uint32

func (s labelSet) has(y int) bool { return s>>y&1 == 1 }

// opens reports whether a label may stand at the start of a sentence, or
// after the end of a name or Outside.
func opens(y int) bool {
	_, part := split(y)
	return y == 0 || part == begin || part == unit
}

// closes reports whether a label may stand at the end of a sentence.
func closes(y int) bool {
	_, part := split(y)
	return y == 0 || part == last || part == unit
}

// lattice lists, for each label, the labels that may stand before it.
type lattice [labels][]int

func newLattice() *lattice {
	var l lattice
	for y := range labels {
		for before := range labels {
			if opens(y) && closes(before) || !opens(y) && !closes(before) && (y-1)/4 == (before-1)/4 {
				l[y] = append(l[y], before)
			}
		}
	}
	return &l
}
