package resolve

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// Places sets country and coordinates of a report's places, and the kind of
// those whose name a country shares with something else (Georgia).
//
// A name with readings in several countries takes the one that the report
// supports: the country printed right after it ("Tripoli, Lebanon"), else the
// countries that the report speaks of, those in the same sentence counting
// most; without support, a reading that dwarfs all others (Paris, London);
// else none, and country and coordinates stay nil. A country's point is its
// middle; a part of a place ("western Belarus") has none. Each decision is
// added to the place's Rule.
func Places(w *world.World, doc *text.Document, places []record.Place) {
	if len(places) == 0 {
		return
	}
	r := &placeResolver{world: w, doc: doc, spell: record.NewSpeller(doc.Text), words: loadWords(), signs: loadSigns()}
	r.gather(places)
	r.persons()
	r.sort()
	var open []record.Place // as they were, to be tried again
	var at []int
	for i := range places {
		before := places[i]
		r.resolve(&places[i])
		switch p := &places[i]; {
		case p.Country == nil:
			open, at = append(open, before), append(at, i)
		case p.Kind != "country":
			r.evidence = append(r.evidence, evidence{country: *p.Country, at: r.spell.Bytes(p.Span).Start, places: world.Fold(p.Name)})
		}
	}
	r.sort()
	for k, i := range at { // what has been resolved may decide the rest
		places[i] = open[k]
		r.resolve(&places[i])
	}
	for k, i := range at {
		if places[i].Country == nil && r.joined(places, i) {
			places[i] = open[k]
			r.resolve(&places[i])
		}
	}
	for i := range len(places) - 1 {
		r.within(&places[i], &places[i+1])
	}
	r.enclosed(places, open, at)
}

// joined adds evidence for the only country in which both an ambiguous place
// and another one of its sentence may lie ("the governor of Georgia flew to
// Savannah"), and reports whether there is one.
func (r *placeResolver) joined(places []record.Place, i int) bool {
	at := r.spell.Bytes(places[i].Span).Start
	shared := map[string]int{} // country → where the other place stands
	for j := range places {
		other := r.spell.Bytes(places[j].Span).Start
		if j == i || world.Fold(places[j].Name) == world.Fold(places[i].Name) || r.sentence(at) != r.sentence(other) {
			continue
		}
		for _, code := range r.countries(places[i].Name) {
			if slices.Contains(r.countries(places[j].Name), code) {
				shared[code] = other
			}
		}
	}
	if len(shared) != 1 {
		return false
	}
	for code, other := range shared {
		r.evidence = append(r.evidence, evidence{country: code, at: other, places: "a place beside it"})
	}
	r.sort()
	return true
}

// countries are those in which places of the name lie.
func (r *placeResolver) countries(name string) []string {
	var codes []string
	for _, p := range mainNames(r.world.Places(name), name) {
		if p.Country != "" && !slices.Contains(codes, p.Country) {
			codes = append(codes, p.Country)
		}
	}
	return codes
}

func (r *placeResolver) sentence(at int) int {
	if t := r.doc.TokenAt(at); t < len(r.doc.Tokens) {
		return r.doc.Tokens[t].Sentence
	}
	return -1
}

// within gives a square, a street or a place that the gazetteer lacks the
// country of the place that it is said to be in: "Independence Square in
// Minsk" is not the one in Kyiv.
func (r *placeResolver) within(p, next *record.Place) {
	if next.Country == nil || p.Country != nil && (p.Kind != "other" || *p.Country == *next.Country) || p.Kind == "country" ||
		p.Kind == "region" && !strings.Contains(p.Rule, "not in the gazetteer") {
		return
	}
	t := r.doc.TokenAt(r.spell.Bytes(p.Span).End)
	if t >= len(r.doc.Tokens) || r.doc.Form(t) != "in" {
		return
	}
	for t++; t < len(r.doc.Tokens) && (r.doc.Tokens[t].UPOS == "DET" || r.doc.Tokens[t].UPOS == "ADJ"); t++ {
	}
	if t < len(r.doc.Tokens) && r.doc.Tokens[t].Start >= r.spell.Bytes(next.Span).Start && r.doc.Tokens[t].Start < r.spell.Bytes(next.Span).End {
		p.Country, p.Lat, p.Lon = record.Ptr(*next.Country), nil, nil
		p.Rule += "; in " + next.Name
	}
}

