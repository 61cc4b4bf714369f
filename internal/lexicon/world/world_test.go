package world

import "testing"

func TestLoad(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(w.countries), len(w.persons), len(w.organizations), len(w.places.places), len(w.places.starts), len(w.roles))
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
