package record

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
