package cluster

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"testing"
)

// induced finds classes in sentences of three sorts of words, each in a place
// of its own.
func induced(t testing.TB) []byte {
	t.Helper()
	var in Inducer
	for i := range 3000 {
		in.Add([]string{fmt.Sprintf("a%c", 'a'+i%7), fmt.Sprintf("b%c", 'a'+i%11), fmt.Sprintf("c%c", 'a'+i%5)})
	}
	table, err := in.Induce(Options{Coarse: 3, Fine: 3}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestInduce(t *testing.T) {
	table := induced(t)
	if !bytes.Equal(table, induced(t)) {
		t.Error("a second run differs")
	}
	c, err := New(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]string{{"aa", "ag"}, {"ba", "bk"}, {"ca", "ce"}, {"AB", "ac"}} {
		if c.Of(pair[0]) != c.Of(pair[1]) || c.Of(pair[0]).Fine == 0 {
			t.Errorf("%q and %q: %v and %v", pair[0], pair[1], c.Of(pair[0]), c.Of(pair[1]))
		}
	}
	if a, b := c.Of("aa"), c.Of("bb"); a.Fine == b.Fine || a.Coarse == b.Coarse {
		t.Errorf("words in different places are together: %v, %v", a, b)
	}
	if got := c.Of("unheard"); got != (Class{}) {
		t.Errorf("a word that is not known has class %v", got)
	}
	var in Inducer
	if _, err := in.Induce(Options{}, nil); err == nil {
		t.Error("no text, no error")
	}
}

func TestLoad(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if tuesday, friday := c.Of("Tuesday"), c.Of("friday"); tuesday != friday || tuesday.Fine == 0 {
		t.Errorf("weekdays are apart: %v, %v", tuesday, friday)
	}
}

func TestOfDoesNotAllocate(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { c.Of("Ministers’") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func zip(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func TestNewMalformed(t *testing.T) {
	for name, b := range map[string][]byte{
		"no gzip":  []byte("words"),
		"no magic": zip([]byte("words")),
		"cut":      zip([]byte(magic + "\x02\x01\x01\x01")),
		"count":    zip([]byte(magic + "\xff\xff\x03")),
		"no class": zip([]byte(magic + "\x01\x01\x01\x00")),
	} {
		if _, err := New(b); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func FuzzNew(f *testing.F) {
	f.Add([]byte(magic + "\x01\x05\x01\x02"))
	f.Add([]byte(magic + "\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := New(zip(b)); err == nil {
			c.Of("word")
		}
	})
}
