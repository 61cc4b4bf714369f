package resolve

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
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
	r := &placeResolver{world: w, doc: doc, spell: record.NewSpeller(doc.Text), words: loadWords()}
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
}

// joined adds evidence for the only country in which both an ambiguous place
// and another one of its sentence may lie ("the governor of Georgia flew to
// Savannah"), and reports whether there is one.
func (r *placeResolver) joined(places []record.Place, i int) bool {
	at := r.spell.Bytes(places[i].Span).Start
	shared := map[string]bool{}
	for j := range places {
		other := r.spell.Bytes(places[j].Span).Start
		if j == i || world.Fold(places[j].Name) == world.Fold(places[i].Name) || r.sentence(at) != r.sentence(other) {
			continue
		}
		for _, code := range r.countries(places[i].Name) {
			if slices.Contains(r.countries(places[j].Name), code) {
				shared[code] = true
			}
		}
	}
	if len(shared) != 1 {
		return false
	}
	for code := range shared {
		r.evidence = append(r.evidence, evidence{country: code, at: at, places: "a place beside it"})
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
	doc      *text.Document
	spell    *record.Speller
	evidence []evidence
}

// evidence is a word that names a country, or what belongs to one.
type evidence struct {
	country string // alpha-3
	at      int    // byte
	places  string // folded name of the place that it is evidence from, or ""
	local   bool   // of somebody who acts where the evidence points: "Scottish police"
}

func (r *placeResolver) sort() {
	slices.SortFunc(r.evidence, func(a, b evidence) int { return cmp.Compare(a.at, b.at) })
}

// window is how many bytes before and after a place evidence counts: beyond it
// its weight is next to nothing.
const window = 20000

// near lists the evidence around a byte offset.
func (r *placeResolver) near(at int) []evidence {
	first := sort.Search(len(r.evidence), func(i int) bool { return r.evidence[i].at >= at-window })
	last := sort.Search(len(r.evidence), func(i int) bool { return r.evidence[i].at > at+window })
	return r.evidence[first:last]
}

// gather collects the countries that the report speaks of: their names and
// demonyms, seats of power, and the places with a single country.
func (r *placeResolver) gather(places []record.Place) {
	for t := range r.doc.Tokens {
		form := r.doc.Form(t)
		if c, _ := utf8.DecodeRuneInString(form); !unicode.IsUpper(c) {
			continue
		}
		at := r.doc.Tokens[t].Start
		for n := 3; n >= 1; n-- {
			if t+n > len(r.doc.Tokens) {
				continue
			}
			name := r.doc.Slice(r.doc.TokenSpan(t, t+n))
			if c := r.world.CountryNamed(name); c != nil && !r.shared(name, c.Code) {
				r.evidence = append(r.evidence, evidence{country: c.Code, at: at})
				break
			}
			if m := r.world.Metonym(name); m != nil && !m.Place && m.Country != "" {
				r.evidence = append(r.evidence, evidence{country: m.Country, at: at})
				break
			}
		}
		d := r.world.Demonyms(form)
		if len(d) == 0 && t+1 < len(r.doc.Tokens) {
			d = r.world.Demonyms(r.doc.Slice(r.doc.TokenSpan(t, t+2)))
		}
		if len(d) == 1 || len(d) > 1 && d[0].Country == d[1].Country {
			local := t+1 < len(r.doc.Tokens) && r.words.is("native", r.doc.Tokens[t+1].Lemma)
			r.evidence = append(r.evidence, evidence{country: d[0].Country.Code, at: at, local: local})
		}
	}
}

// persons collects the countries of the persons whom the report names, and of
// the armed groups, parties and bodies of state.
func (r *placeResolver) persons() {
	for _, m := range r.doc.Mentions {
		if m.Kind != text.Name || m.Type != text.Person && m.Type != text.Organization {
			continue
		}
		span := r.doc.TokenSpan(m.First, m.Last)
		if m.Type == text.Organization {
			if o := r.world.Organizations(r.doc.Slice(span)); len(o) == 1 && o[0].Country != "" && r.words.is("rooted", o[0].Kind) {
				r.evidence = append(r.evidence, evidence{country: o[0].Country, at: span.Start})
			}
			continue
		}
		found := r.world.People(r.doc.Slice(span))
		if len(found) > 0 && found[0].Kind <= world.Alias && (len(found) == 1 || found[1].Kind > found[0].Kind) && found[0].Person.Country != "" {
			r.evidence = append(r.evidence, evidence{country: found[0].Person.Country, at: span.Start})
		}
	}
}

// shared reports whether a country's name is also the name of a region or
// large town of another country.
func (r *placeResolver) shared(name, code string) bool {
	for _, p := range mainNames(r.world.Places(name), name) {
		if p.Country != code && (p.Kind == "region" || p.Population > 300000) {
			return true
		}
	}
	return false
}

// onlyCountry is the country of all places of the name, or "".
func (r *placeResolver) onlyCountry(name string) string {
	code := ""
	for _, p := range r.world.Places(name) {
		if p.Country == "" || code != "" && code != p.Country {
			return ""
		}
		code = p.Country
	}
	return code
}

func (r *placeResolver) resolve(p *record.Place) {
	switch {
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
	if c == nil {
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
	if strings.Contains(p.Rule, "with its type") && len(candidates) == 0 && p.Kind == "region" {
		if i := strings.LastIndexByte(name, ' '); i > 0 {
			candidates = r.world.Places(name[:i]) // "Minsk region"
		}
	}
	if strings.Contains(p.Rule, "by its noun") || strings.Contains(p.Rule, "with its type") {
		if fitting := ofKind(candidates, p.Kind); len(fitting) > 0 || p.Kind != "other" {
			candidates = fitting
		} else {
			candidates = ofKind(candidates, "region") // islands, mountains
		}
	}
	after, sure := r.after(r.spell.Bytes(p.Span).End)
	if named := inCountries(candidates, after); len(named) > 0 {
		candidates = named
	} else if len(after) > 0 && (sure || !slices.ContainsFunc(candidates, large)) { // the report says where it is, and the gazetteer has no such place there
		p.Rule += "; not in the gazetteer"
		if len(after) == 1 {
			p.Country = &after[0]
			p.Rule += ", in " + after[0] + " by what follows it"
		}
		return
	}
	candidates = r.mainNames(candidates, p)
	if len(candidates) == 0 {
		p.Rule += "; not in the gazetteer"
		return
	}
	best, why := r.choose(p, candidates)
	if best == nil {
		for _, c := range candidates {
			if c.Kind != candidates[0].Kind { // a town or a region
				p.Kind = "other"
			}
		}
		p.Rule += "; not resolved: " + why
		return
	}
	set(p, best, why)
	p.Kind = best.Kind
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
	if known {
		return main
	}
	return list
}

// mainNames leaves out the places that the name is not the main name of, but
// for those in a country whose own people act in the same sentence: Santiago
// de los Caballeros, where Dominican police are.
func (r *placeResolver) mainNames(list []*world.Place, p *record.Place) []*world.Place {
	main := mainNames(list, p.Name)
	code := r.actsHere(p)
	if code == "" || len(inCountries(main, []string{code})) > 0 {
		return main
	}
	for _, c := range inCountries(list, []string{code}) {
		if large(c) {
			return append(slices.Clip(main), c)
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
	p.Lat, p.Lon = record.Ptr(from.Lat), record.Ptr(from.Lon)
	p.Rule += "; " + why
	if from.Origin != "" {
		p.Rule += "; user's lexicon: " + from.Origin
	}
}

// choose picks the candidate that the report supports, and says why, or why
// none. Of several in the chosen country it takes the most populous, if it is
// clearly so.
func (r *placeResolver) choose(p *record.Place, candidates []*world.Place) (*world.Place, string) {
	countries := map[string]*world.Place{}
	order := []string{}
	for _, c := range candidates {
		if q := countries[c.Country]; q == nil {
			order = append(order, c.Country)
			countries[c.Country] = c
		} else if betterKnown(c, q) {
			countries[c.Country] = c
		}
	}
	at := r.spell.Bytes(p.Span)
	after, _ := r.after(at.End)
	for _, code := range after {
		if countries[code] != nil {
			return countries[code], "country named after it"
		}
	}
	support := map[string]float64{}
	own := world.Fold(p.Name)
	total := 0.0
	for _, e := range r.near(at.Start) {
		if countries[e.country] == nil || e.places == own || at.Start <= e.at && e.at < at.End {
			continue
		}
		weight := 1 / (1 + math.Abs(float64(e.at-at.Start))/300)
		support[e.country] += weight
		total += weight
	}
	if len(order) == 1 {
		only := countries[order[0]]
		switch {
		case twin(candidates):
			return nil, "several places of the name in one country"
		case small(only, p.Name) && total == 0:
			return nil, "small, and nothing in the report speaks of " + order[0]
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
	if code := r.actsHere(p); countries[code] != nil {
		return countries[code], "those of " + code + " act there"
	}
	dominant := dwarfs(countries, order)
	if dominant != nil && (best == dominant.Country || support[best] == 0 || !r.names(countries[best].Admin, at.Start)) {
		return dominant, "by far the largest of the name"
	}
	if support[best] > 0 && support[best] >= 2*support[second] {
		return countries[best], fmt.Sprintf("the report speaks of %s", best)
	}
	return nil, "ambiguous between " + strings.Join(order, ", ")
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
	return strings.Contains(r.doc.Slice(r.doc.Sentences[r.doc.Tokens[t].Sentence].Span), region)
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

// dwarfs is the candidate that has eight times the weight of the next, or nil.
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
	if best == nil || weight(best) < 100000 || weight(best) < 8*second {
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
	list := r.world.Places(name)
	if slices.ContainsFunc(list, func(p *world.Place) bool { return p.Kind == "other" && p.Country == "" }) {
		return codes, next // the Red Sea, not a region called after it
	}
	for _, p := range list {
		town := slices.ContainsFunc(list, func(q *world.Place) bool { return q.Country == p.Country && q.Population >= 100000 })
		if p.Kind == "region" && p.Country != "" && !town && !slices.Contains(codes, p.Country) {
			codes = append(codes, p.Country)
		}
	}
	return codes, next
}
