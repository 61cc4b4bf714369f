package calendar

import (
	"strconv"
	"testing"
)

func TestLoad(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[Kind]bool{Month: true, Weekday: true, Weekdays: true, Unit: true, Part: true, Season: true, Often: true,
		Decade: true, Feast: true, Zone: true, Vague: true, Name: true, Opener: true}
	for _, list := range []map[string][]Entry{w.single, w.phrases} {
		for _, entries := range list {
			for _, e := range entries {
				if !kinds[e.Kind] {
					t.Errorf("%s: unknown kind %q", e.Phrase, e.Kind)
				}
				if n, err := strconv.Atoi(e.Value); e.Kind == Month && (err != nil || n < 1 || n > 12) || e.Kind == Weekday && (err != nil || n < 1 || n > 7) {
					t.Errorf("%s: value %q", e.Phrase, e.Value)
				}
			}
		}
	}
	if e, ok := w.Lookup("september", Month); !ok || e.Value != "9" {
		t.Errorf("september: %+v", e)
	}
	if _, ok := w.Lookup("may", Weekday); ok {
		t.Error("may is no weekday")
	}
	if len(w.Phrases("black")) == 0 {
		t.Error("no phrase begins with black")
	}
}
