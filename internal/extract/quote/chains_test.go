package quote

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"annals/internal/text"
)

// TestChains scores the chains of sources in the passages of chains.txt, and of
// chains_unseen.txt, which no rule was made for. The golden files begin with the
// scores.
//
// A statement is found if another has its source and shares four fifths of its
// content's words; its chain is exact if the links in their order, the
// statement around it, and whether and how many sources are unnamed, are the
// same too; it is whole if all of its line is.
func TestChains(t *testing.T) {
	read := reader(t)
	finder, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"chains", "chains_unseen"} {
		t.Run(file, func(t *testing.T) { holdChains(t, finder, read, file) })
	}
}

func holdChains(t *testing.T, finder *Finder, read func(string) *text.Document, file string) {
	var all strings.Builder
	var sum chainScore
	for _, p := range passages(t, file+".txt") {
		got := shown(p.find(t, finder, read))
		score := scoreChains(got, p.want)
		sum.add(score)
		mark := ""
		if score.exact < score.gold || score.system > score.gold {
			mark = " (not exact)"
		}
		fmt.Fprintf(&all, "== %s%s\n%s\n", p.name, mark, strings.Join(append(got, ""), "\n"))
		if mark != "" {
			t.Logf("%s: %s\ngot:\n  %s\nwant:\n  %s", p.name, p.text, strings.Join(got, "\n  "), strings.Join(p.want, "\n  "))
		}
	}
	t.Log(sum)
	golden(t, file+".golden", sum.String()+all.String())
}

// chainScore counts statements, and passages of which all are exact.
type chainScore struct{ gold, system, found, exact, whole, passages, clean int }

func (s *chainScore) add(o chainScore) {
	s.gold += o.gold
	s.system += o.system
	s.found += o.found
	s.exact += o.exact
	s.whole += o.whole
	s.passages++
	if o.exact == o.gold && o.system == o.gold {
		s.clean++
	}
}

func (s chainScore) String() string {
	return fmt.Sprintf("%d statements in %d passages, %d read\nfound %d, chain exact %d, all exact %d\npassages with every chain exact and nothing else: %d\n\n",
		s.gold, s.passages, s.system, s.found, s.exact, s.whole, s.clean)
}

func scoreChains(got, want []string) chainScore {
	score := chainScore{gold: len(want), system: len(got)}
	used := make([]bool, len(got))
	for _, w := range want {
		gold := strings.Split(w, " | ")
		for i, g := range got {
			have := strings.Split(g, " | ")
			if used[i] || have[0] != gold[0] || alike(have[2], gold[2]) < 0.8 {
				continue
			}
			used[i] = true
			score.found++
			if slices.Equal(links(have), links(gold)) {
				score.exact++
			}
			if g == w {
				score.whole++
			}
			break
		}
	}
	return score
}

// links are the parts of a line's rest that make the chain: all but whom the
// statement is made to.
func links(line []string) []string {
	if len(line) < 5 {
		return nil
	}
	return slices.DeleteFunc(strings.Split(line[4], "; "), func(s string) bool { return strings.HasPrefix(s, "to ") })
}

// alike is how many words two contents share over how many they have.
func alike(a, b string) float64 {
	x, y := strings.FieldsFunc(a, notWord), strings.FieldsFunc(b, notWord)
	both := 0
	left := slices.Clone(y)
	for _, w := range x {
		if i := slices.Index(left, w); i >= 0 {
			left = slices.Delete(left, i, i+1)
			both++
		}
	}
	return float64(both) / float64(max(1, len(x)+len(y)-both))
}

func notWord(r rune) bool { return strings.ContainsRune(" “”\"‘’'«»„`,.…?!", r) }