type placeResolver struct {
	world    *world.World
	words    words
	signs    map[string]string // word → the only country that it speaks of
	doc      *text.Document
	spell    *record.Speller
	evidence []evidence
}

// byCountry is the best known of the places in each country, and the countries in
// the places' order.
func byCountry(list []*world.Place) (map[string]*world.Place, []string) {
	countries := map[string]*world.Place{}
	var order []string
	for _, p := range list {
		if q := countries[p.Country]; q == nil {
			order = append(order, p.Country)
			countries[p.Country] = p
		} else if betterKnown(p, q) {
			countries[p.Country] = p
		}
	}
	return countries, order
}

func (r *placeResolver) resolve(p *record.Place) {
	switch {
	case strings.Contains(p.Rule, "short form of a state"):
		for _, c := range inCountries(ofKind(r.world.Places(p.Name), "region"), []string{*p.Country}) {
			set(p, c, "behind a town's name")
		}
	case p.Kind == "country":
		r.country(p)
	case strings.Contains(p.Rule, "part by direction"):
		r.part(p)
	default:
		r.named(p)
	}
}

// country sets a country's middle, unless its name is ambiguous here.
func (r *placeResolver) country(p *record.Place) {
	if p.Country == nil { // Congo
		r.named(p)
		return
	}
	c := r.world.Country(*p.Country)
	if c == nil || r.townOfName(p, c) {
		return
	}
	if r.shared(p.Span.Text, c.Code) {
		candidates := mainNames(r.world.Places(p.Span.Text), p.Span.Text)
		best, why := r.choose(p, candidates)
		if best == nil {
			p.Kind, p.Country = "other", nil
			p.Rule += "; not resolved: " + why
			return
		}
		if best.Country != c.Code {
			set(p, best, why)
			p.Kind = best.Kind
			return
		}
		p.Rule += "; " + why
	}
	p.Lat, p.Lon = record.Ptr(c.Lat), record.Ptr(c.Lon)
	p.Rule += "; middle of the country"
}

// townOfName resolves a name that is a short form of a country's to the town of the
// name in the only country that the report speaks of, if that is another one: Trinidad
// in a report on Cuba.
func (r *placeResolver) townOfName(p *record.Place, c *world.Country) bool {
	if world.Fold(p.Span.Text) == world.Fold(c.Name) {
		return false
	}
	at := r.spell.Bytes(p.Span)
	support := r.support(at.Start, at.End, world.Fold(p.Span.Text))
	if support[c.Code] > 0 {
		return false
	}
	var town *world.Place
	name := world.Fold(p.Span.Text)
	for _, q := range r.world.Places(p.Span.Text) {
		called := world.Fold(q.Name) == name && q.Population >= 50000 || strings.HasPrefix(world.Fold(q.Name), name+" ") && q.Population >= 30000
		if q.Kind != "city" || !called || support[q.Country] == 0 {
			continue
		}
		if town != nil {
			return false
		}
		town = q
	}
	if town == nil {
		return false
	}
	p.Name, p.Kind = p.Span.Text, town.Kind
	set(p, town, "the town of the name, since the report speaks of "+town.Country)
	return true
}

// part sets the country of a part of a place, which has no point of its own.
func (r *placeResolver) part(p *record.Place) {
	if p.Country != nil {
		return
	}
	_, base, _ := strings.Cut(p.Name, " ")
	if c := r.onlyCountry(base); c != "" {
		p.Country = &c
		p.Rule += "; country of " + base
		return
	}
	if best, why := r.choose(p, ofKind(r.world.Places(base), "country")); best != nil { // "eastern Congo"
		p.Country = record.Ptr(best.Country)
		p.Rule += "; country of " + base + ": " + why
	}
}

