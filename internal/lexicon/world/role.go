package world

// Role is what a noun phrase says about the sector of those it names:
// "protesters", "foreign minister", "central bank".
type Role struct {
	Phrase string // folded, singular: "foreign minister"
	Kind   string // "person" (one or several persons by their role), "group" or "organization"
	Sector string // PLOVER sector, or ""
	Cameo  string // CAMEO agent code, or ""
	Gender string // "m", "f" or ""
}

// Role is the role of a noun phrase without determiners, singular or plural,
// by the longest known ending: "former Belarusian interior ministers" → interior
// minister. It is nil where no ending is known.
func (w *World) Role(phrase string) *Role { return nil }
