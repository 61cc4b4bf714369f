package encoder

import "annals/internal/text"

// classes are the classes of names in the order of their labels.
var classes = [...]text.NameType{text.Person, text.Organization, text.Location, text.Misc}

// nameLabels is how many labels of names there are.
const nameLabels = 1 + 4*len(classes)

// NameLabels are the labels of names in the order of their classes: "O" and,
// for each class, a name's Beginning, Inside and Last token, or Unit for a
// name of one token (BILOU, Ratinov and Roth 2009).
func NameLabels() []string {
	labels := []string{"O"}
	for _, c := range classes {
		for _, part := range []string{"B", "I", "L", "U"} {
			labels = append(labels, part+"-"+string(c))
		}
	}
	return labels
}
