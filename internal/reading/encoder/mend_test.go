package encoder

import (
	"strings"
	"testing"

	"annals/internal/text"
)

// drawn makes a one-sentence document of rows "form UPOS XPOS head relation",
// heads counted from 1.
func drawn(rows string) *text.Document {
	d := &text.Document{}
	for _, row := range strings.Split(strings.TrimSpace(rows), "\n") {
		f := strings.Fields(row)
		head := int(f[3][0]-'0')*10 + int(f[3][1]-'0') - 1
		d.Tokens = append(d.Tokens, text.Token{Span: text.Span{Start: len(d.Text), End: len(d.Text) + len(f[0])}, UPOS: f[1], XPOS: f[2], Head: head, Deprel: f[4], Lemma: map[string]string{"told": "tell", "said": "say", "denied": "deny", "decision": "decision"}[f[0]]})
		d.Text += f[0] + " "
	}
	d.Blocks = []text.Block{{Span: text.Span{End: len(d.Text)}, Last: 1}}
	d.Sentences = []text.Sentence{{Span: text.Span{End: len(d.Text) - 1}, Last: len(d.Tokens)}}
	return d
}

func TestMend(t *testing.T) {
	for _, c := range []struct {
		name, rows string
		token      int
		head       int
		relation   string
	}{
		{"what one is told is no clause of the listener", `
			She PRON PRP 02 nsubj
			told VERB VBD 00 root
			us PRON PRP 02 iobj
			that SCONJ IN 06 mark
			he PRON PRP 06 nsubj
			lied VERB VBD 03 acl:relcl`, 5, 1, "ccomp"},
		{"a number of people acts", `
			Thousands NOUN NNS 00 root
			of ADP IN 03 case
			people NOUN NNS 01 nmod
			blocked VERB VBN 03 acl
			streets NOUN NNS 04 obj`, 0, 3, "nsubj"},
		{"adjectives of origin share their noun", `
			Scores NOUN NNS 00 root
			of ADP IN 06 case
			Malian PROPN NNP 01 nmod
			and CCONJ CC 05 cc
			Chadian ADJ JJ 03 conj
			refugees NOUN NNS 01 nmod`, 2, 5, "amod"},
		{"two nouns do not both speak", `
			A DET DT 03 det
			hospital NOUN NN 04 nsubj
			official NOUN NN 04 nsubj
			spoke VERB VBD 00 root`, 1, 2, "compound"},
		{"a name behind what it names", `
			According VERB VBG 03 case
			to ADP IN 01 fixed
			agency NOUN NN 06 obl
			Volna PROPN NNP 06 obl
			he PRON PRP 06 nsubj
			left VERB VBD 00 root`, 3, 2, "appos"},
		{"a noun is no subject of the next", `
			Unions NOUN NNS 05 nsubj
			and CCONJ CC 04 cc
			member NOUN NN 04 nsubj
			states NOUN NNS 01 conj
			met VERB VBD 00 root`, 2, 3, "compound"},
		{"a participle behind the subject is not the main verb", `
			Deals NOUN NNS 02 nsubj
			made VERB VBD 00 root
			with ADP IN 04 case
			Chad PROPN NNP 07 nsubj:pass
			will AUX MD 07 aux
			be AUX VB 07 aux:pass
			cancelled VERB VBN 02 ccomp`, 0, 6, "nsubj:pass"},
		{"who says so is not held", `
			Guards NOUN NNS 05 nsubj:pass
			said VERB VBD 00 root
			men NOUN NNS 05 nsubj:pass
			were AUX VBD 05 aux:pass
			held VERB VBN 02 ccomp`, 0, 1, "nsubj"},
		{"a noun before its verb", `
			Clashes VERB NNS 00 root
			there ADV RB 01 advmod
			continued VERB VBD 01 conj
			on ADP IN 05 case
			Monday PROPN NNP 03 obl`, 0, 2, "nsubj"},
		{"a past tense with an object", `
			Shelling NOUN NN 02 nsubj:pass
			killed VERB VBN 00 root
			nine NUM CD 02 obj`, 0, 1, "nsubj"},
		{"it acts", `
			It PRON PRP 02 expl
			urged VERB VBD 00 root
			them PRON PRP 02 obj
			to PART TO 05 mark
			wait VERB VB 02 xcomp`, 0, 1, "nsubj"},
		{"an object is no verb", `
			He PRON PRP 02 nsubj
			denied VERB VBD 00 root
			claims VERB VBZ 02 obj
			that SCONJ IN 06 mark
			they PRON PRP 06 nsubj
			fled VERB VBD 03 ccomp`, 5, 2, "acl"},
		{"an oblique without a preposition is a subject", `
			they PRON PRP 02 nsubj
			fled VERB VBD 00 root
			after SCONJ IN 05 mark
			thousands NOUN NNS 05 obl
			marched VERB VBD 02 advcl`, 3, 4, "nsubj"},
		{"a second subject behind the verb is its object", `
			she PRON PRP 02 nsubj
			accused VERB VBD 00 root
			him PRON PRP 02 nsubj
			of SCONJ IN 05 mark
			lying VERB VBG 02 advcl`, 2, 1, "obj"},
		{"a clause behind a comma has a subject of its own", `
			they PRON PRP 02 nsubj
			urged VERB VBD 00 root
			talks NOUN NNS 02 obj
			, PUNCT , 05 punct
			Moscow PROPN NNP 03 appos
			however ADV RB 07 advmod
			warned VERB VBD 02 advcl`, 4, 6, "nsubj"},
		{"both numbers of a range count", `
			she PRON PRP 02 nsubj
			said VERB VBD 00 root
			between ADP IN 04 case
			30 NUM CD 02 obl
			and CCONJ CC 06 cc
			40 NUM CD 07 nummod
			people NOUN NNS 08 nsubj
			fled VERB VBD 02 ccomp`, 3, 6, "nummod"},
		{"the noun before a relative clause is the subject", `
			Norway PROPN NNP 03 nsubj
			which PRON WDT 03 nsubj
			denies VERB VBZ 06 nsubj
			this PRON DT 03 obj
			has AUX VBZ 06 aux
			offered VERB VBN 00 root
			help NOUN NN 06 obj`, 0, 5, "nsubj"},
		{"a finite conjunct joins the finite verb", `
			She PRON PRP 02 nsubj
			accused VERB VBD 00 root
			them PRON PRP 02 obj
			of SCONJ IN 05 mark
			lying VERB VBG 02 advcl
			and CCONJ CC 07 cc
			demanded VERB VBD 05 conj
			an DET DT 09 det
			apology NOUN NN 07 obj`, 6, 1, "conj"},
		{"a conjunct with a subject of its own stays", `
			She PRON PRP 02 nsubj
			said VERB VBD 00 root
			he PRON PRP 04 nsubj
			lied VERB VBN 02 ccomp
			and CCONJ CC 07 cc
			she PRON PRP 07 nsubj
			left VERB VBD 04 conj`, 6, 3, "conj"},
		{"what was done does not hang from what would be", `
			He PRON PRP 02 nsubj
			said VERB VBD 00 root
			it PRON PRP 05 nsubj
			would AUX MD 05 aux
			open VERB VB 02 ccomp
			and CCONJ CC 07 cc
			called VERB VBN 05 conj
			us PRON PRP 07 obj`, 6, 1, "conj"},
		{"what a modal bears stays joined", `
			He PRON PRP 02 nsubj
			said VERB VBD 00 root
			it PRON PRP 05 nsubj
			would AUX MD 05 aux
			open VERB VB 02 ccomp
			and CCONJ CC 07 cc
			close VERB VB 05 conj`, 6, 4, "conj"},
		{"what has the auxiliary of a clause goes on with it", `
			He PRON PRP 02 nsubj
			said VERB VBD 00 root
			it PRON PRP 05 nsubj
			had AUX VBD 05 aux
			closed VERB VBN 02 ccomp
			but CCONJ CC 08 cc
			had AUX VBD 08 aux
			opened VERB VBN 02 conj`, 7, 4, "conj"},
		{"a clause behind a semicolon stands by itself", `
			He PRON PRP 02 nsubj
			said VERB VBD 00 root
			it PRON PRP 04 nsubj
			rained VERB VBD 02 ccomp
			; PUNCT , 07 punct
			she PRON PRP 07 nsubj
			denied VERB VBD 02 ccomp
			this PRON DT 07 obj`, 6, 1, "parataxis"},
		{"who reports at the end is no apposition", `
			Berlin PROPN NNP 02 nsubj
			summoned VERB VBD 00 root
			envoys NOUN NNS 02 obj
			, PUNCT , 06 punct
			a DET DT 06 det
			spokeswoman NOUN NN 03 appos
			said VERB VBN 06 acl
			. PUNCT . 02 punct`, 5, 6, "nsubj"},
		{"an adjective is no verb", `
			but CCONJ CC 03 cc
			people NOUN NNS 03 nsubj
			close ADJ JJ 00 root
			to ADP IN 05 case
			her PRON PRP 03 obl
			say VERB VBP 03 advcl
			so ADV RB 06 advmod`, 1, 5, "nsubj"},
		{"what is denied is an object", `
			They PRON PRP 02 nsubj
			denied VERB VBD 00 root
			using VERB VBG 02 advcl
			gas NOUN NN 03 obj`, 2, 1, "xcomp"},
		{"what is decided belongs to the decision", `
			They PRON PRP 02 nsubj
			welcomed VERB VBD 00 root
			decision NOUN NN 02 obj
			to PART TO 05 mark
			open VERB VB 02 advcl
			talks NOUN NNS 05 obj`, 4, 2, "acl"},
		{"this goes with the day behind it", `
			it PRON PRP 02 nsubj
			reported VERB VBD 00 root
			this DET DT 02 obj
			Saturday PROPN NNP 02 obl:unmarked`, 2, 3, "det"},
		{"an article begins a phrase of its own", `
			said VERB VBD 00 root
			to ADP IN 03 case
			Radio PROPN NNP 01 obl
			the DET DT 03 det
			corporal ADJ JJ 03 amod
			Juan PROPN NNP 03 appos`, 5, 0, "nsubj"},
		{"a sentence has the verb of its subject", `
			Union PROPN NNP 00 root
			, PUNCT , 04 punct
			which PRON WDT 04 nsubj
			says VERB VBZ 01 acl:relcl
			it PRON PRP 06 nsubj
			grows VERB VBZ 04 ccomp
			, PUNCT , 08 punct
			put VERB VBD 06 conj
			numbers NOUN NNS 08 obj
			forward ADV RB 08 advmod`, 0, 7, "nsubj"},
		{"a participle keeps its auxiliary", `
			is AUX VBZ 02 aux:pass
			believed VERB VBN 00 root
			to PART TO 05 mark
			have AUX VB 02 xcomp
			brokered VERB VBN 02 xcomp`, 3, 4, "aux"},
		{"a phrase does not cross the noun behind it", `
			According VERB VBG 03 case
			to ADP IN 01 fixed
			Vesti PROPN NNP 05 obl
			people NOUN NNS 06 nsubj
			briefed VERB VBN 04 acl
			say VERB VBP 00 root`, 2, 5, "obl"},
		{"who speaks stands behind whom it is said to", `
			open ADJ JJ 02 ccomp
			declared VERB VBD 00 root
			to ADP IN 04 case
			Vesti PROPN NNP 02 obl
			the DET DT 06 det
			mayor NOUN NN 02 obl`, 5, 1, "nsubj"},
	} {
		d := drawn(c.rows)
		mend(d)
		if err := d.Check(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := d.Tokens[c.token]; got.Head != c.head || got.Deprel != c.relation {
			t.Errorf("%s: head %d %s, want %d %s", c.name, got.Head, got.Deprel, c.head, c.relation)
		}
	}
}