// named resolves a name against the gazetteer.
func (r *placeResolver) named(p *record.Place) {
	name := p.Name
	candidates := r.world.Places(name)
	if base, ok := r.base(p); ok && len(candidates) == 0 && p.Kind == "region" {
		candidates = r.world.Places(base) // "Minsk region"
	}
	if r.typed(p) {
		if fitting := ofKind(candidates, p.Kind); len(fitting) > 0 || p.Kind != "other" {
			candidates = fitting
		} else if fitting := ofKind(candidates, "region"); len(fitting) > 0 { // islands, mountains
			candidates = fitting
		} else if strings.HasSuffix(p.Rule, "by its noun") { // the island of Kos has a town of its name
			if best, _ := r.choose(p, candidates); best != nil {
				set(p, best, "by the place of its name on it")
				return
			}
			candidates = nil
		}
	}
	after, sure := r.after(r.spell.Bytes(p.Span).End)
	if named := inCountries(candidates, after); len(named) > 0 {
		candidates = named
	} else if len(after) > 0 && (sure || !slices.ContainsFunc(candidates, large)) { // the report says where it is, and the gazetteer has no such place there
		if r.setMinor(p) {
			return
		}
		p.Rule += "; not in the gazetteer"
		if len(after) == 1 {
			p.Country = &after[0]
			p.Rule += ", in " + after[0] + " by what follows it"
		}
		return
	}
	elsewhere := false // the report names a state of the country in which no candidate lies
	candidates, elsewhere = r.inState(candidates, r.spell.Bytes(p.Span).End)
	candidates = r.mainNames(candidates, p)
	if len(candidates) == 0 {
		if !r.setMinor(p) {
			p.Rule += "; not in the gazetteer"
		}
		return
	}
	best, why := r.choose(p, candidates)
	if best != nil && best.Kind == "city" {
		if named := r.inNamedState(inCountries(candidates, []string{best.Country}), r.spell.Bytes(p.Span).Start); named != nil && named != best {
			best, why = named, why+"; the sentence names its region"
		}
	}
	if len(after) == 0 && r.obscure(p, best, candidates) && r.setMinor(p) {
		return
	}
	if best == nil {
		for _, c := range candidates {
			if c.Kind != candidates[0].Kind { // a town or a region
				p.Kind = "other"
			}
		}
		p.Rule += "; not resolved: " + why
		return
	}
	if !r.typed(p) {
		for _, town := range ofKind(r.world.MinorPlaces(name), "city") {
			if town.Population >= 5000 && !town.NoPoint && namesake([]*world.Place{best}, town) {
				best = town
			}
		}
	}
	if elsewhere && best.Kind == "city" {
		unplaced := *best
		unplaced.NoPoint = true
		best, why = &unplaced, why+"; in another state"
	}
	set(p, best, why)
	p.Kind = best.Kind
}

// inState keeps the towns of the state of a federation that is named right after a
// place ("Sanford, North Carolina"), where there are any; elsewhere is true where
// there are towns in other states only.
func (r *placeResolver) inState(candidates []*world.Place, end int) (in []*world.Place, elsewhere bool) {
	t := r.doc.TokenAt(end)
	if t+1 >= len(r.doc.Tokens) || r.doc.Form(t) != "," {
		return candidates, false
	}
	_, next := r.holder(t + 1)
	if next <= t+1 {
		return candidates, false
	}
	name := r.doc.Slice(r.doc.TokenSpan(t+1, next))
	if states := r.world.ShortStates(name); len(states) == 1 {
		name = states[0].Name
	}
	for _, p := range r.world.Places(name) {
		if !state(p) {
			continue
		}
		for _, c := range candidates {
			switch {
			case c.Country != p.Country || c.Kind != "city" || c.Admin == "":
			case world.Fold(c.Admin) == world.Fold(p.Name):
				in = append(in, c)
			default:
				elsewhere = true
			}
		}
		if len(in) > 0 {
			return in, false
		}
	}
	return candidates, elsewhere
}

// borderBehind is the other country on whose border the words behind a place say that
// it lies, or "": "Arauca, near the border with Venezuela", "Kapıkule, on the Bulgarian
// border".
func (r *placeResolver) borderBehind(end int) string {
	t := r.doc.TokenAt(end)
	if t < len(r.doc.Tokens) && r.doc.Form(t) == "," {
		t++
	}
	if t+3 >= len(r.doc.Tokens) || !slices.Contains([]string{"near", "on", "at", "along", "by"}, r.doc.Form(t)) || r.doc.Form(t+1) != "the" && r.doc.Form(t+1) != "its" {
		return ""
	}
	if r.doc.Form(t+2) == "border" && r.doc.Form(t+3) == "with" {
		_, next := r.holder(t + 4)
		if c := r.world.CountryNamed(r.doc.Slice(r.doc.TokenSpan(t+4, max(next, t+5)))); c != nil {
			return c.Code
		}
	} else if d := r.world.Demonyms(r.doc.Form(t + 2)); r.doc.Form(t+3) == "border" && len(d) == 1 {
		return d[0].Country.Code
	}
	return ""
}

