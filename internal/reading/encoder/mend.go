package encoder

import (
	"slices"
	"strings"

	"annals/internal/text"
)

// mend rights trees that no grammar allows, made of arcs and relations that
// are each likely by themselves, and that reported speech invites. It links
// the children of the document's tokens. Where a rule would leave no tree, as it may in
// sentences that make no sense, the sentence stays as it was.
func mend(d *text.Document) {
	d.LinkChildren()
	before := slices.Clone(d.Tokens)
	for _, rule := range []func(*text.Document, int) bool{taggedNoun, noExpletive, toldClause, doubledNoun, bareOblique, secondSubject, splicedClause, numbersBetween, relativeSubject, farConjunct, lateArticle, verbless, splitPerfect, frontedPhrase, unlikeConjunct, likeConjunct, bareDemonstrative, nounsOwnSubject, lentSubject, objectsOfVerbs, concludedBefore, clauseBehindSemicolon, closingVerb, adjectiveBetween, gerundObject, decidedDeed, activePast, countedAct, sharedOrigin} {
		changed := false
		for i := range d.Tokens {
			changed = rule(d, i) || changed
		}
		if !changed {
			continue
		}
		d.KeepTrees(before)
		copy(before, d.Tokens)
		d.RelinkChildren()
	}
}

// taggedNoun mends a word that one tag calls a noun and the other a verb where it stands
// as a noun does: "Clashes continued".
func taggedNoun(d *text.Document, i int) bool {
	t := &d.Tokens[i]
	if t.UPOS != "VERB" || t.XPOS != "NN" && t.XPOS != "NNS" {
		return false
	}
	switch base, _, _ := strings.Cut(t.Deprel, ":"); base {
	case "nsubj", "obj", "iobj", "obl", "nmod", "compound":
		t.UPOS = "NOUN"
		return true
	}
	v := d.Child(i, "conj")
	if v < i || d.Tokens[v].XPOS != "VBD" && d.Tokens[v].XPOS != "VBZ" || d.Child(v, "nsubj", "nsubj:pass", "cc", "expl") >= 0 || d.Child(i, "nsubj", "obj", "aux") >= 0 {
		return false
	}
	// "Clashes between them continued": what was joined on is the verb.
	d.Tokens[v].Head, d.Tokens[v].Deprel = t.Head, t.Deprel
	for c := range d.Tokens {
		if d.Tokens[c].Head == i && (c > v || c < i) {
			d.Tokens[c].Head = v
		}
	}
	t.UPOS, t.Head, t.Deprel = "NOUN", v, "nsubj"
	return true
}

// noExpletive mends an "it" that does something to somebody and yet was taken to stand for
// nothing: "It urged them to wait".
func noExpletive(d *text.Document, i int) bool {
	t := &d.Tokens[i]
	v := t.Head
	if t.Deprel != "expl" || v < i || v < 0 || d.Tokens[v].UPOS != "VERB" || !strings.EqualFold(d.Form(i), "it") || d.Child(v, "obj", "iobj") < v || d.Child(v, "nsubj", "csubj", "ccomp", "aux:pass", "advcl") >= 0 {
		return false
	}
	t.Deprel = "nsubj"
	return true
}

// activePast mends a past tense that was taken for a participle though it has an object
// and no auxiliary: "Shelling killed 23 people".
func activePast(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	s := d.Child(v, "nsubj", "nsubj:pass")
	if t.XPOS != "VBN" || t.UPOS != "VERB" || s < 0 || s > v || d.Child(v, "aux", "aux:pass") >= 0 || d.Child(v, "obj") < v || text.IsRelation(t.Deprel, "acl") || t.Deprel == "amod" {
		return false
	}
	t.XPOS = "VBD"
	d.Tokens[s].Deprel = "nsubj"
	return true
}

