package event

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"annals/internal/text"
)

// tree is a document of one sentence: tokens as "form/UPOS/head/relation", with heads
// numbered from 1 and 0 for the root, and a tag of the treebank behind them where one
// is needed.
func tree(t testing.TB, words string) *text.Document {
	t.Helper()
	d := &text.Document{}
	var b strings.Builder
	for _, word := range strings.Fields(words) {
		c := strings.Split(word, "/")
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		head, err := strconv.Atoi(c[2])
		if err != nil {
			t.Fatalf("%s: %v", word, err)
		}
		token := text.Token{Span: text.Span{Start: b.Len(), End: b.Len() + len(c[0])}, UPOS: c[1], Head: head - 1, Deprel: c[3], Lemma: strings.ToLower(c[0])}
		if len(c) > 4 {
			token.XPOS = c[4]
		}
		b.WriteString(c[0])
		d.Tokens = append(d.Tokens, token)
	}
	d.Text = b.String()
	span := text.Span{End: len(d.Text)}
	d.Sentences = []text.Sentence{{Span: span, Last: len(d.Tokens)}}
	d.Blocks = []text.Block{{Span: span, Last: 1}}
	d.LinkChildren()
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestMend holds each rule to the arcs that it sets, "token head relation", and to what
// it leaves alone.
func TestMend(t *testing.T) {
	for _, c := range []struct {
		name, words string
		want        []string
	}{
		{"counted, as an adverbial", "Police/NOUN/2/nsubj arrested/VERB/0/root up/ADP/2/compound:prt to/ADP/6/case 16/NUM/6/nummod men/NOUN/2/obl",
			[]string{"3 5 advmod", "4 3 fixed", "6 2 obj"}},
		{"counted, beside an object", "It/PRON/2/nsubj lent/VERB/0/root up/ADP/2/advmod to/ADP/6/case 9/NUM/6/nummod boats/NOUN/2/obj",
			[]string{"3 5 advmod", "4 3 fixed"}},
		{"up to a place", "They/PRON/2/nsubj went/VERB/0/root up/ADV/2/advmod to/ADP/6/case the/DET/6/det camp/NOUN/2/obl", nil},
		{"stacked", "Freed/VERB/0/root by/ADP/4/case war/NOUN/4/compound crimes/NOUN/1/obl court/NOUN/1/obl",
			[]string{"4 5 compound", "2 5 case"}},
		{"stacked, but a phrase of its own", "Gave/VERB/0/root friends/NOUN/1/obj of/ADP/4/case peace/NOUN/2/nmod money/NOUN/1/obj", nil},
		{"stacked subjects", "US/PROPN/3/nsubj forces/NOUN/3/nsubj attacked/VERB/0/root",
			[]string{"1 2 compound"}},
		{"misplaced preposition", "Aid/NOUN/2/nsubj went/VERB/0/root to/ADP/4/case war-torn/ADJ/5/amod Mali/PROPN/2/obl",
			[]string{"3 5 case"}},
		{"misplaced preposition of what had none", "Aid/NOUN/2/nsubj went/VERB/0/root to/ADP/4/case poor/ADJ/5/amod Mali/PROPN/2/obl:unmarked",
			[]string{"3 5 case", "5 2 obl"}},
		{"preposition in its place", "Aid/NOUN/2/nsubj went/VERB/0/root to/ADP/5/case poor/ADJ/5/amod Mali/PROPN/2/obl", nil},
		{"coordinated", "US/PROPN/4/nsubj and/CCONJ/3/cc Iraq/PROPN/4/nsubj met/VERB/0/root",
			[]string{"3 1 conj"}},
		{"coordinated already", "US/PROPN/4/nsubj and/CCONJ/3/cc Iraq/PROPN/1/conj met/VERB/0/root", nil},
		{"borrowed subject", "Haddad/PROPN/7/nsubj began/VERB/7/ccomp a/DET/4/det strike/NOUN/2/obj his/PRON/6/nmod:poss lawyer/NOUN/7/nsubj said/VERB/0/root",
			[]string{"1 2 nsubj"}},
		{"borrowed subject of a passive", "Haddad/PROPN/6/nsubj was/AUX/3/aux:pass freed/VERB/6/ccomp his/PRON/5/nmod:poss lawyer/NOUN/6/nsubj said/VERB/0/root",
			[]string{"1 3 nsubj:pass"}},
		{"subject of what has one", "Haddad/PROPN/5/nsubj he/PRON/3/nsubj left/VERB/5/ccomp lawyers/NOUN/5/nsubj said/VERB/0/root", nil},
		{"subject of the verb of saying", "Haddad/PROPN/2/nsubj said/VERB/0/root he/PRON/4/nsubj left/VERB/2/ccomp", nil},
		{"sought", "Issued/VERB/0/root warrants/NOUN/1/obj for/ADP/4/case men/NOUN/5/nsubj sought/VERB/1/advcl/VBN in/ADP/7/case Peru/PROPN/5/obl",
			[]string{"4 1 obl", "5 4 acl"}},
		{"with men watching", "Left/VERB/0/root with/ADP/3/case men/NOUN/4/nsubj wounded/VERB/1/advcl/VBN", nil},
		{"called so", "Oslo/PROPN/2/nsubj condemned/VERB/0/root what/PRON/2/obj she/PRON/5/nsubj call/VERB/3/acl:relcl acts/NOUN/5/obj by/ADP/8/case China/PROPN/5/obl",
			[]string{"6 2 obj", "5 6 acl:relcl", "3 5 obj", "8 6 nmod"}},
		{"what is known", "Oslo/PROPN/2/nsubj knows/VERB/0/root what/PRON/2/obj she/PRON/5/nsubj did/VERB/3/acl:relcl", nil},
		{"clause with an auxiliary", "Left/VERB/0/root after/ADP/3/case men/NOUN/5/nsubj were/AUX/5/aux sought/VERB/1/advcl/VBN", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := tree(t, c.words)
			before := slices.Clone(d.Tokens)
			mended := mend(d)
			var got []string
			for i, now := range mended.Tokens {
				if old := before[i]; now.Head != old.Head || now.Deprel != old.Deprel {
					got = append(got, fmt.Sprintf("%d %d %s", i+1, now.Head+1, now.Deprel))
				}
			}
			want := slices.Clone(c.want)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("set %q, want %q", got, want)
			}
			if (mended == d) != (len(c.want) == 0) {
				t.Errorf("the document is copied where nothing is mended, or changed in place")
			}
			for i := range before {
				if d.Tokens[i].Head != before[i].Head || d.Tokens[i].Deprel != before[i].Deprel {
					t.Errorf("token %d of the document itself was changed", i+1)
				}
			}
			if err := mended.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestMendedTreesAreTrees mends random trees: what comes out has no cycles, and its
// dependents are those of its heads.
func TestMendedTreesAreTrees(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	forms := []string{"up", "to", "men", "Chad", "said", "freed", "and", "for", "old", "7"}
	upos := []string{"NOUN", "PROPN", "VERB", "ADP", "CCONJ", "ADJ", "NUM"}
	relations := []string{"nsubj", "obj", "obl", "nmod", "case", "compound", "amod", "ccomp", "advcl", "cc", "conj", "obl:unmarked", "nmod:desc"}
	for range 20000 {
		n := 3 + random.IntN(8)
		var words []string
		order := random.Perm(n) // heads point to tokens that stand before them here
		head := make([]int, n)
		for k, i := range order {
			if k > 0 {
				head[i] = order[random.IntN(k)] + 1
			}
		}
		for i := range n {
			relation := "root"
			if head[i] > 0 {
				relation = relations[random.IntN(len(relations))]
			}
			words = append(words, fmt.Sprintf("%s/%s/%d/%s/VBN", forms[random.IntN(len(forms))], upos[random.IntN(len(upos))], head[i], relation))
		}
		d := mend(tree(t, strings.Join(words, " ")))
		if err := d.Check(); err != nil {
			t.Fatalf("%s: %v", strings.Join(words, " "), err)
		}
		for i, token := range d.Tokens {
			if token.Head >= 0 && !slices.Contains(d.Children(token.Head), i) {
				t.Fatalf("%s: token %d is no dependent of its head", strings.Join(words, " "), i+1)
			}
		}
	}
}
