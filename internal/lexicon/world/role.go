package world

import "strings"

// Role is what a noun phrase says about the sector of those it names:
// "protesters", "foreign minister", "central bank".
type Role struct {
	Phrase string // folded, singular: "foreign minister"
	Kind   string // "person" (one or several persons by their role), "group" or "organization"
	Sector string // PLOVER sector, or ""
	Cameo  string // CAMEO agent code, or ""
	Gender string // "m", "f" or ""
	Office string // the office of offices.tsv that the role is, or ""
}

// Role is the role of a noun phrase without determiners, singular or plural,
// by the longest known ending: "Belarusian interior ministers" gives interior
// minister. It is nil where no ending is known.
func (w *World) Role(phrase string) *Role {
	words := strings.Fields(Fold(phrase))
	for i := range words {
		key := strings.Join(words[i:], " ")
		if r := w.roles[key]; r != nil {
			return r
		}
		if r := w.roles[singular(key)]; r != nil {
			return r
		}
	}
	return nil
}

// singular undoes the regular English plurals of the last word.
func singular(s string) string {
	switch {
	case strings.HasSuffix(s, "children"):
		return strings.TrimSuffix(s, "ren")
	case strings.HasSuffix(s, "men"):
		return s[:len(s)-3] + "man"
	case strings.HasSuffix(s, "ies"):
		return s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "ches"), strings.HasSuffix(s, "sses"):
		return s[:len(s)-2]
	case strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "ss"):
		return s[:len(s)-1]
	}
	return s
}

func (w *World) loadRoles() error {
	w.roles = map[string]*Role{}
	// phrases, kind, sector, CAMEO agent, gender, office
	return readTable("roles.tsv", 6, func(c []string) error {
		for _, phrase := range list(c[0]) {
			key := Fold(phrase)
			w.roles[key] = &Role{key, c[1], c[2], c[3], c[4], c[5]}
		}
		return nil
	})
}
