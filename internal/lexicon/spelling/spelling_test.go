package spelling

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func load(tb testing.TB) *Table {
	tb.Helper()
	t, err := Load()
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// TestPairs holds the comparison to pairs of names that were written before it
// and that no cost was learnt from, half of them names of different persons:
// precision at least 98 %, recall at least 75 %. The limit was set on the open
// half only.
func TestPairs(t *testing.T) {
	table := load(t)
	var found, wrong, missed int
	for _, part := range []string{"open", "closed"} {
		f, w, m := judge(t, table, part)
		t.Logf("%s half: %d found, %d wrong, %d missed: precision %.3f, recall %.3f", part, f, w, m, float64(f)/float64(f+w), float64(f)/float64(f+m))
		found, wrong, missed = found+f, wrong+w, missed+m
	}
	if precision := float64(found) / float64(found+wrong); precision < 0.98 {
		t.Errorf("precision %.3f: %d right, %d wrong", precision, found, wrong)
	}
	if recall := float64(found) / float64(found+missed); recall < 0.75 {
		t.Errorf("recall %.3f: %d found, %d missed", recall, found, missed)
	}
}

// judge counts the pairs of a half that are found, wrongly found and missed.
// The closed half's pairs are not shown.
func judge(t *testing.T, table *Table, part string) (found, wrong, missed int) {
	raw, err := os.ReadFile("testdata/pairs_" + part + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if line[0] == '#' {
			continue
		}
		c := strings.Split(strings.TrimSpace(line), "\t")
		same := table.Compare(c[0], c[1]) == Same
		if same != (table.Compare(c[1], c[0]) == Same) {
			t.Errorf("%s and %s: the order matters", c[0], c[1])
		}
		switch {
		case same && c[2] == "same":
			found++
		case same:
			wrong++
		case c[2] == "same":
			missed++
		}
		if same != (c[2] == "same") && part == "open" && testing.Verbose() {
			t.Logf("%s", line)
		}
	}
	return found, wrong, missed
}

func TestRomanise(t *testing.T) {
	table := load(t)
	for name, want := range map[string]string{
		"Łukaszenka’s": "lukaszenka", "Ціханоўская": "tsikhanouskaya", "Щербаков": "shcherbakov", "al-Assad": "al assad", "Đinđić": "djindjic",
		"Τσίπρας": "tsipras", "საქართველო": "sakartvelo", "": "", "習近平": "習近平",
	} {
		if got := table.Romanise(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func FuzzCompare(f *testing.F) {
	for _, s := range []string{"Abd al-", "ibn", "Kim Jong-un", "\xff", "نصر الله", "the the", "X Æ A-12", "İİ"} {
		f.Add(s, "Abdul Aziz")
	}
	table := load(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		if table.Compare(a, b) != table.Compare(b, a) {
			t.Errorf("%q and %q: the order matters", a, b)
		}
		if r := table.Romanise(a); utf8.ValidString(a) && !utf8.ValidString(r) || strings.Contains(r, "  ") {
			t.Errorf("%q is romanised as %q", a, r)
		}
		table.Keys(a)
	})
}

func BenchmarkCompare(b *testing.B) {
	table := load(b)
	b.ReportAllocs()
	for b.Loop() {
		table.Compare("Sviatlana Cichanouska", "Svetlana Tikhanovskaya")
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
