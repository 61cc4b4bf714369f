package corpus

import (
	"testing"

	"annals/internal/text"
)

func TestChains(t *testing.T) {
	d := TreebankDoc{Misc: []string{
		"Entity=(1-person-new-x|SpaceAfter=No", "Entity=(2-place-new)1)", "_", "Entity=(1-person-giv(3-event", "Entity=3)1)", "Entity=(4[1/2]-a)",
	}}
	chains, err := d.Chains()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]text.Span{{{Start: 0, End: 2}, {Start: 3, End: 5}}, {{Start: 1, End: 2}}, {{Start: 3, End: 5}}, {{Start: 5, End: 6}}}
	found := 0
	for _, c := range chains {
		for _, w := range want {
			if len(c) == len(w) && c[0] == w[0] {
				found++
				break
			}
		}
	}
	if len(chains) != 4 || found != 4 {
		t.Errorf("got %v", chains)
	}
	if _, err := (&TreebankDoc{Misc: []string{"Entity=9)"}}).Chains(); err == nil {
		t.Error("an entity that was never opened closes without an error")
	}
}
