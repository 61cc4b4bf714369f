package resolve

import (
	"slices"
	"strings"

	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// enclosed gives the places that are still open the country that the words
// around them put them in: that of a place that they are said to lie in or near
// ("Tarmiyah, north of Baghdad"), that has them ("Nigeria's Zamfara"), that
// stands beside them ("Jermuk and Goris"), whose police or miners are there, or
// whose name is in theirs ("Goma airport"). Last come streets, camps and
// divisions in a sentence that speaks of one country only. open are the places as
// they were found, at their indexes.
func (r *placeResolver) enclosed(places, open []record.Place, at []int) {
	for range 2 { // a place that is put somewhere may put another there
		r.enclose(places, open, at)
	}
}

func (r *placeResolver) enclose(places, open []record.Place, at []int) {
	for _, find := range []func([]record.Place, int) (string, string){r.holding, r.having, r.beside, r.acting, r.eponym, r.only} {
		for k, i := range at {
			if places[i].Country != nil || places[i].Lat != nil || !r.settled(&open[k]) {
				continue
			}
			country, why := find(places, i)
			if country == "" {
				continue
			}
			before := places[i]
			places[i] = open[k]
			if !r.resolveIn(&places[i], country, why) {
				places[i] = before
			}
		}
	}
}

// settled reports whether a place lies in a country: rivers, seas and borders
// may lie in several.
func (r *placeResolver) settled(p *record.Place) bool {
	if p.Kind == "country" || strings.HasSuffix(p.Name, "border") || strings.HasSuffix(p.Name, "frontier") || strings.Contains(p.Rule, "direction") {
		return false
	}
	for _, w := range strings.Fields(strings.ToLower(p.Name)) {
		if r.words.is("water", w) {
			return false
		}
	}
	return true
}

// resolveIn resolves a place among those of its name in a country, or gives it
// the country alone where the gazetteer knows no place of the name. It fails
// where such places lie in other countries only and are well known.
func (r *placeResolver) resolveIn(p *record.Place, country, why string) bool {
	candidates := r.world.Places(p.Name)
	if r.typed(p) {
		candidates = ofKind(candidates, p.Kind)
	}
	in := inCountries(append(slices.Clip(mainNames(candidates, p.Name)), r.minorPlaces(p)...), []string{country})
	if len(in) > 0 {
		best := in[0]
		for _, c := range in[1:] {
			if c.Country == best.Country && betterKnown(c, best) {
				best = c
			}
		}
		if !twin(inCountries(candidates, []string{country})) {
			set(p, best, why)
			p.Kind = best.Kind
			return true
		}
	} else if !r.typed(p) && slices.ContainsFunc(candidates, large) {
		return false
	}
	p.Country = record.Ptr(country)
	p.Rule += "; not in the gazetteer; " + why
	return true
}

// gap is the tokens between two places of one sentence, first and last, and
// whether there are fewer than a dozen.
func (r *placeResolver) gap(a, b *record.Place) (first, last int, ok bool) {
	first, last = r.doc.TokenAt(r.spell.Bytes(a.Span).End), r.doc.TokenAt(r.spell.Bytes(b.Span).Start)
	if last >= len(r.doc.Tokens) || first > last || last-first > 11 {
		return 0, 0, false
	}
	return first, last, first > 0 && r.doc.Tokens[first-1].Sentence == r.doc.Tokens[last].Sentence
}

// holding is the country of the next place, where the words between say that the
// place lies in or near it: "…, a village in …", "… outside …".
func (r *placeResolver) holding(places []record.Place, i int) (country, why string) {
	if i+1 >= len(places) || places[i+1].Country == nil {
		return "", ""
	}
	next := &places[i+1]
	first, last, ok := r.gap(&places[i], next)
	if !ok {
		return "", ""
	}
	inside := first+1 == last && (r.doc.Form(first) == "," || r.doc.Form(first) == "(")
	for t := first; t < last; t++ {
		form := strings.ToLower(r.doc.Form(t))
		switch tok := &r.doc.Tokens[t]; tok.UPOS {
		case "VERB", "AUX", "CCONJ", "SCONJ", "PRON":
			if form != "located" && form != "situated" {
				return "", ""
			}
		case "ADP":
			near := form == "near" || form == "outside" || form == "from" || form == "off"
			if near && next.Kind == "country" || !r.words.is("encloses", form) {
				return "", ""
			}
			inside = true
		}
		if strings.HasPrefix(form, "border") || strings.HasPrefix(form, "frontier") {
			return "", ""
		}
	}
	if !inside || first+1 == last && next.Kind != "country" && next.Kind != "region" && r.doc.Form(first) == "," && r.inRow(places, i) {
		return "", ""
	}
	return *next.Country, "by " + next.Name + " after it"
}

// inRow reports whether a place and those after it that commas part from it are a row
// rather than one place in another: "Langa, Cape Flats, Cape Town" has no "and".
func (r *placeResolver) inRow(places []record.Place, i int) bool {
	for j := i; j+1 < len(places); j++ {
		first, last, ok := r.gap(&places[j], &places[j+1])
		if !ok || first+1 != last || r.doc.Form(first) != "," {
			return ok && first < last && (r.doc.Tokens[first].UPOS == "CCONJ" || first+1 < last && r.doc.Tokens[first+1].UPOS == "CCONJ")
		}
	}
	return false
}

// having is the country of the place before, where that has the place: "Nigeria's
// Borno State", "in the region of …, the village of …".
func (r *placeResolver) having(places []record.Place, i int) (country, why string) {
	if i == 0 || places[i-1].Country == nil || strings.HasSuffix(places[i].Name, " base") { // which may stand abroad
		return "", ""
	}
	first, last, ok := r.gap(&places[i-1], &places[i])
	if !ok || first == last || r.doc.Tokens[first].XPOS != "POS" && !strings.HasPrefix(r.doc.Form(first), "'") && r.doc.Form(first) != "’s" {
		return "", ""
	}
	for t := first + 1; t < last; t++ {
		switch r.doc.Tokens[t].UPOS {
		case "ADJ", "NOUN", "PROPN", "PUNCT", "DET":
		default:
			if r.doc.Form(t) != "of" {
				return "", ""
			}
		}
	}
	return *places[i-1].Country, "by " + places[i-1].Name + " before it"
}

// beside is the country of the places in a row with the place, where they agree.
func (r *placeResolver) beside(places []record.Place, i int) (country, why string) {
	for _, j := range []int{i - 1, i + 1} {
		if j < 0 || j >= len(places) {
			continue
		}
		first, last, ok := r.gap(&places[min(i, j)], &places[max(i, j)])
		if !ok || first == last || last-first > 4 {
			continue
		}
		row := true
		for t := first; t < last; t++ {
			form := strings.ToLower(r.doc.Form(t))
			row = row && (form == "," || form == "and" || form == "or" || form == "the" || r.doc.Tokens[t].UPOS != "VERB" && r.words.is("settlement", form) || form == "of" && t > first && r.words.is("settlement", r.doc.Tokens[t-1].Lemma))
		}
		if !row || last-first == 1 && r.doc.Form(first) == "," && !r.listGoesOn(places, i) {
			continue
		}
		other := &places[j]
		if other.Country == nil {
			continue
		}
		if other.Kind == "country" || strings.HasSuffix(other.Name, "border") {
			return "", ""
		}
		if country != "" && country != *other.Country {
			return "", ""
		}
		country, why = *other.Country, "in a row with "+other.Name
	}
	return country, why
}

// listGoesOn reports whether an "and" or "or" stands within the sentence after the
// place's neighbours.
func (r *placeResolver) listGoesOn(places []record.Place, i int) bool {
	for j := max(0, i-1); j < min(len(places)-1, i+4); j++ {
		first, last, ok := r.gap(&places[j], &places[j+1])
		if !ok {
			continue
		}
		for t := first; t < last; t++ {
			if r.doc.Tokens[t].UPOS == "CCONJ" {
				return true
			}
		}
	}
	return false
}

// acting is the only country whose police or others who work at home act in the
// sentence.
func (r *placeResolver) acting(places []record.Place, i int) (country, why string) {
	if code := r.actsHere(&places[i]); code != "" && r.oneCountry(places, i, code) {
		return code, "those of " + code + " act there"
	}
	return "", ""
}

// eponym gives the country of the place that the place is called after, "Goma
// airport".
func (r *placeResolver) eponym(places []record.Place, i int) (country, why string) {
	base, ok := r.base(&places[i])
	if kind, town, of := strings.Cut(places[i].Name, " of "); of && r.words.is("housed", strings.ToLower(kind)) {
		base = town // "University of Dhaka"
	}
	for words := strings.Fields(base); ok && len(words) > 1 && r.words.is("generic", strings.ToLower(words[len(words)-1])); words = strings.Fields(base) {
		base = strings.TrimSuffix(base, " "+words[len(words)-1]) // "Damascus International Airport"
	}
	if first, rest, more := strings.Cut(base, " "); more && len(r.world.Places(base)) == 0 && r.words.is("quarter", strings.ToLower(first)) {
		base = rest // "North Gaza Governorate"
	}
	if !ok || places[i].Kind == "city" || r.words.is("generic", strings.ToLower(base)) {
		return "", ""
	}
	copied := places[i]
	copied.Name, copied.Rule, copied.Kind = base, "", "other"
	var best *world.Place
	if list := r.world.Places(base); len(list) > 0 {
		best, _ = r.choose(&copied, mainNames(list, base))
	} else {
		best, _ = r.minor(&copied)
	}
	at := r.spell.Bytes(places[i].Span)
	if best == nil || best.Country == "" || !large(best) && r.support(at.Start, at.End, "")[best.Country] == 0 && !r.alone(best, base) || places[i].Kind == "region" && strings.HasSuffix(strings.ToLower(places[i].Name), "peninsula") {
		return "", ""
	}
	return best.Country, "by " + base + " in its name"
}

// only is the one country in which the other places lie that the sentence, or else
// the paragraph, of a street, a camp, a village or a division names.
func (r *placeResolver) only(places []record.Place, i int) (country, why string) {
	if !r.typed(&places[i]) {
		return "", ""
	}
	for _, within := range []func(int) int{r.sentence, r.block} {
		at := within(r.spell.Bytes(places[i].Span).Start)
		for j := range places {
			if p := &places[j]; j != i && p.Country != nil && within(r.spell.Bytes(p.Span).Start) == at {
				if country != "" && country != *p.Country {
					return "", ""
				}
				country, why = *p.Country, "the text there is about "+p.Name
			}
		}
		if country != "" {
			break
		}
	}
	return country, why
}

// block is the paragraph that a byte offset lies in.
func (r *placeResolver) block(at int) int {
	return slices.IndexFunc(r.doc.Blocks, func(b text.Block) bool {
		span := r.doc.Sentences[b.First:b.Last]
		return len(span) > 0 && span[0].Start <= at && at < span[len(span)-1].End
	})
}

// oneCountry reports whether the sentence of a place names no place of another
// country.
func (r *placeResolver) oneCountry(places []record.Place, i int, code string) bool {
	at := r.sentence(r.spell.Bytes(places[i].Span).Start)
	for j := range places {
		if j != i && places[j].Country != nil && *places[j].Country != code && r.sentence(r.spell.Bytes(places[j].Span).Start) == at {
			return false
		}
	}
	return true
}
