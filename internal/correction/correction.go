package correction

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"annals/internal/record"
)

// Action is what a correction does.
type Action string

const (
	Set         Action = "set"         // gives a row other values
	Drop        Action = "drop"        // takes a row away
	Join        Action = "join"        // two events are one
	Part        Action = "part"        // two events are not one; without a second, the event is one with no other
	Copy        Action = "copy"        // two reports have one origin
	Independent Action = "independent" // two reports have not
	Retract     Action = "retract"     // the report was taken back by its outlet
	Merge       Action = "merge"       // two actors are one, under the second one's name
	Split       Action = "split"       // this report's actor is not who bears the same name elsewhere
	Rename      Action = "rename"      // the actor is called otherwise
	Delete      Action = "delete"      // this is no actor
	Pin         Action = "pin"         // this report's actor is that one, whatever a later reading says
	Undo        Action = "undo"        // takes another correction back
)

// Correction is one entry. ID and At are given when it is stored.
type Correction struct {
	ID     int64             `json:"id"`
	At     string            `json:"at"` // RFC 3339
	Who    string            `json:"who"`
	Why    string            `json:"why"`
	Action Action            `json:"action"`
	Row    *Anchor           `json:"row,omitempty"`    // the row or report that is corrected
	Other  *Anchor           `json:"other,omitempty"`  // the second row or report
	Actor  string            `json:"actor,omitempty"`  // key of the actor over reports
	Into   string            `json:"into,omitempty"`   // key of the second actor, or the new name
	Values map[string]string `json:"values,omitempty"` // field → value, for set
	Was    map[string]string `json:"was,omitempty"`    // what stood there when the correction was made
	Undoes int64             `json:"undoes,omitempty"`
}

// Anchor is a row by the words it rests on, or a whole report.
type Anchor struct {
	Report string `json:"report"`          // content id
	Row    string `json:"row,omitempty"`   // its id when the correction was made: "E3"; empty for the report
	Start  int    `json:"start,omitempty"` // of the words, in code points
	End    int    `json:"end,omitempty"`
	Words  string `json:"words,omitempty"`
}

// Check says what is missing in the correction, or nil.
func (c *Correction) Check() error {
	switch {
	case strings.TrimSpace(c.Who) == "":
		return errors.New("correction: it needs a name (--who)")
	case strings.TrimSpace(c.Why) == "":
		return errors.New("correction: it needs a reason (--why)")
	}
	row, other := c.Row != nil, c.Other != nil
	ok := false
	switch c.Action {
	case Set:
		ok = row && len(c.Values) > 0
	case Drop, Part, Retract, Split:
		ok = row
	case Join, Copy, Independent:
		ok = row && other
	case Merge, Rename:
		ok = c.Actor != "" && c.Into != ""
	case Delete:
		ok = c.Actor != ""
	case Pin:
		ok = row && c.Into != ""
	case Undo:
		ok = c.Undoes > 0
	}
	if !ok {
		return fmt.Errorf("correction: %q lacks what it corrects", c.Action)
	}
	return nil
}

// OwnKey is the key of the actor that a split makes.
func (c *Correction) OwnKey() string {
	return fmt.Sprintf("own:%s/%d", strings.TrimPrefix(c.Row.Report, "sha256:"), c.Row.Start)
}

// Keys are the keys of the actors over reports that a correction speaks of.
func (c *Correction) Keys() []string {
	switch c.Action {
	case Merge:
		return []string{c.Actor, c.Into}
	case Pin:
		return []string{c.Into}
	case Rename, Delete: // a new name is no key
		return []string{c.Actor}
	}
	return nil
}

// Parse reads a correction from JSON.
func Parse(data []byte) (Correction, error) {
	var c Correction
	if err := json.Unmarshal(data, &c); err != nil {
		return c, fmt.Errorf("correction: %w", err)
	}
	return c, nil
}

// AnchorOf is the anchor of a row of a record, or of the whole report if the
// row is empty. It fails if there is no such row.
func AnchorOf(r *record.Record, row string) (*Anchor, error) {
	a := &Anchor{Report: r.Report.ID, Row: row}
	if row == "" {
		return a, nil
	}
	for _, w := range rowsOf(r) {
		if w.id == row {
			a.Start, a.End, a.Words = w.span.Start, w.span.End, w.span.Text
			return a, nil
		}
	}
	return nil, fmt.Errorf("correction: report has no row %s", row)
}

// rowSpan is a row with the words it rests on.
type rowSpan struct {
	id   string
	span record.Span
}

// rowsOf lists the rows of a record that can be corrected.
func rowsOf(r *record.Record) []rowSpan {
	var list []rowSpan
	for _, e := range r.Events {
		list = append(list, rowSpan{e.ID, e.Trigger})
	}
	for _, s := range r.Statements {
		list = append(list, rowSpan{s.ID, s.Content[0]})
	}
	for _, f := range r.Figures {
		list = append(list, rowSpan{f.ID, f.Span})
	}
	for _, a := range r.Actors {
		list = append(list, rowSpan{a.ID, a.Mentions[0]})
	}
	return list
}

// Find is the row of the record that the anchor speaks of: the one of the same
// kind on the same words (of an actor: the one with a mention there), or, where
// a later reading cut them otherwise, the one whose words overlap most. "" if
// there is none.
func (a *Anchor) Find(r *record.Record) string {
	if a.Row[:1] == "A" { // the same words may be a later mention of it now
		for _, actor := range r.Actors {
			for _, m := range actor.Mentions {
				if m.Start == a.Start && m.End == a.End {
					return actor.ID
				}
			}
		}
	}
	best, most := "", 0
	for _, w := range rowsOf(r) {
		if w.id[:1] != a.Row[:1] {
			continue
		}
		if w.span.Start == a.Start && w.span.End == a.End {
			if w.id == a.Row {
				return w.id
			}
			best, most = w.id, a.End-a.Start+1
		}
		if shared := min(w.span.End, a.End) - max(w.span.Start, a.Start); shared > most {
			best, most = w.id, shared
		}
	}
	return best
}

// Active lists the corrections that hold: those that no undo takes back, an
// undo being itself open to be taken back.
func Active(all []Correction) []Correction {
	undone := map[int64]bool{}
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b Correction) int { return int(b.ID - a.ID) })
	for _, c := range sorted { // the newest first: whatever takes it back is newer
		if c.Action == Undo && !undone[c.ID] {
			undone[c.Undoes] = true
		}
	}
	var active []Correction
	for _, c := range all {
		if c.Action != Undo && !undone[c.ID] {
			active = append(active, c)
		}
	}
	slices.SortFunc(active, func(a, b Correction) int { return int(a.ID - b.ID) })
	return active
}
