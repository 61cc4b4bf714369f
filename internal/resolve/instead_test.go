package resolve

import "testing"

// TestWhoSpeaksOn reads reports whose second sentence goes on with a pronoun or a
// description, and asks whom its source is tied to.
func TestWhoSpeaksOn(t *testing.T) {
	for name, test := range map[string]struct {
		tree, entities string
		sources        []string // the last one is asked for
		want           string
	}{
		"they are those who spoke, not those spoken of": {
			tree: `Nurses/NOUN/2/nsubj/nurse accused/VERB/0/root/accuse rebels/NOUN/2/obj/rebel ./PUNCT/2/punct
They/PRON/2/nsubj said/VERB/0/root/say so/ADV/2/advmod ./PUNCT/2/punct`,
			entities: "- d0-1/0\n- d2-3/2 p4-5/4", sources: []string{"Nurses", "They"}, want: "Nurses",
		},
		"he is the subject of a fronted clause": {
			tree: `Juan/PROPN/3/nsubj Testowy/PROPN/1/flat left/VERB/0/root/leave ./PUNCT/3/punct
Where/ADV/4/advmod Ana/PROPN/4/nsubj Probna/PROPN/2/flat lived/VERB/6/advcl/live she/PRON/6/nsubj spoke/VERB/0/root/speak ./PUNCT/6/punct`,
			entities: "PER n0-2/0\nPER n5-7/5\n- p8-9/8", sources: []string{"she"}, want: "Ana Probna",
		},
		"a name behind its owner": {
			tree:     `Zorya/PROPN/3/nmod:poss 's/PART/1/case Ana/PROPN/5/nsubj Probna/PROPN/3/flat spoke/VERB/0/root/speak ./PUNCT/5/punct`,
			entities: "ORG n0-1/0\nPER n2-4/2", sources: []string{"Zorya 's Ana Probna"}, want: "Ana Probna",
		},
		"two with what they are": {
			tree:     `Ana/PROPN/11/nsubj Probna/PROPN/1/flat ,/PUNCT/5/punct a/DET/5/det lawyer/NOUN/1/appos ,/PUNCT/9/punct and/CCONJ/9/cc Sen./PROPN/9/compound Juan/PROPN/1/conj Testowy/PROPN/9/flat spoke/VERB/0/root/speak ./PUNCT/11/punct`,
			entities: "PER n0-2/0\nPER n8-10/8", sources: []string{"Ana Probna , a lawyer , and Sen. Juan Testowy"}, want: "Ana Probna and Juan Testowy",
		},
		"somebody of another occupation": {
			tree: `Ana/PROPN/6/nsubj Probna/PROPN/1/flat ,/PUNCT/5/punct a/DET/5/det midwife/NOUN/1/appos spoke/VERB/0/root/speak ./PUNCT/6/punct
The/DET/2/det hospital/NOUN/4/nmod:poss 's/PART/2/case director/NOUN/5/nsubj agreed/VERB/0/root/agree ./PUNCT/5/punct`,
			entities: "PER n0-2/0 d7-11/10", sources: []string{"The hospital 's director"}, want: "The hospital 's director",
		},
		"his office is a body of his": {
			tree: `Juan/PROPN/3/nsubj Testowy/PROPN/1/flat left/VERB/0/root/leave ./PUNCT/3/punct
His/PRON/2/nmod:poss office/NOUN/3/nsubj agreed/VERB/0/root/agree ./PUNCT/3/punct`,
			entities: "PER n0-2/0 p4-5/4", sources: []string{"His office"}, want: "office of Juan Testowy",
		},
	} {
		t.Run(name, func(t *testing.T) {
			rec := report{tree: test.tree, entities: test.entities}.resolve(t, test.sources, nil, nil)
			source, got := rec.Statements[len(rec.Statements)-1].Source, "nobody"
			for _, a := range rec.Actors {
				if source.Actor != nil && a.ID == *source.Actor {
					got = a.Name
				}
			}
			if got != test.want {
				t.Errorf("tied to %s, want %s", got, test.want)
			}
		})
	}
}
