package own

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// sectors are those that PLOVER knows.
const sectors = " COP GOV JUD LEG MIL PRM SPY OPP PTY REB UAF ELI BUS CRM CVL EDU JRN LAB MED REF AGR NGO IGO MNC SOC REL PRE UNK "

// mostName is the longest name that is taken, in bytes: longer ones are texts.
const mostName = 200

var day = regexp.MustCompile(`^\d{4}(-\d{2}(-\d{2})?)?$`)

// tidy brings an entry to the form in which it is kept and says what is wrong
// with it, or "".
func (e *Entry) tidy() string {
	e.Name = clean(e.Name)
	var aliases []string
	for _, a := range e.Aliases {
		if a = clean(a); a != "" && a != e.Name && !slices.Contains(aliases, a) {
			aliases = append(aliases, a)
		}
	}
	e.Aliases = aliases
	for i, s := range e.Sectors {
		e.Sectors[i] = strings.ToUpper(strings.TrimSpace(s))
	}
	e.Cameo = strings.ToUpper(e.Cameo)
	for _, check := range []func() string{e.names, e.country, e.role, e.place} {
		if why := check(); why != "" {
			return why
		}
	}
	return ""
}

func clean(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	return strings.Join(strings.Fields(name), " ")
}

func (e *Entry) names() string {
	if e.Name == "" {
		return "no name"
	}
	for _, n := range append([]string{e.Name}, e.Aliases...) {
		if len(n) > mostName {
			return fmt.Sprintf("a name of %d bytes; %d are the most", len(n), mostName)
		}
		if utf8.RuneCountInString(n) < 2 || !strings.ContainsFunc(n, unicode.IsLetter) {
			return fmt.Sprintf("%q is no name", n)
		}
	}
	if !slices.Contains([]string{"person", "organization", "actor", "place"}, e.Kind) {
		return fmt.Sprintf("kind %q; want person, organization, actor or place", e.Kind)
	}
	return ""
}

func (e *Entry) country() string {
	if e.Country == "" {
		return ""
	}
	code := alpha3(e.Country)
	if code == "" {
		return fmt.Sprintf("country %q; want a code of ISO 3166-1, such as BLR or BY", e.Country)
	}
	e.Country = code
	return ""
}

// alpha3 is the alpha-3 code of a country's code in any case, or "". Codes of
// former states stay as they are.
func alpha3(code string) string {
	code = strings.ToUpper(strings.TrimSpace(code))
	switch code {
	case "XK", "XKX":
		return "XKX"
	case "SUN", "YUG", "CSK", "DDR", "SCG", "ZAR", "TMP", "BUR":
		return code
	}
	if len(code) != 2 && len(code) != 3 {
		return ""
	}
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return ""
	}
	return region.ISO3()
}

func (e *Entry) role() string {
	for _, s := range e.Sectors {
		if len(s) != 3 || !strings.Contains(sectors, " "+s+" ") {
			return fmt.Sprintf("sector %q; want one of%s", s, strings.TrimRight(sectors, " "))
		}
	}
	if strings.Trim(e.Cameo, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || len(e.Cameo) > 24 {
		return fmt.Sprintf("CAMEO code %q; want letters only", e.Cameo)
	}
	e.Cameo = strings.TrimPrefix(e.Cameo, e.Country)
	if !slices.Contains([]string{"", "m", "f"}, e.Gender) {
		return fmt.Sprintf("gender %q; want m, f or nothing", e.Gender)
	}
	for _, d := range []string{e.From, e.To} {
		if d != "" && !day.MatchString(d) {
			return fmt.Sprintf("date %q; want 2020, 2020-08 or 2020-08-09", d)
		}
	}
	if n := min(len(e.From), len(e.To)); n > 0 && e.To[:n] < e.From[:n] {
		return fmt.Sprintf("ends in %s before it begins in %s", e.To, e.From)
	}
	return ""
}

func (e *Entry) place() string {
	if e.Kind != "place" {
		if e.Lat != nil || e.Lon != nil || e.PlaceKind != "" {
			return "coordinates of something that is no place"
		}
		return ""
	}
	if e.PlaceKind == "" {
		e.PlaceKind = "city"
	}
	if !slices.Contains([]string{"city", "region", "other"}, e.PlaceKind) {
		return fmt.Sprintf("kind of place %q; want city, region or other", e.PlaceKind)
	}
	if e.Lat == nil || e.Lon == nil {
		return "a place without latitude and longitude"
	}
	if !(*e.Lat >= -90 && *e.Lat <= 90 && *e.Lon >= -180 && *e.Lon <= 180) {
		return fmt.Sprintf("coordinates %g, %g; want degrees of latitude and longitude", *e.Lat, *e.Lon)
	}
	if e.Population < 0 {
		return fmt.Sprintf("population %d", e.Population)
	}
	return ""
}
