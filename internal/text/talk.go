package text

import "strings"

// Courtesy reports whether verb i only thanks who is spoken to: "Thank you, Ana", or in
// a turn of a talk somebody who takes part: "I thank Mr. Ruiz for his statement". It
// needs the tree and, for those who take part, the entities.
func (d *Document) Courtesy(i int) bool {
	if !strings.EqualFold(d.Tokens[i].Lemma, "thank") {
		return false
	}
	whom := d.Child(i, "obj", "iobj")
	if whom < 0 {
		return false
	}
	turn := d.BlockOf(i).Speaker != ""
	if strings.EqualFold(d.Form(whom), "you") {
		return turn || d.Child(i, "nsubj") < 0
	}
	return turn && d.takesPart(whom)
}

// takesPart reports whether the mention at token i is of an entity that the label of a
// turn names.
func (d *Document) takesPart(i int) bool {
	for _, m := range d.Mentions {
		if m.Head != i || m.Entity < 0 {
			continue
		}
		for _, k := range d.Entities[m.Entity].Mentions {
			if d.InLabel(d.Mentions[k].Head) {
				return true
			}
		}
	}
	return false
}
