package query

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Error says what is wrong with a query and where.
type Error struct {
	At      int // characters before the fault
	Message string
}

func (e *Error) Error() string {
	return fmt.Sprintf("query: at character %d: %s", e.At+1, e.Message)
}

// Limits that keep a query within what a store can plan.
const (
	maxLength = 4096 // characters
	maxTerms  = 100
	maxDepth  = 20
)

// Parse reads a query. The empty query is an empty And, which every row meets.
// Errors are of type *Error.
func Parse(text string) (Node, error) {
	p := &parser{text: []rune(strings.ToValidUTF8(text, "\uFFFD"))}
	if len(p.text) > maxLength {
		return nil, p.fault(maxLength, "the query is longer than %d characters", maxLength)
	}
	n, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if p.at < len(p.text) {
		return nil, p.fault(p.at, "this ) closes nothing")
	}
	return n, nil
}

// FromArguments joins the arguments of a command line to one query. A shell
// takes the quotation marks away, so an argument with spaces is read as one
// phrase, field:"early elections" as well as "early elections", unless it
// shows by a mark or a second field that it is a query by itself.
func FromArguments(args []string) string {
	var out []string
	for _, a := range args {
		field, rest := "", a
		if m := fieldName.FindString(a); m != "" {
			field, rest = m, a[len(m):]
		}
		if strings.ContainsFunc(strings.TrimSpace(rest), unicode.IsSpace) && !composed.MatchString(rest) {
			a = field + `"` + strings.TrimSpace(rest) + `"`
		}
		out = append(out, a)
	}
	return strings.Join(out, " ")
}

var (
	fieldName = regexp.MustCompile(`^\s*-?[A-Za-z][A-Za-z-]*:`)
	composed  = regexp.MustCompile(`["“”()]|[A-Za-z]:\S|(^|\s)(-\S|OR\s|AND\s|NOT\s)`)
)

type parser struct {
	text  []rune
	at    int
	terms int
}

func (p *parser) fault(at int, format string, args ...any) *Error {
	return &Error{at, fmt.Sprintf(format, args...)}
}

func (p *parser) space() {
	for p.at < len(p.text) && unicode.IsSpace(p.text[p.at]) {
		p.at++
	}
}

// or reads terms up to the end or an unmatched ")".
func (p *parser) or(depth int) (Node, error) {
	if depth > maxDepth {
		return nil, p.fault(p.at, "too many parentheses within each other")
	}
	var either Or
	for {
		start := p.at
		n, err := p.and(depth)
		if err != nil {
			return nil, err
		}
		if all, ok := n.(And); ok && len(all) == 0 && (len(either) > 0 || p.word() == "OR") {
			return nil, p.fault(start, "OR needs a term on both sides")
		}
		either = append(either, n)
		if p.word() != "OR" {
			break
		}
		p.at += len("OR")
	}
	if len(either) == 1 {
		return either[0], nil
	}
	return either, nil
}

