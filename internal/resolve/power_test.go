package resolve

import (
	"strings"
	"testing"

	"annals/internal/record"
)

// TestTheTwo reads a description of several as a source and as a party, and asks
// whom both are tied to.
func TestTheTwo(t *testing.T) {
	const meeting = `Turkish/ADJ/2/amod President/PROPN/3/compound Erdogan/PROPN/4/nsubj met/VERB/0/root/meet Chancellor/PROPN/6/compound Merkel/PROPN/4/obj ./PUNCT/4/punct
`
	const people = "PER n2-3/2\nPER n5-6/5"
	for name, test := range map[string]struct {
		tree, entities, who string
		source              string   // nobody or an actor's name
		actors              []string // names
	}{
		"leaders": {
			tree:     meeting + `The/DET/3/det two/NUM/3/nummod leaders/NOUN/4/nsubj/leader agreed/VERB/0/root/agree ./PUNCT/4/punct`,
			entities: people, who: "The two leaders",
			source: "Recep Tayyip Erdoğan and Angela Merkel", actors: []string{"Recep Tayyip Erdoğan", "Angela Merkel"},
		},
		"more than two": {
			tree:     meeting + `Putin/PROPN/2/nsubj waited/VERB/0/root/wait ./PUNCT/2/punct` + "\n" + `The/DET/3/det two/NUM/3/nummod leaders/NOUN/4/nsubj/leader agreed/VERB/0/root/agree ./PUNCT/4/punct`,
			entities: people + "\nPER n7-8/7\n- d10-13/12", who: "The two leaders",
			source: "The two leaders", actors: []string{"The two leaders"},
		},
		"only one of them is called so": {
			tree:     meeting + `The/DET/3/det two/NUM/3/nummod presidents/NOUN/4/nsubj/president agreed/VERB/0/root/agree ./PUNCT/4/punct`,
			entities: people + "\n- d7-10/9", who: "The two presidents",
			source: "The two presidents", actors: []string{"The two presidents"},
		},
		"countries": {
			tree: `Pakistan/PROPN/2/nsubj bombed/VERB/0/root/bomb Kabul/PROPN/2/obj ./PUNCT/2/punct
Both/DET/2/det countries/NOUN/3/nsubj/country agreed/VERB/0/root/agree ./PUNCT/3/punct`,
			entities: "LOC n0-1/0\nLOC n2-3/2", who: "Both countries",
			source: "Pakistan and Afghanistan", actors: []string{"Pakistan", "Afghanistan"},
		},
		"others": {
			tree: `Pakistan/PROPN/2/nsubj bombed/VERB/0/root/bomb Kabul/PROPN/2/obj ./PUNCT/2/punct
The/DET/4/det two/NUM/4/nummod other/ADJ/4/amod countries/NOUN/5/nsubj/country agreed/VERB/0/root/agree ./PUNCT/5/punct`,
			entities: "LOC n0-1/0\nLOC n2-3/2", who: "The two other countries",
			source: "nobody", actors: []string{"nobody"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			rec := report{tree: test.tree, entities: test.entities}.resolve(t, []string{test.who}, []string{test.who}, nil)
			name := func(p record.Party) string {
				for _, a := range rec.Actors {
					if p.Actor != nil && a.ID == *p.Actor {
						return a.Name
					}
				}
				return "nobody"
			}
			if got := name(rec.Statements[0].Source); got != test.source {
				t.Errorf("source is tied to %s, want %s", got, test.source)
			}
			var actors []string
			for _, p := range rec.Events[0].Actors {
				actors = append(actors, name(p))
			}
			if got, want := strings.Join(actors, ", "), strings.Join(test.actors, ", "); got != want {
				t.Errorf("actors are %s, want %s", got, want)
			}
		})
	}
}

// TestRulers reads descriptions of those who govern a country where a report names
// one who does.
func TestRulers(t *testing.T) {
	for name, test := range map[string]struct{ tree, entities, source, want string }{
		"a seat of power": {
			tree: `Putin/PROPN/2/nsubj waited/VERB/0/root/wait ./PUNCT/2/punct
The/DET/2/det head/NOUN/6/nsubj of/ADP/5/case the/DET/5/det Kremlin/PROPN/2/nmod smiled/VERB/0/root/smile ./PUNCT/6/punct`,
			entities: "PER n0-1/0\n- d3-8/4\nORG n7-8/7", source: "The head of the Kremlin", want: "Vladimir Putin",
		},
		"a country": {
			tree: `Merkel/PROPN/2/nsubj waited/VERB/0/root/wait ./PUNCT/2/punct
The/DET/3/det German/ADJ/3/amod leader/NOUN/4/nsubj smiled/VERB/0/root/smile ./PUNCT/4/punct`,
			entities: "PER n0-1/0\n- d3-6/5", source: "The German leader", want: "Angela Merkel",
		},
		"somebody else there": {
			tree: `Merkel/PROPN/2/nsubj waited/VERB/0/root/wait ./PUNCT/2/punct
The/DET/4/det German/ADJ/4/amod opposition/NOUN/4/compound leader/NOUN/5/nsubj smiled/VERB/0/root/smile ./PUNCT/5/punct`,
			entities: "PER n0-1/0\n- d3-7/6", source: "The German opposition leader", want: "The German opposition leader",
		},
		"elsewhere": {
			tree: `Merkel/PROPN/2/nsubj waited/VERB/0/root/wait ./PUNCT/2/punct
The/DET/3/det French/ADJ/3/amod leader/NOUN/4/nsubj smiled/VERB/0/root/smile ./PUNCT/4/punct`,
			entities: "PER n0-1/0\n- d3-6/5", source: "The French leader", want: "The French leader",
		},
	} {
		t.Run(name, func(t *testing.T) {
			rec := report{tree: test.tree, entities: test.entities}.resolve(t, []string{test.source}, nil, nil)
			got := "nobody"
			for _, a := range rec.Actors {
				if p := rec.Statements[0].Source; p.Actor != nil && a.ID == *p.Actor {
					got = a.Name
				}
			}
			if got != test.want {
				t.Errorf("tied to %s, want %s", got, test.want)
			}
		})
	}
}
