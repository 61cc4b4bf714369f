package parse

import "annals/internal/text"

// repair mends two kinds of trees that no grammar allows and that reported
// speech invites. It links the children of the document's tokens.
func repair(d *text.Document) {
	d.LinkChildren()
	for _, mend := range []func(*text.Document, int) bool{relativeSubject, farConjunct} {
		changed := false
		for i := range d.Tokens {
			changed = mend(d, i) || changed
		}
		if changed {
			d.LinkChildren()
		}
	}
}

// relativeSubject mends a verb that was made the subject of another one
// although it is the relative clause of a noun before it: "Norway, which
// denies this, has offered…". The noun takes the verb's place.
func relativeSubject(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	if t.UPOS != "VERB" || t.Head < 0 || !text.IsRelation(t.Deprel, "nsubj") {
		return false
	}
	noun, relative := -1, -1
	for _, c := range d.Children(v) {
		switch x := d.Tokens[c].XPOS; {
		case c > v || d.Tokens[c].Head != v: // mended before
		case x == "WDT" || x == "WP":
			relative = c
		case relative < 0 && nominal(d, c):
			noun = c
		}
	}
	if noun < 0 || relative < 0 {
		return false
	}
	for _, c := range d.Children(v) {
		if c < noun && d.Tokens[c].Head == v {
			d.Tokens[c].Head = noun
		}
	}
	d.Tokens[noun].Head, d.Tokens[noun].Deprel = t.Head, t.Deprel
	t.Head, t.Deprel = noun, "acl:relcl"
	return true
}

func nominal(d *text.Document, i int) bool {
	u := d.Tokens[i].UPOS
	return (u == "NOUN" || u == "PROPN" || u == "PRON") && d.Child(i, "case") < 0
}

// farConjunct mends a finite verb without a subject of its own that was joined
// to a verb of another form inside a clause: "accused them of lying and
// demanded…", "denied that it had fired and said…". It is a conjunct of the
// nearest verb further out that has its form.
func farConjunct(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	form := t.XPOS
	if t.Deprel != "conj" || t.Head < 0 || (form != "VBD" && form != "VBZ" && form != "VBP") || d.Child(v, "nsubj", "aux", "expl", "cop") >= 0 {
		return false
	}
	h := t.Head
	if u := d.Tokens[h].UPOS; u != "VERB" || d.Tokens[h].XPOS == form || h > v {
		return false
	}
	for a, depth := d.Tokens[h].Head, 0; a >= 0 && depth < 4; a, depth = d.Tokens[a].Head, depth+1 {
		if d.Tokens[a].XPOS == form && d.Tokens[a].UPOS == "VERB" && a < h {
			t.Head = a
			return true
		}
	}
	return false
}