// countedAct mends a sentence without a verb whose subject is a number of people and took
// the past tense behind them for their participle, though that has an object:
// "Thousands of people blocked streets".
func countedAct(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	if t.XPOS != "VBN" && t.XPOS != "VBD" || t.Deprel != "acl" || d.Child(v, "obj") < v || d.Child(v, "aux", "aux:pass", "mark", "obl:agent") >= 0 {
		return false
	}
	sentence := d.Sentences[t.Sentence]
	root := t.Head
	for root >= 0 && text.IsRelation(d.Tokens[root].Deprel, "nmod") {
		root = d.Tokens[root].Head
	}
	if root < 0 || root > v || d.Tokens[root].Head >= 0 || d.Tokens[root].UPOS != "NOUN" || d.Child(root, "cop", "case", "nsubj") >= 0 || d.Blocks[sentence.Block].Kind == text.Heading {
		return false
	}
	for i := sentence.First; i < sentence.Last; i++ {
		if x := d.Tokens[i].XPOS; i != v && (x == "VBD" || x == "VBZ" || x == "VBP" || x == "MD") {
			return false
		}
	}
	for _, c := range d.Children(root) {
		if c > v {
			d.Tokens[c].Head = v
		}
	}
	t.XPOS, t.Head, t.Deprel = "VBD", -1, "root"
	d.Tokens[root].Head, d.Tokens[root].Deprel = v, "nsubj"
	return true
}

// sharedOrigin mends an adjective of origin that shares its noun with another one and yet
// was hung from what the noun hangs from: "scores of Sierra Leonean and Liberian
// refugees". It has no preposition of its own.
func sharedOrigin(d *text.Document, i int) bool {
	t := &d.Tokens[i]
	other := d.Child(i, "conj")
	if t.Head < 0 || t.Head > i || t.UPOS != "PROPN" && t.UPOS != "ADJ" || !text.IsRelation(t.Deprel, "nmod") && !text.IsRelation(t.Deprel, "obl") ||
		other < i || other+1 >= len(d.Tokens) || d.Tokens[other].UPOS != "ADJ" || d.Child(i, "case") >= 0 {
		return false
	}
	noun := &d.Tokens[other+1]
	if noun.UPOS != "NOUN" || noun.Head != t.Head || noun.Deprel != t.Deprel || d.Child(other+1, "case") < 0 || d.Child(other+1, "case") > i {
		return false
	}
	t.Head, t.Deprel = other+1, "amod"
	return true
}

// told are verbs that take whom they speak to and what they say as a clause.
var told = []string{"tell", "inform", "warn", "assure", "remind", "convince", "promise", "notify", "persuade", "advise", "reassure", "show", "teach"}

// toldClause mends what somebody is told that became a clause of the one who
// is told: "told reporters that the harbour was open". A relative clause has
// no conjunction.
func toldClause(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	if t.Head < 0 || !text.IsRelation(t.Deprel, "acl") || t.Head > v {
		return false
	}
	mark, listener := d.Child(v, "mark"), &d.Tokens[t.Head]
	if mark < 0 || !strings.EqualFold(d.Form(mark), "that") || listener.Head < 0 || !text.IsRelation(listener.Deprel, "obj") && listener.Deprel != "iobj" {
		return false
	}
	if !slices.Contains(told, d.Tokens[listener.Head].Lemma) || listener.Head > t.Head {
		return false
	}
	t.Head, t.Deprel = listener.Head, "ccomp"
	return true
}

// doubledNoun mends two nouns side by side that both take one place of a verb:
// "A hospital official said". The first belongs to the second, or the second
// names the first where a preposition stands before it: "to the agency Volna".
func doubledNoun(d *text.Document, i int) bool {
	j := i + 1
	if j == len(d.Tokens) || d.Tokens[i].Sentence != d.Tokens[j].Sentence {
		return false
	}
	t, next := &d.Tokens[i], &d.Tokens[j]
	noun := func(t *text.Token) bool { return t.UPOS == "NOUN" || t.UPOS == "PROPN" }
	if !noun(t) || !noun(next) || t.Head != next.Head || t.Head < 0 || t.Deprel != next.Deprel {
		return false
	}
	switch {
	case d.Child(i, "case") >= 0 && next.UPOS == "PROPN" && d.Child(j, "case") < 0:
		next.Head, next.Deprel = i, "appos"
	case t.Deprel == "nsubj" || t.Deprel == "nsubj:pass" || t.Deprel == "obj":
		t.Head, t.Deprel = j, "compound"
	default:
		return false
	}
	return true
}

