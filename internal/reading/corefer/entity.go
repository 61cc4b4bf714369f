package corefer

import (
	"slices"

	"annals/internal/text"
)

// find is the root of the entity that mention i belongs to.
func (r *reader) find(i int) int {
	for r.mentions[i].parent != i {
		r.mentions[i].parent = r.mentions[r.mentions[i].parent].parent
		i = r.mentions[i].parent
	}
	return i
}

// entity is the facts of the entity of mention i.
func (r *reader) entity(i int) *facts { return &r.mentions[r.find(i)].facts }

// join makes mention i of the same entity as mention j, if what is known of
// the two agrees, and notes why at i.
func (r *reader) join(i, j int, why string) bool {
	a, b := r.find(i), r.find(j)
	if a == b {
		return true
	}
	if !compatible(&r.mentions[a].facts, &r.mentions[b].facts) {
		return false
	}
	r.unite(i, j, why)
	return true
}

// unite makes mention i of the same entity as mention j and notes why at i.
func (r *reader) unite(i, j int, why string) {
	a, b := r.find(i), r.find(j)
	m := &r.mentions[i]
	if m.Why != "" {
		m.Why += "; "
	}
	m.Why += why
	if a < b {
		a, b = b, a
	}
	// The earlier root stays.
	root, other := &r.mentions[b], &r.mentions[a]
	root.facts.merge(&other.facts)
	root.named = root.named || other.named
	root.members = mergeSorted(root.members, other.members)
	other.parent, other.members = b, nil
}

// mergeSorted merges two ascending lists; one that begins behind the other's
// end, as most do, costs only its own length.
func mergeSorted(a, b []int) []int {
	if a[len(a)-1] < b[0] {
		return append(a, b...)
	}
	list := make([]int, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] < b[0] {
			list, a = append(list, a[0]), a[1:]
		} else {
			list, b = append(list, b[0]), b[1:]
		}
	}
	return append(append(list, a...), b...)
}

// compatible reports whether two entities can be one: nothing known of them
// contradicts.
func compatible(a, b *facts) bool {
	if a.known != "" && b.known != "" && a.known != b.known {
		return false
	}
	if a.speaker != 0 && b.speaker != 0 && a.speaker != b.speaker {
		return false
	}
	if a.class != "" && b.class != "" && a.class != b.class {
		return false
	}
	if a.known == "" || b.known == "" {
		if len(a.full) > 0 && len(b.full) > 0 && !slices.ContainsFunc(a.full, func(w string) bool { return slices.Contains(b.full, w) }) {
			return false // "Ana Ruiz" is not "Juan Gomez", whatever describes them
		}
	}
	if a.gender != "" && b.gender != "" && a.gender != b.gender {
		return false
	}
	if a.kind != "" && b.kind != "" && (a.kind == thing) != (b.kind == thing) {
		return false
	}
	return agree(a.kind, a.number, b.kind, b.number) && agree(b.kind, b.number, a.kind, a.number)
}

// agree reports whether the kind and number of one mention admit the other's.
// Bodies and groups are singular or plural in news ("the government … they").
func agree(kind, number, otherKind, otherNumber string) bool {
	if kind == someone && (otherKind == body || otherKind == place || otherKind == several || otherNumber == plural) {
		return false
	}
	if number != "" && otherNumber != "" && number != otherNumber {
		return kind == several || kind == body || otherKind == several || otherKind == body
	}
	return true
}

// merge takes over what is known of another entity where this one's is unknown.
func (f *facts) merge(g *facts) {
	take := func(to *string, from string) {
		if *to == "" {
			*to = from
		}
	}
	if f.class == "" {
		f.class = g.class
	}
	take(&f.kind, g.kind)
	take(&f.gender, g.gender)
	take(&f.number, g.number)
	take(&f.known, g.known)
	take(&f.country, g.country)
	take(&f.office, g.office)
	if f.speaker == 0 {
		f.speaker = g.speaker
	}
	if f.person == nil {
		f.person = g.person
	}
	if f.full == nil {
		f.full = g.full
	}
}

// within reports whether one mention holds the other ("his wife" and "his"):
// they are never one entity.
func within(a, b *mention) bool {
	return a.First <= b.First && b.Last <= a.Last || b.First <= a.First && a.Last <= b.Last
}

// sharesPredicate reports whether two mentions are arguments of one verb and
// so name different entities, reflexives aside: "he praised him".
func (r *reader) sharesPredicate(a, b *mention) bool {
	d := r.doc
	ta, tb := d.Tokens[a.Head], d.Tokens[b.Head]
	return ta.Head >= 0 && ta.Head == tb.Head && argument(ta.Deprel) && argument(tb.Deprel)
}

func argument(deprel string) bool {
	for _, relation := range []string{"nsubj", "obj", "iobj", "obl"} {
		if text.IsRelation(deprel, relation) {
			return true
		}
	}
	return false
}
