package ingest

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// tongues reads the texts of each language.
func tongues(t *testing.T) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/languages.tsv")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		if tag, text, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && !strings.HasPrefix(tag, "#") {
			texts[tag] = append(texts[tag], text)
		}
	}
	return texts
}

// TestTongue holds the languages to their texts, each alone, its first eight
// words, and all of a language together. With -v it shows the table.
func TestTongue(t *testing.T) {
	l := load()
	told := func(text string) string {
		if l.english(text).is() {
			return "en"
		}
		tag, _ := l.tongue(text)
		return tag
	}
	texts := tongues(t)
	var tags []string
	for tag := range texts {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	wrong, unknown, all := 0, 0, 0
	for _, tag := range tags {
		right := [2]int{}
		for i, text := range texts[tag] {
			short := strings.Join(strings.Fields(text)[:min(8, len(strings.Fields(text)))], " ")
			for k, text := range []string{text, short} {
				got := told(text)
				if got == tag {
					right[k]++
				}
				if k == 0 && got != tag && got != "" {
					t.Errorf("%s, text %d: got %q", tag, i+1, got)
				}
				if k == 1 {
					all++
					switch got {
					case tag:
					case "":
						unknown++
					default:
						wrong++
						t.Logf("%s, eight words of text %d: got %q: %s", tag, i+1, got, short)
					}
				}
			}
		}
		joined := told(strings.Join(texts[tag], "\n"))
		if joined != tag {
			t.Errorf("%s, all texts: got %q", tag, joined)
		}
		t.Logf("%s: 20 words %d of %d, 8 words %d, 60 words %q", tag, right[0], len(texts[tag]), right[1], joined)
	}
	t.Logf("eight words: %d texts, %d wrong, %d unknown", all, wrong, unknown)
	if wrong*20 > all {
		t.Errorf("%d of %d beginnings of eight words are told wrongly", wrong, all)
	}
}

func TestIdentifyMixed(t *testing.T) {
	texts := tongues(t)
	russian, english := strings.Join(texts["ru"], "\n"), strings.Join(texts["en"], "\n")
	for name, c := range map[string]struct {
		in     string
		want   string
		refuse bool
	}{
		"five words":              {"The army left the town.", "en", false},
		"a headline":              {"Three killed in Lesna blast", "en", false},
		"two words":               {"Minister resigns", "", false},
		"Russian":                 {russian, "", true},
		"English with a citation": {english + "\n" + texts["ru"][0], "en", false},
		"two languages":           {russian + "\n" + english, "en", false},
		"Russian with a headline": {"Army leaves the town\n" + strings.Repeat(russian+"\n", 3), "", true},
		"Scots names":             {"Mr McCrae and Mrs Ní Bhriain met the Mac Giolla Phádraig family at Inverness.", "en", false},
		"a language of no table":  {"Häkim žurnalistlere derýanyň suwunyň köne portuň golaýynda entek ýokarlanýandygyny we iki köpriniň anna gününden bäri ýapykdygyny aýtdy, ýöne adamlar şonda-da olardan geçýärler diýdi.", "", true},
		"mostly Russian":          {strings.Repeat(russian+"\n", 2) + texts["en"][0] + "\n", "", true},
		"names only":              {"Volodymyr Zelenskyy, Andrius Kubilius, Olaf Scholz, Władysław Kosiniak-Kamysz", "", false},
	} {
		got, err := identify(c.in)
		if got != c.want || (err != nil) != c.refuse {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}
