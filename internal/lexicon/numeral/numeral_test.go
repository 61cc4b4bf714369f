package numeral

import "testing"

func TestRead(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]Number{
		"770 people":                         {Value: 770, Atoms: 1, Plain: true},
		"1,200 troops":                       {Value: 1200, Atoms: 1},
		"1.2m votes":                         {Value: 1.2e6, Atoms: 2, Suffix: "m"},
		"3bn":                                {Value: 3e9, Atoms: 2, Suffix: "bn"},
		"12.5 million":                       {Value: 12.5e6, Atoms: 2},
		"10 000 tonnes":                      {Value: 10000, Atoms: 2},
		"three hundred soldiers":             {Value: 300, Atoms: 2, Word: true},
		"one hundred thousand":               {Value: 1e5, Atoms: 3, Word: true},
		"one hundred and fifty thousand men": {Value: 150000, Atoms: 5, Word: true},
		"one hundred and two hundred":        {Value: 100, Atoms: 2, Word: true},
		"twenty-one":                         {Value: 21, Atoms: 3, Word: true},
		"a dozen buses":                      {Value: 12, Atoms: 2, Word: true},
		"two dozen":                          {Value: 24, Atoms: 2, Word: true},
		"half a million":                     {Value: 5e5, Atoms: 3, Word: true},
		"two and a half years":               {Value: 2.5, Atoms: 4, Word: true},
		"one and a half million":             {Value: 1.5e6, Atoms: 5, Word: true},
		"a million and a half":               {Value: 1.5e6, Atoms: 5, Word: true},
		"a thousand million":                 {Value: 1e9, Atoms: 3, Word: true},
		"two million three hundred thousand": {Value: 2.3e6, Atoms: 5, Word: true},
		"tens of thousands of people":        {Value: 1e4, Atoms: 3, Word: true, Floor: true},
		"dozens were hurt":                   {Value: 12, Atoms: 1, Word: true, Floor: true},
		"nineteen eighty":                    {Value: 19, Atoms: 1, Word: true},
		"hundreds of thousands":              {Value: 1e5, Atoms: 3, Word: true, Floor: true},
	} {
		if got, ok := w.Read(Scan(in, 0)); !ok || got != want {
			t.Errorf("%q: got %+v, %v; want %+v", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "people", "10:30", "14.09.2020", "1,23", "a man", "half the seats", "tens"} {
		if got, ok := w.Read(Scan(in, 0)); ok {
			t.Errorf("%q: got %+v, want none", in, got)
		}
	}
}

func TestOrdinal(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string][2]int{"21st": {21, 2}, "third": {3, 1}, "twenty-first": {21, 3}, "two": {}, "5 th": {}} {
		if rank, taken := w.Ordinal(Scan(in, 0)); rank != want[0] || taken != want[1] {
			t.Errorf("%q: got %d in %d atoms, want %v", in, rank, taken, want)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"at 10:30 a.m. on Sept. 14, 2020", "$1.2bn–3bn", "U.S. £5m", "\xff1,000.", "½ a.b"} {
		f.Add(s)
	}
	w, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		atoms := Scan(s, 0)
		end := 0
		for i, a := range atoms {
			if a.Start < end || a.End <= a.Start || a.End > len(s) || s[a.Start:a.End] != a.Text {
				t.Fatalf("atom %d %+v of %q", i, a, s)
			}
			end = a.End
			if n, ok := w.Read(atoms[i:]); ok && (n.Atoms < 1 || n.Atoms > len(atoms)-i) {
				t.Fatalf("number %+v at %d of %q", n, i, s)
			}
			w.Ordinal(atoms[i:])
		}
	})
}