// obscure reports whether none of the candidates is large, or the one chosen is
// little known and the report does not speak of its country.
func (r *placeResolver) obscure(p *record.Place, best *world.Place, candidates []*world.Place) bool {
	if best == nil {
		return !slices.ContainsFunc(candidates, large)
	}
	return !prominent(best) && r.support(r.spell.Bytes(p.Span).Start, 0, world.Fold(p.Name))[best.Country] == 0
}

// prominent reports whether a place is known beyond its country.
func prominent(p *world.Place) bool {
	return p.Kind == "country" || p.Kind == "other" || p.Capital || p.Population >= 100000 || p.Country == "" || state(p)
}

// setMinor resolves a name among the small places and reports whether it could.
func (r *placeResolver) setMinor(p *record.Place) bool {
	best, why := r.minor(p)
	if best != nil {
		set(p, best, why)
		p.Kind = best.Kind
	}
	return best != nil
}

func large(p *world.Place) bool { return p.Population >= 100000 || p.Capital || p.Kind != "city" }

// inCountries lists the candidates that lie in one of the countries.
func inCountries(candidates []*world.Place, codes []string) []*world.Place {
	var in []*world.Place
	for _, c := range candidates {
		if slices.Contains(codes, c.Country) {
			in = append(in, c)
		}
	}
	return in
}

// mainNames leaves out the places of which the name is another spelling, if it
// is the main name of one that is large or no town.
func mainNames(list []*world.Place, name string) []*world.Place {
	folded := world.Fold(name)
	var main []*world.Place
	known := false
	for _, p := range list {
		if world.Fold(p.Name) == folded {
			main = append(main, p)
			known = known || large(p)
		}
	}
	switch {
	case known:
	case slices.ContainsFunc(main, func(p *world.Place) bool { return p.Population >= 20000 }): // Vienne is not Vienna
		main = append(main, slices.DeleteFunc(slices.Clone(list), func(p *world.Place) bool { return !strings.HasPrefix(world.Fold(p.Name), folded+" ") })...)
	default:
		return list
	}
	for _, p := range list { // Karaganda is the town of Karaganda region, now spelt Qaraghandy
		if world.Fold(p.Name) != folded && large(p) && namesake(main, p) {
			main = append(slices.Clip(main), p)
		}
	}
	return main
}

// namesake reports whether a town is the one that a region among the places is
// called after, and is not among them itself.
func namesake(main []*world.Place, town *world.Place) bool {
	after := false
	for _, m := range main {
		switch {
		case m.Country != town.Country:
		case m.Kind == "city":
			return false
		default:
			after = after || m.Kind == "region" && !state(m) && math.Abs(m.Lat-town.Lat) < 2 && math.Abs(m.Lon-town.Lon) < 2
		}
	}
	return after && town.Kind == "city"
}

// mainNames leaves out the places that the name is not the main name of, but for
// large ones in a country that the report speaks of, where it speaks of none of the
// others: Santiago de los Caballeros, where Dominican police are, Newcastle upon
// Tyne with a Tory mayor.
func (r *placeResolver) mainNames(list []*world.Place, p *record.Place) []*world.Place {
	main := mainNames(list, p.Name)
	if len(main) == len(list) {
		return main
	}
	at := r.spell.Bytes(p.Span)
	support := r.support(at.Start, at.End, world.Fold(p.Name))
	for _, c := range main {
		if support[c.Country] > 0 && r.actsHere(p) == "" {
			return main
		}
	}
	main = slices.Clip(main)
	for _, c := range list {
		if support[c.Country] > 0 && (large(c) || c.Population >= 50000 && strings.HasPrefix(world.Fold(c.Name), world.Fold(p.Name)+" ")) && len(inCountries(main, []string{c.Country})) == 0 {
			main = append(main, c)
		}
	}
	return main
}

