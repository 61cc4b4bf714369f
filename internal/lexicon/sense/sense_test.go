package sense

import (
	"errors"
	"testing"
	"testing/fstest"
)

func TestCompare(t *testing.T) {
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		a, b string
		want func(Kin) bool
	}{
		{"fire", "dismiss", func(k Kin) bool { return k.Same > 0 }},
		{"thwart", "foil", func(k Kin) bool { return k.Same > .5 }},
		{"death", "die", func(k Kin) bool { return k.Same > .5 }},
		{"Attack", "assault", func(k Kin) bool { return k.Same > 0 }},
		{"murder", "kill", func(k Kin) bool { return k.Kind > .5 && k.Same == 0 }},
		{"fired", "dismissing", func(k Kin) bool { return k.Same > 0 }},
		{"struck", "hitting", func(k Kin) bool { return k.Same > 0 }},
		{"arrest", "march", func(k Kin) bool { return k == Kin{} }},
		{"arrest", "qqqq", func(k Kin) bool { return k == Kin{} }},
	} {
		if k := s.Compare(c.a, c.b); !c.want(k) || k != s.Compare(c.b, c.a) {
			t.Errorf("%s and %s: %+v, other way round %+v", c.a, c.b, k, s.Compare(c.b, c.a))
		}
	}
	for word, want := range map[string]string{"arrest": "verb", "death": "deed", "harbour": "verb", "table": "verb", "minister": "verb", "mayor": "thing", "qqqq": ""} {
		if got := s.FromVerb(word); got != want {
			t.Errorf("%s is %q, want %q", word, got, want)
		}
	}
}

// wordnet is a lexicon of our own in WordNet's format.
var wordnet = fstest.MapFS{
	"data.verb":  {Data: []byte("  1 a licence\n00000010 30 v 02 bolt 0 flit 0 001 @ 00000020 v 0000 01 + 01 00 | to go fast\n00000020 30 v 01 go 0 000 01 + 01 00 | to move\n")},
	"data.noun":  {Data: []byte("00000030 04 n 01 flight 0 001 + 00000010 v 0102 | a going\n")},
	"index.verb": {Data: []byte("bolt v 1 1 @ 1 0 00000010  \nflit v 1 1 @ 1 0 00000010  \ngo v 1 0 1 0 00000020  \n")},
	"index.noun": {Data: []byte("flight n 1 1 + 1 0 00000030  \nkite n 1 0 1 0 00000030  \n")},
}

func TestCompile(t *testing.T) {
	table, err := Compile(wordnet, func(w string) bool { return w != "kite" })
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		a, b string
		want Kin
	}{
		{"bolt", "flit", Kin{Same: 1}},
		{"bolt", "go", Kin{Kind: 1}},
		{"flight", "flit", Kin{Same: 1 / 1.5}},
		{"kite", "flight", Kin{}},
	} {
		if got := s.Compare(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %+v, want %+v", c.a, c.b, got, c.want)
		}
	}
	if got := s.FromVerb("flight"); got != "deed" {
		t.Errorf("flight is a %q", got)
	}
	for name, data := range map[string]string{"data.verb": "00000010 30 v 09 bolt", "index.verb": "bolt v 1 9 @"} {
		broken := fstest.MapFS{}
		for k, v := range wordnet {
			broken[k] = v
		}
		broken[name] = &fstest.MapFile{Data: []byte(data)}
		if _, err := Compile(broken, func(string) bool { return true }); err == nil {
			t.Errorf("%s %q is taken", name, data)
		}
	}
}

func FuzzNew(f *testing.F) {
	good, err := Compile(wordnet, func(string) bool { return true })
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := New(b)
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Fatal(err)
			}
			return
		}
		s.Compare("bolt", "flight")
	})
}