// bareOblique mends an oblique without a preposition, which the treebanks call
// by another name where it tells a time: before a verb without a subject it is
// the subject, behind one without an object the object.
func bareOblique(d *text.Document, i int) bool {
	t := &d.Tokens[i]
	if t.Deprel != "obl" || t.Head < 0 || d.Tokens[t.Head].UPOS != "VERB" || t.UPOS != "NOUN" && t.UPOS != "PROPN" && t.UPOS != "PRON" || d.Child(i, "case", "mark") >= 0 {
		return false
	}
	v := t.Head
	switch {
	case i < v && d.Child(v, "nsubj", "csubj", "expl") < 0 && d.Child(v, "aux:pass") >= 0:
		t.Deprel = "nsubj:pass"
	case i < v && d.Child(v, "nsubj", "csubj", "expl") < 0:
		t.Deprel = "nsubj"
	case i > v && d.Child(v, "obj", "ccomp", "xcomp", "aux:pass") < 0:
		t.Deprel = "obj"
	case i > v && d.Child(v, "nsubj", "csubj", "expl", "aux") < 0 && saidBefore(d, v) && hasArticle(d, i):
		t.Deprel = "nsubj" // "“It is open”, declared to the daily the mayor"
	default:
		t.Deprel = "obl:unmarked"
	}
	return true
}

// saidBefore reports whether what verb v says stands before it.
func saidBefore(d *text.Document, v int) bool {
	said := d.Child(v, "ccomp")
	return said >= 0 && said < v
}

// hasArticle reports whether an article of token i stands before it.
func hasArticle(d *text.Document, i int) bool {
	det := d.Child(i, "det")
	return det >= 0 && det < i && isArticle(d.Form(det))
}

// secondSubject mends a subject behind a verb that has one before it and no
// object: it is the object.
func secondSubject(d *text.Document, i int) bool {
	t := &d.Tokens[i]
	v := t.Head
	if t.Deprel != "nsubj" || v < 0 || v > i || d.Tokens[v].UPOS != "VERB" || d.Child(v, "obj", "aux:pass") >= 0 {
		return false
	}
	if first := d.Child(v, "nsubj"); first < 0 || first > v {
		return false
	}
	t.Deprel = "obj"
	return true
}

// splicedClause mends a finite verb that lost its subject to the clause before
// it, behind a comma where a full stop belongs: "called for talks, Moscow on
// the other hand warned…".
func splicedClause(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	if t.Deprel != "advcl" && t.Deprel != "parataxis" || t.Head < 0 || t.Head > v || t.UPOS != "VERB" || t.XPOS != "VBD" && t.XPOS != "VBZ" ||
		d.Child(v, "nsubj", "csubj", "expl", "mark", "aux", "cc") >= 0 {
		return false
	}
	first := v
	for _, c := range d.Children(v) {
		if c < v && d.Tokens[c].Deprel != "punct" {
			from, _ := d.Subtree(c)
			first = min(first, from)
		}
	}
	i := first - 1
	if i < 0 || d.Tokens[i].Sentence != t.Sentence || d.Tokens[i].Deprel != "appos" || !nominal(d, i) {
		return false
	}
	if from, to := d.Subtree(i); to > first || d.Form(from) != "," && (from == 0 || d.Form(from-1) != ",") {
		return false
	}
	d.Tokens[i].Head, d.Tokens[i].Deprel, t.Deprel = v, "nsubj", "parataxis"
	return true
}