// actsHere is the only country whose police, courts or others who work where
// they are of stand in the sentence of a place, or "".
func (r *placeResolver) actsHere(p *record.Place) string {
	at := r.spell.Bytes(p.Span).Start
	t := r.doc.TokenAt(at)
	if t >= len(r.doc.Tokens) {
		return ""
	}
	sentence := r.doc.Sentences[r.doc.Tokens[t].Sentence].Span
	code := ""
	for _, e := range r.near(at) {
		if e.at < sentence.Start || e.at >= sentence.End || !e.local {
			continue
		}
		if code != "" && code != e.country {
			return ""
		}
		code = e.country
	}
	return code
}

func ofKind(list []*world.Place, kind string) []*world.Place {
	var fitting []*world.Place
	for _, p := range list {
		if p.Kind == kind {
			fitting = append(fitting, p)
		}
	}
	return fitting
}

func set(p *record.Place, from *world.Place, why string) {
	p.Country = nil
	if from.Country != "" {
		p.Country = record.Ptr(from.Country)
	}
	if !from.NoPoint {
		p.Lat, p.Lon = record.Ptr(from.Lat), record.Ptr(from.Lon)
	}
	p.Rule += "; " + why
	if from.Origin != "" {
		p.Rule += "; user's lexicon: " + from.Origin
	}
}

// choose picks the candidate that the report supports, and says why, or why
// none. Of several in the chosen country it takes the most populous, if it is
// clearly so.
func (r *placeResolver) choose(p *record.Place, candidates []*world.Place) (*world.Place, string) {
	countries, order := byCountry(candidates)
	at := r.spell.Bytes(p.Span)
	after, _ := r.after(at.End)
	for _, code := range after {
		if countries[code] != nil {
			return countries[code], "country named after it"
		}
	}
	support := r.support(at.Start, at.End, world.Fold(p.Name))
	delete(support, r.borderBehind(at.End)) // which is not the place's own
	total := 0.0
	for _, code := range order {
		total += support[code]
	}
	if len(order) == 1 {
		only := countries[order[0]]
		if named := r.inNamedState(candidates, at.Start); named != nil {
			return named, "the sentence names its region"
		}
		switch {
		case twin(candidates):
			return nil, "several places of the name in one country"
		case small(only, p.Name) && total == 0 && !r.alone(only, p.Name):
			return nil, "small, and nothing in the report speaks of " + order[0]
		case !prominent(only) && total == 0 && sameTongue(order[0], support):
			return nil, "the report speaks of another country in which there may be one"
		}
		return only, "the only place of the name"
	}
	best, second := "", ""
	for _, code := range order {
		switch {
		case best == "" || support[code] > support[best]:
			best, second = code, best
		case second == "" || support[code] > support[second]:
			second = code
		}
	}
	dominant := dwarfs(countries, order)
	if code := r.actsHere(p); code != "" && countries[code] != nil && (dominant == nil || support[dominant.Country] == 0) {
		return countries[code], "those of " + code + " act there"
	}
	if dominant != nil && (best == dominant.Country || support[best] == 0 || !r.names(countries[best].Admin, at.Start)) {
		return dominant, "by far the largest of the name"
	}
	if support[best] > 0 && support[best] >= 2*support[second] {
		return countries[best], fmt.Sprintf("the report speaks of %s", best)
	}
	if support[best] == 0 {
		if near := r.nearest(countries, order, at); near != nil {
			return near, "nearest to what the sentence speaks of"
		}
	}
	return nil, "ambiguous between " + strings.Join(order, ", ")
}

// inNamedState is the only town among the candidates whose state or province the sentence
// at a byte offset names, if it is in a federation: "residents of Jackson" under the
// governor of Mississippi.
func (r *placeResolver) inNamedState(candidates []*world.Place, at int) *world.Place {
	var found *world.Place
	for _, c := range candidates {
		if c.Kind != "city" || !strings.Contains(federations, c.Country) || !r.names(c.Admin, at) || world.Fold(c.Admin) == world.Fold(c.Name) {
			continue
		}
		if found != nil {
			return nil
		}
		found = c
	}
	return found
}

