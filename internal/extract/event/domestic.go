package event

import (
	"slices"

	"annals/internal/lexicon/world"
	"annals/internal/record"
)

// isServing reports whether an act is what a state or a firm does day by day for people
// and bodies at home, or a speaker's word of his own work: a grant to a fire brigade, "I
// worked with Senator Ruiz", a law that would ban something. PLOVER codes help, joint
// work and restriction among political actors.
func (r *reader) isServing(a *act) bool {
	switch {
	case r.isLegislators(a):
		return true
	case slices.Contains([]string{"070", "071", "074", "033", "0331", "0334"}, a.code):
		return r.allIn("beneficiary", a.targets) || r.isSpeakers(a.sources) || len(a.sources) == 0 && a.status != record.Happened && a.status != record.Ongoing && r.isByThing(a.pred)
	case a.code == "060" || a.code == "031":
		return r.isSpeakers(a.sources[:min(1, len(a.sources))]) || r.allIn("colleague", a.targets)
	case a.code == "030":
		return len(a.targets) == 0 && r.isSpeakers(a.sources)
	case a.code == "051" || a.code == "050":
		return len(a.targets) == 0 && (r.isSpeakers(a.sources) || r.allIn("colleague", a.sources))
	case a.code == "172":
		return len(a.targets) == 0 && a.status != record.Happened && a.status != record.Ongoing
	}
	return false
}

// isCourtesy reports whether an act is what people say to each other as they take turns
// to speak: "Thank you, Minister", "I congratulate you".
func (r *reader) isCourtesy(a *act) bool {
	if r.d.Courtesy(a.pred) {
		return true
	}
	if a.code != "050" && a.code != "051" && a.code != "055" || r.d.BlockOf(a.pred).Speaker == "" {
		return false
	}
	return (len(a.sources) == 0 || r.isSpeakers(a.sources)) && (len(a.targets) == 0 || r.isSpeakers(a.targets))
}

// isLegislators reports whether an act is one of help, joint work, promise, praise without
// an addressee or regulation that a report of the United States Congress tells in a
// sentence that names no other country: what its members do for those at home.
func (r *reader) isLegislators(a *act) bool {
	switch a.code {
	case "030", "031", "033", "0331", "0334", "060", "070", "071", "074", "080", "081", "172":
	case "050", "051":
		if r.namesActor(a.targets) {
			return false
		}
	default:
		return false
	}
	if !r.congress {
		return false
	}
	s := r.d.Sentences[r.d.Tokens[a.pred].Sentence]
	for i := s.First; i < s.Last; i++ {
		if c := r.world.CountryNamed(r.d.Form(i)); c != nil && c.Code != "USA" {
			return false
		}
		if slices.ContainsFunc(r.world.Demonyms(r.d.Form(i)), func(d world.Demonym) bool { return d.Country.Code != "USA" }) {
			return false
		}
	}
	return true
}

// namesActor reports whether one of some parties has a name.
func (r *reader) namesActor(heads []int) bool {
	return slices.ContainsFunc(heads, func(h int) bool { return r.upos(h, "PROPN") })
}

// isByThing reports whether the subject of active verb v is nobody: "the funding will help".
func (r *reader) isByThing(v int) bool {
	s := r.d.Child(v, "nsubj")
	return s >= 0 && r.upos(v, "VERB") && !r.isPassive(v) && r.upos(s, "NOUN") && !r.isActor(s)
}

// isSpeakers reports whether those who do something are only who speaks or is spoken to.
func (r *reader) isSpeakers(heads []int) bool {
	return len(heads) > 0 && !slices.ContainsFunc(heads, func(h int) bool { return !r.isSpeechRole(h) })
}

// allIn reports whether all of some parties are of the class, by what they are called or
// by the last word of their names.
func (r *reader) allIn(class string, heads []int) bool {
	return len(heads) > 0 && !slices.ContainsFunc(heads, func(h int) bool {
		first, last := r.phrase(h)
		for i := first; i < last; i++ {
			if (i == h || r.d.Tokens[i].Head == h && r.rel(i, "flat", "compound", "nmod:desc") && (r.upos(i, "PROPN") || i > h)) && r.in(class, i) {
				return false
			}
		}
		return true
	})
}
