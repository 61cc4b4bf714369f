package world

import "strings"

// ShortState is a state of a federation by a short form of its name.
type ShortState struct {
	Country string // alpha-3
	Name    string // "Georgia"
}

// ShortStates lists the states that a short form as printed stands for behind the
// name of a town: "Ga.", "GA"; Washington and Western Australia for "WA".
func (w *World) ShortStates(form string) []ShortState {
	return w.shortStates[strings.TrimSuffix(form, ".")]
}

func (w *World) loadShortStates() error {
	w.shortStates = map[string][]ShortState{}
	// form, country, name
	return readTable("states_short.tsv", 3, func(c []string) error {
		form := strings.TrimSuffix(c[0], ".")
		w.shortStates[form] = append(w.shortStates[form], ShortState{c[1], c[2]})
		return nil
	})
}