// betterKnown reports whether of two places of a name in one country the first
// is the one that is meant by the name alone.
func betterKnown(p, q *world.Place) bool {
	switch {
	case p.Capital != q.Capital:
		return p.Capital
	case state(q):
		return p.Population >= 100000
	case state(p):
		return q.Population < 100000
	}
	return p.Population > q.Population
}

// state reports whether a place is a state of a federation, which is better
// known than a small town of its name: Oregon.
func state(p *world.Place) bool {
	return p.Kind == "region" && p.Country != "" && strings.Contains(federations, p.Country)
}

// small reports a town of few people, a square, a street: the gazetteer holds
// only some of those that share a name.
func small(p *world.Place, name string) bool {
	return p.Kind == "city" && !p.Capital && p.Population < 30000 ||
		p.Kind == "other" && (strings.HasSuffix(name, " Square") || strings.HasSuffix(name, " Street"))
}

// tongues are groups of countries that call their towns alike.
var tongues = []string{
	"USA GBR AUS CAN NZL IRL ZAF JAM", "ESP MEX COL ARG PER CHL VEN ECU GTM CUB BOL DOM HND PRY SLV NIC CRI PAN URY PHL PRI", "PRT BRA AGO MOZ CPV",
}

// sameTongue reports whether the report speaks of a country that calls its towns as
// the one does: what is called Port Arthur in Australia need not be the town in Texas.
func sameTongue(country string, support map[string]float64) bool {
	for _, t := range tongues {
		if !strings.Contains(t, country) {
			continue
		}
		for code, s := range support {
			if s > 0 && code != country && strings.Contains(t, code) {
				return true
			}
		}
	}
	return false
}

// alone reports whether a town of some size, or one whose size is not known, is
// the only place of its name that there is, villages included.
func (r *placeResolver) alone(p *world.Place, name string) bool {
	if world.Fold(p.Name) != world.Fold(name) || p.Kind != "city" || p.Population > 0 && p.Population < 15000 {
		return false
	}
	return !slices.ContainsFunc(r.world.MinorPlaces(name), func(o *world.Place) bool { return o.Country != p.Country })
}

// twin reports whether two towns of the name are of like size.
func twin(candidates []*world.Place) bool {
	var first *world.Place
	second := 0
	for _, c := range candidates {
		if c.Capital {
			return false
		}
		switch {
		case first == nil || c.Population > first.Population:
			if first != nil && !same(first, c) {
				second = max(second, first.Population)
			}
			first = c
		case !same(first, c):
			second = max(second, c.Population)
		}
	}
	return second > 0 && first.Population < 5*second
}

// same reports whether two entries of one country are one place under two
// spellings: they lie within some thirty kilometres.
func same(a, b *world.Place) bool {
	return math.Abs(a.Lat-b.Lat) < 0.3 && math.Abs(a.Lon-b.Lon) < 0.3
}

// names reports whether the sentence at a byte offset names a region: what a
// small town needs beside its country to be meant rather than a city of its
// name.
func (r *placeResolver) names(region string, at int) bool {
	t := r.doc.TokenAt(at)
	if region == "" || t >= len(r.doc.Tokens) {
		return false
	}
	s := r.doc.Sentences[r.doc.Tokens[t].Sentence]
	if strings.Contains(r.doc.Slice(s.Span), region) {
		return true
	}
	for k := s.First; k < s.Last; k++ {
		if adjectiveOf(r.doc.Form(k), region) {
			return true
		}
	}
	return false
}

