package record

import "slices"

// Settle makes the copies of times and places inside statements and events
// equal to the record's own, which later steps may have completed, and turns
// nil lists into empty ones.
func (r *Record) Settle() {
	times := map[string]*Time{}
	for i := range r.Times {
		times[r.Times[i].ID] = &r.Times[i]
	}
	places := map[string]*Place{}
	for i := range r.Places {
		places[r.Places[i].ID] = &r.Places[i]
	}
	for i := range r.Statements {
		if s := r.Statements[i].Said; s != nil && times[s.ID] != nil {
			*s = *times[s.ID]
		}
	}
	for i := range r.Events {
		if w := r.Events[i].When; w != nil && times[w.ID] != nil {
			*w = *times[w.ID]
		}
		if w := r.Events[i].Where; w != nil && places[w.ID] != nil {
			*w = *places[w.ID]
		}
	}
	r.fillLists()
}

// Drop leaves out the statements and events whose confidence is known and
// below least, and what refers to them.
func (r *Record) Drop(least float64) {
	low := func(v *float64) bool { return v != nil && *v < least }
	gone := map[string]bool{}
	r.Statements = slices.DeleteFunc(r.Statements, func(s Statement) bool {
		if low(s.Confidence) {
			gone[s.ID] = true
		}
		return gone[s.ID]
	})
	for i := range r.Statements {
		if w := r.Statements[i].Within; w != nil && gone[*w] {
			r.Statements[i].Within = nil
		}
	}
	// An event whose only voice was dropped goes as well: left in, it would
	// seem to stand in the report's own voice.
	r.Events = slices.DeleteFunc(r.Events, func(e Event) bool {
		return low(e.Confidence) || len(e.AccordingTo) > 0 && !slices.ContainsFunc(e.AccordingTo, func(id string) bool { return !gone[id] })
	})
	for i := range r.Events {
		r.Events[i].AccordingTo = slices.DeleteFunc(r.Events[i].AccordingTo, func(id string) bool { return gone[id] })
	}
}
