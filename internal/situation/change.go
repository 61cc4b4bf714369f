package situation

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/record"
)

// Change is one difference between the records of two versions of a report.
type Change struct {
	Kind   string `json:"kind"`   // "event", "statement", "figure"
	What   string `json:"what"`   // "added", "gone", "changed"
	Row    string `json:"row"`    // id in the later record, or in the earlier one of what is gone
	Before string `json:"before"` // in words, "" for what was added
	After  string `json:"after"`
}

// Changes lists what the later version's record has otherwise than the earlier
// one's: rows that came, went, or say something else of the same thing.
func Changes(before, after *record.Record) []Change {
	var list []Change
	for _, kind := range []string{"event", "statement", "figure"} {
		old, fresh := told(before, kind), told(after, kind)
		// First those that say the same, then those of the same thing.
		old, fresh = without(old, fresh)
		for _, o := range old {
			i := slices.IndexFunc(fresh, func(f tellable) bool { return f.key == o.key })
			if i < 0 {
				list = append(list, Change{kind, "gone", o.row, o.words, ""})
				continue
			}
			list = append(list, Change{kind, "changed", fresh[i].row, o.words, fresh[i].words})
			fresh = slices.Delete(fresh, i, i+1)
		}
		for _, f := range fresh {
			list = append(list, Change{kind, "added", f.row, "", f.words})
		}
	}
	return list
}

// tellable is a row: by what it is the same thing, and what it says of it.
type tellable struct{ row, key, words string }

// without takes away from both lists the rows that say the same.
func without(a, b []tellable) (x, y []tellable) {
	b = slices.Clone(b)
	for _, t := range a {
		if i := slices.IndexFunc(b, func(o tellable) bool { return o.words == t.words }); i >= 0 {
			b = slices.Delete(b, i, i+1)
		} else {
			x = append(x, t)
		}
	}
	return x, b
}

// told puts the rows of a kind into words.
func told(r *record.Record, kind string) []tellable {
	actors := map[string]string{}
	for _, a := range r.Actors {
		actors[a.ID] = a.Name
	}
	who := func(list ...record.Party) string {
		var out []string
		for _, p := range list {
			switch {
			case p.Actor != nil && actors[*p.Actor] != "":
				out = append(out, actors[*p.Actor])
			case p.Description != nil:
				out = append(out, *p.Description)
			case p.Span != nil:
				out = append(out, p.Span.Text)
			}
		}
		return strings.Join(out, ", ")
	}
	var list []tellable
	switch kind {
	case "event":
		for _, e := range r.Events {
			words := fmt.Sprintf("%s %s: %s → %s: %s", e.Status, e.Plover, who(e.Actors...), who(e.Recipients...), e.Evidence.Text)
			list = append(list, tellable{e.ID, e.Plover + Head(e.Trigger.Text), words})
		}
	case "statement":
		for _, s := range r.Statements {
			var content []string
			for _, c := range s.Content {
				content = append(content, c.Text)
			}
			list = append(list, tellable{s.ID, who(s.Source) + firstWords(content[0]), fmt.Sprintf("%s (%s): %s", who(s.Source), s.Act, strings.Join(content, " … "))})
		}
	case "figure":
		for _, f := range r.Figures {
			list = append(list, tellable{f.ID, Counted(record.Value(f.Counts), strings.ToLower(record.Value(f.Unit))), f.Span.Text + " (" + who(f.AccordingTo...) + ")"})
		}
	}
	return list
}

// firstWords are the first two words of a text that are no numbers.
func firstWords(s string) string {
	f := slices.DeleteFunc(strings.Fields(s), func(w string) bool { return strings.ContainsAny(w, "0123456789") })
	return strings.Join(f[:min(2, len(f))], " ")
}
