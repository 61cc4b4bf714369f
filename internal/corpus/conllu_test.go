package corpus

import (
	"fmt"
	"strings"
	"testing"

	"annals/internal/text"
)

const small = `# newdoc id = GUM_news_trial
# meta::genre = news
# newpar
# newpar_block = head (1 s)
# text = No deal
1	No	no	DET	DT	PronType=Neg	2	det	_	_
2	deal	deal	NOUN	NN	Number=Sing	0	root	_	Entity=(1-event)

# newpar
# text = "They don't agree," she said.
1	"	"	PUNCT	` + "``" + `	_	5	punct	_	SpaceAfter=No
2	They	they	PRON	PRP	_	5	nsubj	_	_
3-4	don't	_	_	_	_	_	_	_	_
3	do	do	AUX	VBP	_	5	aux	_	_
4	n't	not	PART	RB	_	5	advmod	_	_
5	agree	agree	VERB	VB	_	9	ccomp	_	SpaceAfter=No
6	,	,	PUNCT	,	_	5	punct	_	SpaceAfter=No
7	"	"	PUNCT	''	_	5	punct	_	_
8	she	she	PRON	PRP	_	9	nsubj	_	_
8.1	would	_	_	_	_	_	_	_	_
9	said	say	VERB	VBD	_	0	root	_	SpaceAfter=No
10	.	.	PUNCT	.	_	9	punct	_	SpaceAfter=No

1	Nobody's	nobody	PRON	NN	_	0	root	_	_

# newdoc id = other
1-2	gimme	_	_	_	_	_	_	_	SpaceAfter=No
1	give	give	VERB	VB	_	0	root	_	_
2	me	I	PRON	PRP	_	1	iobj	_	_
3	.	.	PUNCT	.	_	1	punct	_	_
`

func TestReadTreebank(t *testing.T) {
	docs, err := ReadTreebank(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 2 {
		t.Fatalf("%d documents, want 2", len(docs))
	}
	for _, doc := range docs {
		if err := doc.Doc.Check(); err != nil {
			t.Errorf("%s: %v", doc.ID, err)
		}
	}
	first := docs[0]
	d := first.Doc
	if want := "No deal\n\n\"They don't agree,\" she said.Nobody's"; d.Text != want {
		t.Errorf("text %q, want %q", d.Text, want)
	}
	if first.ID != "GUM_news_trial" || first.Genre != "news" || !first.Trainable() {
		t.Errorf("id %q, genre %q", first.ID, first.Genre)
	}
	if len(d.Blocks) != 2 || d.Blocks[0].Kind != text.Heading || d.Blocks[1].Kind != text.Paragraph || d.Blocks[1].Last != 3 {
		t.Errorf("blocks %+v", d.Blocks)
	}
	if d.Form(4) != "do" || d.Form(5) != "n't" || d.Tokens[5].Lemma != "not" {
		t.Errorf("words of the multiword token are %q, %q", d.Form(4), d.Form(5))
	}
	if tok := d.Tokens[6]; tok.Deprel != "ccomp" || tok.Head != 10 || d.Form(tok.Head) != "said" || d.Tokens[10].Head != -1 {
		t.Errorf("tree: %+v", tok)
	}
	if first.Misc[1] != "Entity=(1-event)" || first.Misc[0] != "" {
		t.Errorf("misc %q", first.Misc)
	}
	if d := docs[1].Doc; d.Form(0) != "gimm" || d.Form(1) != "e" || d.Text != "gimme." {
		t.Errorf("%q %q in %q", d.Form(0), d.Form(1), d.Text)
	}
}

func TestSpeakers(t *testing.T) {
	word := func(form string) string { return "1\t" + form + "\t_\tINTJ\tUH\t_\t0\troot\t_\t_\n\n" }
	for genre, want := range map[string]string{"court": `["" "Ana" "Ben" "Ana"]`, "fiction": `["" "" ""]`} {
		docs, err := ReadTreebank(strings.NewReader("# newdoc id = GUM_" + genre + "_x\n# meta::genre = " + genre + "\n# newpar\n" + word("Well") +
			"# newpar\n# speaker = Ana\n" + word("yes") + "# speaker = Ana\n" + word("no") + "# speaker = Ben\n" + word("oh") + "# newpar\n# speaker = Ana\n" + word("ah")))
		if err != nil {
			t.Fatal(err)
		}
		d := docs[0].Plain()
		var speakers []string
		for _, b := range d.Blocks {
			speakers = append(speakers, b.Speaker)
		}
		if got := fmt.Sprintf("%q", speakers); got != want {
			t.Errorf("%s: speakers %s, want %s", genre, got, want)
		}
		if err := d.Check(); err != nil {
			t.Error(err)
		}
	}
}

func TestTrainable(t *testing.T) {
	for id, want := range map[string]bool{"GUM_fiction_x": false, "GUM_news_x": true, "weblog-x": true} {
		docs, err := ReadTreebank(strings.NewReader("# newdoc id = " + id + "\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n"))
		if err != nil || docs[0].Trainable() != want {
			t.Errorf("%s: trainable %v, want %v (%v)", id, !want, want, err)
		}
	}
	masked, err := ReadTreebank(strings.NewReader("1\t____\t_\tNOUN\tNN\t_\t0\troot\t_\t_\n"))
	if err != nil || masked[0].Trainable() {
		t.Errorf("a masked document is trainable (%v)", err)
	}
}

func TestReadTreebankMalformed(t *testing.T) {
	for name, in := range map[string]string{
		"columns":   "1\ta\n",
		"number":    "2\ta\ta\tX\t_\t_\t0\troot\t_\t_\n",
		"head":      "1\ta\ta\tX\t_\t_\t7\troot\t_\t_\n",
		"own head":  "1\ta\ta\tX\t_\t_\t1\troot\t_\t_\n",
		"multiword": "1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n\n",
		"letters":   "1-2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n",
	} {
		if _, err := ReadTreebank(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), "line") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func FuzzReadTreebank(f *testing.F) {
	f.Add(small)
	f.Add("1\ta b\ta\tX\t_\t_\t2\tdep\t_\t_\n2\tc\tc\tX\t_\t_\t1\tdep\t_\t_\n")
	f.Fuzz(func(t *testing.T, in string) {
		docs, err := ReadTreebank(strings.NewReader(in))
		if err != nil {
			return
		}
		for _, doc := range docs {
			if len(doc.Misc) != len(doc.Doc.Tokens) {
				t.Fatalf("%d of %d tokens have a last column", len(doc.Misc), len(doc.Doc.Tokens))
			}
			if err := doc.Doc.Check(); err != nil && !strings.Contains(err.Error(), "cycle") {
				t.Fatal(err)
			}
		}
	})
}

func TestWriteTreebank(t *testing.T) {
	docs, err := ReadTreebank(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := WriteTreebank(&b, docs); err != nil {
		t.Fatal(err)
	}
	again, err := ReadTreebank(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	for i, doc := range again {
		want := docs[i].Doc
		if len(doc.Doc.Tokens) != len(want.Tokens) {
			t.Fatalf("%d tokens, want %d", len(doc.Doc.Tokens), len(want.Tokens))
		}
		for j, tok := range doc.Doc.Tokens {
			w := want.Tokens[j]
			if doc.Doc.Form(j) != want.Form(j) || tok.Lemma != w.Lemma || tok.Feats != w.Feats || tok.Head != w.Head || tok.Deprel != w.Deprel {
				t.Errorf("token %d: %+v, want %+v", j, tok, w)
			}
		}
	}
}