// numbersBetween mends a range before what it counts, of which only the second
// number was given to the noun: "said between 30 and 40 people had fled".
func numbersBetween(d *text.Document, i int) bool {
	j := i + 2
	if j >= len(d.Tokens) || d.Tokens[i].Sentence != d.Tokens[j].Sentence || d.Tokens[i].UPOS != "NUM" || d.Tokens[j].UPOS != "NUM" || !strings.EqualFold(d.Form(i+1), "and") {
		return false
	}
	t, second := &d.Tokens[i], &d.Tokens[j]
	between := d.Child(i, "case")
	if t.Deprel != "obl" && t.Deprel != "nmod" || second.Deprel != "nummod" || second.Head < j || between != i-1 || !strings.EqualFold(d.Form(between), "between") {
		return false
	}
	t.Head, t.Deprel, d.Tokens[between].Deprel = second.Head, "nummod", "advmod"
	second.Head, second.Deprel = i, "conj"
	return true
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

// lateArticle mends an article that the tree gives to a noun before it: a noun
// phrase of its own begins there. Behind whom something is said to it is the one
// who says it: "said to Radio Sur the corporal Juan Mora".
func lateArticle(d *text.Document, i int) bool {
	t := &d.Tokens[i]
	if t.Deprel != "det" || t.Head < 0 || i == 0 || !isArticle(d.Form(i)) {
		return false
	}
	h, head, changed := t.Head, t.Head, false
	if h < i {
		head = -1
		for _, c := range d.Children(h) {
			if c > i && nominal(d, c) {
				head = c
				break
			}
		}
		if head < 0 {
			return false
		}
		for _, c := range d.Children(h) {
			if c >= i && c < head {
				d.Tokens[c].Head = head
			}
		}
		d.Tokens[head].Deprel, changed = "appos", true
	}
	n := &d.Tokens[head]
	if n.Deprel != "appos" || n.Head < 0 || n.Head > i || d.Tokens[i-1].UPOS == "PUNCT" {
		return changed
	}
	listener := n.Head
	to, v := d.Child(listener, "case"), d.Tokens[listener].Head
	if to < 0 || v < 0 || v > listener || d.Form(to) != "to" || d.Tokens[listener].Deprel != "obl" || d.Tokens[v].UPOS != "VERB" || d.Child(v, "nsubj", "nsubj:pass") >= 0 {
		return changed
	}
	n.Head, n.Deprel = v, "nsubj"
	return true
}

func isArticle(form string) bool {
	return strings.EqualFold(form, "the") || strings.EqualFold(form, "a") || strings.EqualFold(form, "an")
}

// verbless mends a sentence whose verb was joined without a conjunction to a verb
// inside the relative clause of its subject: "The union, which says it has
// a thousand members, put the number at nine".
func verbless(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	h := t.Head
	if t.Deprel != "conj" || t.UPOS != "VERB" || h < 0 || h > v || v == 0 || d.Form(v-1) != "," || d.Child(v, "cc", "nsubj", "nsubj:pass", "aux:pass", "mark") >= 0 {
		return false
	}
	clause := h
	for clause >= 0 && !text.IsRelation(d.Tokens[clause].Deprel, "acl") {
		clause = d.Tokens[clause].Head
	}
	if clause < 0 {
		return false
	}
	root := d.Tokens[clause].Head
	r := &d.Tokens[root]
	if r.Head >= 0 || r.UPOS != "NOUN" && r.UPOS != "PROPN" || d.Child(root, "cop", "nsubj", "case") >= 0 {
		return false
	}
	t.Head, t.Deprel = -1, "root"
	r.Head, r.Deprel = v, "nsubj"
	return true
}

// splitPerfect mends the auxiliary of a participle that became a verb beside it:
// "is believed to have brokered a truce".
func splitPerfect(d *text.Document, i int) bool {
	j := i + 1
	if j >= len(d.Tokens) || d.Tokens[i].UPOS != "AUX" || d.Tokens[j].UPOS != "VERB" || d.Tokens[i].Head != d.Tokens[j].Head || d.Tokens[i].Head < 0 ||
		d.Tokens[i].Deprel != d.Tokens[j].Deprel || d.Tokens[j].XPOS != "VBN" && d.Tokens[j].XPOS != "VBG" {
		return false
	}
	d.Tokens[i].Head, d.Tokens[i].Deprel = j, "aux"
	return true
}

// frontedPhrase mends a phrase before a noun that was given to a clause behind
// that noun, across it: "According to the daily, two men briefed on the talks
// say" is of the verb of the noun.
func frontedPhrase(d *text.Document, i int) bool {
	t := &d.Tokens[i]
	v := t.Head
	if t.Deprel != "obl" || v < i || v < 0 || !text.IsRelation(d.Tokens[v].Deprel, "acl") {
		return false
	}
	noun := d.Tokens[v].Head
	if noun < i || noun > v || d.Tokens[noun].Head < 0 || d.Tokens[d.Tokens[noun].Head].UPOS != "VERB" {
		return false
	}
	t.Head = d.Tokens[noun].Head
	return true
}

// nounsOwnSubject mends a noun that became the subject of the noun behind it, which
// tells nothing: "the union and its member states met".
func nounsOwnSubject(d *text.Document, i int) bool {
	t := &d.Tokens[i]
	j := i + 1
	if t.Deprel != "nsubj" || t.Head != j || t.UPOS != "NOUN" || d.Tokens[j].UPOS != "NOUN" || d.Child(j, "cop", "aux") >= 0 || t.XPOS != "NN" {
		return false
	}
	switch base, _, _ := strings.Cut(d.Tokens[j].Deprel, ":"); base {
	case "nsubj", "obj", "iobj", "obl", "nmod", "conj", "appos":
		t.Deprel = "compound"
		return true
	}
	return false
}

// lentSubject mends a subject that was given to the clause behind its verb, which has one
// of its own: in "the mission said soldiers had been held" the mission says so.
func lentSubject(d *text.Document, i int) bool {
	t := &d.Tokens[i]
	clause := t.Head
	if !text.IsRelation(t.Deprel, "nsubj") || clause < i || clause < 0 || d.Tokens[clause].Deprel != "ccomp" {
		return false
	}
	v := d.Tokens[clause].Head
	if v < i || v > clause || d.Tokens[v].UPOS != "VERB" || d.Child(v, "nsubj", "nsubj:pass", "csubj", "expl") >= 0 {
		return false
	}
	for _, c := range d.Children(clause) {
		if c > v && c < clause && text.IsRelation(d.Tokens[c].Deprel, "nsubj") {
			t.Head, t.Deprel = v, "nsubj"
			return true
		}
	}
	return false
}

// objectsOfVerbs mends a finite verb that became an object: in "dismissed claims that they
// fled" the claims are a noun, and what follows is its clause.
func objectsOfVerbs(d *text.Document, i int) bool {
	t := &d.Tokens[i]
	if t.UPOS != "VERB" || t.XPOS != "VBZ" || t.Deprel != "obj" || d.Child(i, "nsubj", "aux", "obj") >= 0 {
		return false
	}
	t.UPOS, t.XPOS, t.Feats = "NOUN", "NNS", "Number=Plur"
	for _, c := range d.Children(i) {
		if d.Tokens[c].Deprel == "ccomp" {
			d.Tokens[c].Deprel = "acl"
		}
	}
	return true
}

// concludedBefore mends a participle behind the subject that became the main verb, so
// that the true one took the participle's own phrase for its subject: "All deals made
// with the old council will be torn up".
func concludedBefore(d *text.Document, i int) bool {
	t := &d.Tokens[i]
	main := t.Head
	if !text.IsRelation(t.Deprel, "nsubj") || main < i || main < 0 || d.Child(i, "case") < 0 || d.Child(i, "case") > i || d.Tokens[main].Deprel != "ccomp" || d.Child(main, "aux", "aux:pass") < i {
		return false
	}
	v := d.Tokens[main].Head
	if v < 0 || v > i || d.Tokens[v].XPOS != "VBD" && d.Tokens[v].XPOS != "VBN" || d.Child(v, "aux", "aux:pass", "obj") >= 0 || d.Child(main, "mark") >= 0 {
		return false
	}
	subject := d.Child(v, "nsubj", "nsubj:pass")
	if subject < 0 || subject+1 != v {
		return false
	}
	d.Tokens[main].Head, d.Tokens[main].Deprel = d.Tokens[v].Head, d.Tokens[v].Deprel
	d.Tokens[subject].Head, d.Tokens[subject].Deprel = main, t.Deprel
	d.Tokens[v].Head, d.Tokens[v].Deprel, d.Tokens[v].XPOS = subject, "acl", "VBN"
	t.Head, t.Deprel = v, "obl"
	for c := range d.Tokens {
		if h := d.Tokens[c].Head; h == v && (c < subject || c > main) {
			d.Tokens[c].Head = main // what the sentence begins and ends with
		}
	}
	return true
}

// unlikeConjunct mends a verb in the past that was joined to one that a modal
// verb bears: "said that it would open an inquiry and called on the council"
// goes on with what was done, which is what the first verb in the past tells.
func unlikeConjunct(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	h := t.Head
	if t.Deprel != "conj" || h < 0 || h > v || t.XPOS != "VBD" && t.XPOS != "VBN" || d.Tokens[h].XPOS != "VB" ||
		d.Child(v, "nsubj", "nsubj:pass", "aux", "aux:pass", "mark") >= 0 || !modal(d, h) {
		return false
	}
	for a := d.Tokens[h].Head; a >= 0 && a < h; a = d.Tokens[a].Head {
		if d.Tokens[a].XPOS == "VBD" && d.Tokens[a].UPOS == "VERB" {
			t.Head, t.XPOS = a, "VBD"
			return true
		}
	}
	return false
}

// likeConjunct mends a verb with an auxiliary that was joined to a verb without one,
// past a clause whose verb has the same auxiliary: "told the agency that he had ruled
// this out, but had ordered that" tells two things of him.
func likeConjunct(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	h := t.Head
	if t.Deprel != "conj" || h < 0 || h > v || d.Child(v, "nsubj", "nsubj:pass", "mark") >= 0 || d.Child(h, "aux", "aux:pass") >= 0 {
		return false
	}
	aux := d.Child(v, "aux")
	clause := d.Child(h, "ccomp")
	if aux < 0 || clause < h || clause > v || d.Tokens[clause].UPOS != "VERB" {
		return false
	}
	if same := d.Child(clause, "aux"); same < 0 || !strings.EqualFold(d.Form(same), d.Form(aux)) {
		return false
	}
	t.Head = clause
	return true
}

// modal reports whether a modal verb bears verb v.
func modal(d *text.Document, v int) bool {
	for _, c := range d.Children(v) {
		if d.Tokens[c].XPOS == "MD" {
			return true
		}
	}
	return false
}

// bareDemonstrative mends "this" and the like that stands right before a noun
// and hangs from the same verb: "reported this Saturday".
func bareDemonstrative(d *text.Document, i int) bool {
	j := i + 1
	if j == len(d.Tokens) || d.Tokens[i].Sentence != d.Tokens[j].Sentence {
		return false
	}
	t, next := &d.Tokens[i], &d.Tokens[j]
	if t.XPOS != "DT" || t.Deprel == "det" || next.UPOS != "NOUN" && next.UPOS != "PROPN" || t.Head != next.Head || t.Head < 0 || t.Head > i || next.Deprel != "obl:unmarked" {
		return false
	}
	t.Head, t.Deprel, t.UPOS = j, "det", "DET"
	return true
}

// clauseBehindSemicolon mends a clause of its own behind a semicolon that was taken
// for a second thing that is said: "said it was open; the union argued that …".
func clauseBehindSemicolon(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	if t.Deprel != "ccomp" || t.Head < 0 || t.Head > v || d.Child(v, "nsubj", "nsubj:pass") < 0 || d.Child(v, "mark") >= 0 {
		return false
	}
	if first, _ := d.Subtree(v); d.Form(first) != ";" {
		return false
	}
	t.Deprel = "parataxis"
	return true
}

// reporting are verbs whose past tense, at the end of a sentence, says who said the
// rest.
var reporting = []string{"say", "confirm", "report", "announce", "add", "state", "declare", "claim", "write", "acknowledge", "admit", "warn", "note", "explain"}

// closingVerb mends a reporting clause that closes its sentence and was read as a
// noun with a participle, beside the noun before it: "summoned the ambassador, a
// spokeswoman confirmed".
func closingVerb(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	n := t.Head
	if t.XPOS != "VBN" && t.XPOS != "VBD" || !text.IsRelation(t.Deprel, "acl") || n < 0 || n > v || n+1 != v || d.Tokens[n].Deprel != "appos" || !slices.Contains(reporting, t.Lemma) {
		return false
	}
	s := d.Sentences[t.Sentence]
	for i := v + 1; i < s.Last; i++ {
		if d.Tokens[i].UPOS != "PUNCT" {
			return false
		}
	}
	first, _ := d.Subtree(n)
	if d.Form(first) != "," && (first == s.First || d.Form(first-1) != ",") {
		return false
	}
	root := d.Tokens[n].Head
	for root >= 0 && d.Tokens[root].UPOS != "VERB" {
		root = d.Tokens[root].Head
	}
	if root < 0 {
		return false
	}
	t.Head, t.Deprel, t.XPOS = root, "parataxis", "VBD"
	d.Tokens[n].Head, d.Tokens[n].Deprel = v, "nsubj"
	return true
}

// adjectiveBetween mends a clause whose verb lost it to an adjective behind the
// subject: "people close to her say that …". Without a copula the adjective only says
// which people.
func adjectiveBetween(d *text.Document, a int) bool {
	t := &d.Tokens[a]
	n := a - 1
	if t.UPOS != "ADJ" || n < 0 || d.Tokens[n].Head != a || d.Tokens[n].Deprel != "nsubj" || d.Child(a, "cop", "aux") >= 0 {
		return false
	}
	v := -1
	for _, c := range d.Children(a) {
		x := d.Tokens[c].XPOS
		if c > a && (x == "VBD" || x == "VBP" || x == "VBZ" || x == "VB") && d.Tokens[c].UPOS == "VERB" && d.Child(c, "nsubj", "nsubj:pass", "aux", "mark", "cc") < 0 {
			v = c
			break
		}
	}
	if v < 0 {
		return false
	}
	for _, c := range d.Children(a) {
		if c < n || c > v {
			d.Tokens[c].Head = v
		}
	}
	d.Tokens[v].Head, d.Tokens[v].Deprel = t.Head, t.Deprel
	d.Tokens[n].Head = v
	t.Head, t.Deprel = n, "amod"
	return true
}

// gerundObject mends the deed that a verb of denying, ceasing or beginning takes as its
// object and that was read as an adverbial: "denied using tear gas".
func gerundObject(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	h := v - 1
	if t.XPOS != "VBG" || t.Deprel != "advcl" || t.Head != h || h < 0 || d.Tokens[h].UPOS != "VERB" || d.Child(h, "obj", "xcomp", "ccomp", "aux:pass") >= 0 {
		return false
	}
	switch d.Tokens[h].Lemma {
	case "deny", "admit", "stop", "avoid", "cease", "quit", "begin", "start", "continue", "consider", "suggest", "recommend", "resume", "finish", "risk", "postpone", "mind", "resist":
		t.Deprel = "xcomp"
		return true
	}
	return false
}

// decided are nouns whose infinitive says what somebody decides, offers or tries to do.
var decided = []string{"decision", "plan", "offer", "promise", "intention", "proposal", "pledge", "threat", "refusal", "attempt", "bid", "willingness", "readiness", "vow", "failure", "agreement"}

// decidedDeed gives the infinitive behind a noun of deciding back to it, which the tree
// took for the purpose of the verb before: "welcomed the decision of Oslo to open talks".
func decidedDeed(d *text.Document, v int) bool {
	t := &d.Tokens[v]
	h := t.Head
	if t.Deprel != "advcl" || t.XPOS != "VB" || h < 0 || h > v || d.Tokens[h].UPOS != "VERB" || d.Tokens[h].Lemma == "use" || d.Child(v, "nsubj", "nsubj:pass") >= 0 {
		return false
	}
	to := d.Child(v, "mark")
	n := d.Child(h, "obj", "nsubj:pass")
	if to < 0 || to > v || d.Form(to) != "to" || n < h || n > to || !slices.Contains(decided, d.Tokens[n].Lemma) {
		return false
	}
	if _, end := d.Subtree(n); end != to {
		return false
	}
	t.Head, t.Deprel = n, "acl"
	return true
}