// adjectiveOf reports whether a word is what people and things of a region are
// called: Scottish, Galician, Bavarian.
func adjectiveOf(word, region string) bool {
	if len(word) < 6 || len(region) < 6 || word[0] < 'A' || word[0] > 'Z' || strings.Contains(region, " ") || word[:4] != region[:4] {
		return false
	}
	for _, ending := range []string{"ish", "an", "ese", "ans", "i", "is"} {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// federations are the countries whose states weigh as much as countries do.
const federations = "USA CAN AUS IND CHN BRA MEX DEU"

// weight is how many people a place has, or for countries and regions, whose
// population the gazetteer lacks, what stands for it in comparisons.
func weight(p *world.Place) int {
	switch {
	case p.Kind == "city":
		return p.Population
	case p.Kind == "country", p.Kind == "region" && p.Country != "" && strings.Contains(federations, p.Country):
		return 2000000
	}
	return 300000
}

// dwarfs is the candidate that has eight times the weight of the next, a capital
// five and a half times, or nil.
func dwarfs(countries map[string]*world.Place, order []string) *world.Place {
	var best *world.Place
	second := 0
	for _, code := range order {
		c := countries[code]
		switch {
		case best == nil || weight(c) > weight(best):
			if best != nil {
				second = max(second, weight(best))
			}
			best = c
		default:
			second = max(second, weight(c))
		}
	}
	if best == nil || weight(best) < 100000 || weight(best) < 8*second && !(best.Capital && 2*weight(best) >= 11*second) {
		return nil
	}
	return best
}

// after lists the countries that a place lies in by what is printed right
// after it: "Tripoli, Lebanon", "Córdoba (Spain)", "Athens, Georgia, United
// States". A region stands for its country; members of a list ("Tunis, Egypt
// and Libya") say nothing. It is sure where a region and its country both stand
// there.
func (r *placeResolver) after(end int) (codes []string, sure bool) {
	t := r.doc.TokenAt(end)
	if t+1 >= len(r.doc.Tokens) || r.doc.Form(t) != "," && r.doc.Form(t) != "(" && r.doc.Form(t) != "in" {
		return nil, false
	}
	codes, next := r.holder(t + 1)
	if r.doc.Form(t) == "in" {
		return codes, len(codes) > 0
	}
	if next < len(r.doc.Tokens) && (r.doc.Form(next) == "and" || r.doc.Form(next) == "or") {
		return nil, false
	}
	if next+1 < len(r.doc.Tokens) && r.doc.Form(next) == "," {
		wider, last := r.holder(next + 1)
		if len(wider) > 0 && last < len(r.doc.Tokens) && (r.doc.Form(last) == "and" || r.doc.Form(last) == "or") {
			return nil, false
		}
		if len(codes) == 0 {
			return wider, false
		}
		if both := slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return !slices.Contains(wider, c) }); len(both) > 0 {
			return both, true
		}
	}
	// "Cairo, Illinois." A country there may begin a clause: "In Paris, Germany said".
	region := len(codes) == 1 && strings.Contains(federations, codes[0]) && r.world.CountryNamed(r.doc.Slice(r.doc.TokenSpan(t+1, next))) == nil
	return codes, region && (next == len(r.doc.Tokens) || r.doc.Tokens[next].UPOS == "PUNCT")
}

// holder reads the name at token t to its end: the countries that it is, or
// that it is a region of, and the token after it.
func (r *placeResolver) holder(t int) (codes []string, next int) {
	if r.doc.Form(t) == "the" && t+1 < len(r.doc.Tokens) {
		t++
	}
	next = t
	for next < len(r.doc.Tokens) && next < t+5 && r.doc.Tokens[next].Sentence == r.doc.Tokens[t].Sentence {
		first, _ := utf8.DecodeRuneInString(r.doc.Form(next))
		if !unicode.IsUpper(first) && !(next > t && (r.doc.Form(next) == "of" || r.doc.Form(next) == "the")) {
			break
		}
		next++
	}
	if next == t {
		return nil, next
	}
	name := r.doc.Slice(r.doc.TokenSpan(t, next))
	if c := r.world.CountryNamed(name); c != nil {
		codes = append(codes, c.Code)
	}
	if states := r.world.ShortStates(name); len(states) > 0 && r.doc.Form(t-1) == "," {
		for _, s := range states {
			codes = append(codes, s.Country)
		}
		return codes, next
	}
	list := r.world.Places(name)
	if slices.ContainsFunc(list, func(p *world.Place) bool { return p.Kind == "other" && p.Country == "" }) {
		return codes, next // the Red Sea, not a region called after it
	}
	for _, p := range list {
		town := slices.ContainsFunc(list, func(q *world.Place) bool { return q.Country == p.Country && q.Population >= 100000 })
		if p.Kind == "region" && p.Country != "" && (!town || state(p)) && !slices.Contains(codes, p.Country) {
			codes = append(codes, p.Country)
		}
	}
	return codes, next
}