func (p *parser) and(depth int) (Node, error) {
	all := And{}
	for {
		p.space()
		if p.at == len(p.text) || p.text[p.at] == ')' || p.word() == "OR" {
			break
		}
		if p.word() == "AND" {
			p.at += len("AND")
			continue
		}
		n, err := p.unary(depth)
		if err != nil {
			return nil, err
		}
		if n != nil {
			all = append(all, n)
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return all, nil
}

// unary reads one term, group or negation; nil for punctuation by itself.
func (p *parser) unary(depth int) (Node, error) {
	start, negated := p.at, false
	for p.at < len(p.text) {
		if p.word() == "NOT" {
			p.at += len("NOT")
			p.space()
		} else if p.text[p.at] == '-' && p.at+1 < len(p.text) && !unicode.IsSpace(p.text[p.at+1]) {
			p.at++
		} else {
			break
		}
		negated = !negated
	}
	if p.at == len(p.text) || p.text[p.at] == ')' {
		return nil, p.fault(start, "nothing follows the NOT")
	}
	n, err := p.primary(depth)
	if err != nil || !negated || n == nil {
		return n, err
	}
	if not, ok := n.(Not); ok {
		return not.Node, nil
	}
	return Not{n}, nil
}

func (p *parser) primary(depth int) (Node, error) {
	if p.text[p.at] != '(' {
		return p.term()
	}
	start := p.at
	p.at++
	n, err := p.or(depth + 1)
	if err != nil {
		return nil, err
	}
	if p.at == len(p.text) {
		return nil, p.fault(start, "this ( is not closed")
	}
	p.at++
	if all, ok := n.(And); ok && len(all) == 0 {
		return nil, p.fault(start, "nothing stands between the parentheses")
	}
	return n, nil
}

// word is the bare word at the current position, for keywords.
func (p *parser) word() string {
	end := p.at
	for end < len(p.text) && !unicode.IsSpace(p.text[end]) && !strings.ContainsRune(`()":`, p.text[end]) {
		end++
	}
	if end < len(p.text) && p.text[end] == ':' {
		return ""
	}
	return string(p.text[p.at:end])
}

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

// value is one value of a term.
type value struct {
	text   string
	at     int
	prefix bool // a star follows
}

// value reads a quoted phrase or a bare word; in a list a comma ends the word.
func (p *parser) value(inList bool) (value, error) {
	v := value{at: p.at}
	if p.at < len(p.text) && isQuote(p.text[p.at]) {
		p.at++
		end := p.at
		for end < len(p.text) && !isQuote(p.text[end]) {
			end++
		}
		if end == len(p.text) {
			return v, p.fault(v.at, "this quotation mark is not closed")
		}
		v.text = string(p.text[p.at:end])
		p.at = end + 1
		if p.at < len(p.text) && p.text[p.at] == '*' {
			v.prefix = true
			p.at++
		}
		return v.trimmed(), nil
	}
	for p.at < len(p.text) {
		r := p.text[p.at]
		if unicode.IsSpace(r) || r == '(' || r == ')' || isQuote(r) || inList && r == ',' {
			break
		}
		p.at++
	}
	v.text = string(p.text[v.at:p.at])
	return v.trimmed(), nil
}

// trimmed is the value without needless spaces and with its star taken off.
func (v value) trimmed() value {
	v.text = strings.Join(strings.Fields(v.text), " ")
	if bare := strings.TrimRight(v.text, "* "); bare != v.text {
		v.text, v.prefix = bare, true
	}
	return v
}

// term reads a field with its values, or a word or phrase without a field.
func (p *parser) term() (Node, error) {
	start := p.at
	if p.terms++; p.terms > maxTerms {
		return nil, p.fault(start, "more than %d terms", maxTerms)
	}
	name := p.name()
	if name == "" {
		v, err := p.value(false)
		if err != nil {
			return nil, err
		}
		if !wordy(v.text) {
			return nil, nil // a comma after a phrase, a dash
		}
		return Words{Text, []Phrase{{v.text, v.prefix}}}, nil
	}
	f, ok := lookup(name)
	if !ok {
		return nil, p.unknown(start, name)
	}
	var values []value
	for {
		v, err := p.value(true)
		if err != nil {
			return nil, err
		}
		if !wordy(v.text) {
			return nil, p.fault(v.at, "%s: needs a value", f.name)
		}
		values = append(values, v)
		if p.at == len(p.text) || p.text[p.at] != ',' {
			break
		}
		p.at++
	}
	return p.condition(f, values)
}

// name reads "field:" and leaves the position behind the colon; "" if what
// follows is no field.
func (p *parser) name() string {
	end := p.at
	for end < len(p.text) && (unicode.IsLetter(p.text[end]) || p.text[end] == '_' || p.text[end] == '-' && end > p.at) {
		end++
	}
	if end == p.at || end == len(p.text) || p.text[end] != ':' {
		return ""
	}
	name := string(p.text[p.at:end])
	p.at = end + 1
	return name
}

func (p *parser) unknown(at int, name string) *Error {
	hint := `put it in "quotation marks" if it is text`
	if n := nearest(name, Fields()); n != "" {
		hint = "did you mean " + n + ":?"
	}
	return p.fault(at, "no field %q; %s; the fields are %s", name, hint, strings.Join(Fields(), ", "))
}

// wordy says whether a value holds anything to look for.
func wordy(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

func (p *parser) condition(f field, values []value) (Node, error) {
	switch f.form {
	case words:
		n := Words{Field: f.field}
		for _, v := range values {
			n.Any = append(n.Any, Phrase{v.text, v.prefix})
		}
		return n, nil
	case code:
		n := Code{Field: f.field}
		for _, v := range values {
			c, err := p.code(f, v)
			if err != nil {
				return nil, err
			}
			n.Any = append(n.Any, c)
		}
		return n, nil
	}
	var either Or
	for _, v := range values {
		var n Node
		var err error
		if f.form == number || f.form == least {
			n, err = p.number(f, v)
		} else {
			n, err = p.days(f, v)
		}
		if err != nil {
			return nil, err
		}
		either = append(either, n)
	}
	if len(either) == 1 {
		return either[0], nil
	}
	return either, nil
}

var countryCode = regexp.MustCompile(`^[A-Z]{3}$`)

func (p *parser) code(f field, v value) (string, error) {
	c := f.fold(v.text)
	if v.prefix {
		return "", p.fault(v.at, "%s: takes no *", f.name)
	}
	if f.field == Country && !countryCode.MatchString(c) {
		return "", p.fault(v.at, "country: takes a code of three letters such as BLR, not %q; for a name use place: or party:", v.text)
	}
	if f.values == nil {
		return c, nil
	}
	for _, known := range f.values {
		if known == c {
			return c, nil
		}
	}
	hint := ""
	if n := nearest(c, f.values); n != "" {
		hint = "did you mean " + n + "? "
	}
	return "", p.fault(v.at, "no %s %q; %sit is one of %s", f.name, v.text, hint, strings.Join(f.values, ", "))
}

// days reads 2020, 2020-08, 2020-08-15 or two of them with ".." between.
func (p *parser) days(f field, v value) (Node, error) {
	first, last, isRange := strings.Cut(v.text, "..")
	if f.form != during && isRange {
		return nil, p.fault(v.at, "%s: takes one date; for two use on:%s", f.name, v.text)
	}
	if !isRange {
		last = first
	}
	n := Days{Field: f.field}
	if v.prefix {
		return nil, p.date(v, f)
	}
	if first != "" {
		from, _, ok := period(first)
		if !ok {
			return nil, p.date(v, f)
		}
		n.From = from
	}
	if last != "" {
		_, to, ok := period(last)
		if !ok {
			return nil, p.date(v, f)
		}
		n.To = to
	}
	switch f.form {
	case since:
		n.To = ""
	case until:
		n.From = ""
	}
	if n.From != "" && n.To != "" && n.From >= n.To {
		return nil, p.fault(v.at, "%s:%s ends before it begins", f.name, v.text)
	}
	return n, nil
}

func (p *parser) date(v value, f field) *Error {
	return p.fault(v.at, "%q is no date; %s: takes 2020, 2020-08 or 2020-08-15", v.text, f.name)
}

// period is the first day of a year, month or day, and the day after its last.
func period(s string) (from, to string, ok bool) {
	for _, layout := range []string{"2006", "2006-01", day} {
		t, err := time.Parse(layout, s)
		if err != nil || t.Year() < 1 || t.Year() > 9998 {
			continue
		}
		end := t.AddDate(0, 0, 1)
		switch layout {
		case "2006":
			end = t.AddDate(1, 0, 0)
		case "2006-01":
			end = t.AddDate(0, 1, 0)
		}
		return t.Format(day), end.Format(day), true
	}
	return "", "", false
}

var bounds = regexp.MustCompile(`^(?:(>=|<=|>|<)?([0-9]{1,15}(?:\.[0-9]{1,9})?)|([0-9]{1,15}(?:\.[0-9]{1,9})?)\.\.([0-9]{1,15}(?:\.[0-9]{1,9})?))$`)

// number reads 40, >40, >=40, <40, <=40 or 40..60.
func (p *parser) number(f field, v value) (Node, error) {
	m := bounds.FindStringSubmatch(v.text)
	if m == nil || v.prefix {
		return nil, p.fault(v.at, "%q is no number; %s: takes 40, >40, >=40, <40, <=40 or 40..60", v.text, f.name)
	}
	n := Range{Field: f.field}
	if m[3] != "" {
		n.Low, n.High = parseNumber(m[3]), parseNumber(m[4])
		if *n.Low > *n.High {
			return nil, p.fault(v.at, "%s:%s ends before it begins", f.name, v.text)
		}
		return n, nil
	}
	x := parseNumber(m[2])
	switch {
	case f.form == least && m[1] != "":
		return nil, p.fault(v.at, "%s: takes a number, such as 2; for more use %s:%s", f.name, f.field, v.text)
	case f.form == least:
		n.Low = x
		return n, nil
	}
	switch m[1] {
	case "":
		n.Low, n.High = x, x
	case ">", ">=":
		n.Low, n.AboveLow = x, m[1] == ">"
	default:
		n.High, n.BelowHigh = x, m[1] == "<"
	}
	return n, nil
}

// parseNumber reads what the pattern bounds let through.
func parseNumber(s string) *float64 {
	x, _ := strconv.ParseFloat(s, 64)
	return &x
}
