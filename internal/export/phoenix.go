package export

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"annals/internal/record"
)

// PhoenixColumns are the 26 columns of a Phoenix file, which has no header.
func PhoenixColumns() []string {
	return []string{"id_version", "date", "year", "month", "day", "source", "source_root", "source_agent", "source_others", "target", "target_root",
		"target_agent", "target_others", "code", "root_code", "quad_class", "goldstein", "issues", "lat", "lon", "place", "state", "country", "ids", "urls", "sources"}
}

// Phoenix writes Phoenix's table: one row for each situation and pair of actor
// and recipient.
type Phoenix struct {
	*tsv
	codes *Codes
	opt   Options
}

// NewPhoenix makes the writer.
func NewPhoenix(w io.Writer, codes *Codes, opt Options) *Phoenix {
	return &Phoenix{newTSV(w, len(PhoenixColumns())), codes, opt}
}

// Write writes the rows of a situation.
func (p *Phoenix) Write(s *Situation) error {
	t := s.told(p.opt.Statuses)
	if t == nil {
		return nil
	}
	for _, q := range t.main.pairs() {
		if err := p.write(p.fields(s, t, q)...); err != nil {
			return err
		}
	}
	return nil
}

func (p *Phoenix) fields(s *Situation, t *told, q pair) []string {
	cameo := record.Value(t.main.event.Cameo)
	d := dateOf(t.when())
	fields := []string{fmt.Sprintf("%d_%s", eventNumber(s.ID, q), strings.ReplaceAll(p.opt.Version, " ", "-")), d.join(""), d.year, d.month, d.day}
	for _, side := range []*party{q.actor, q.recipient} {
		fields = append(fields, p.actor(side)...)
	}
	fields = append(fields, cameo, root(cameo), phoenixQuad(cameo), p.codes.goldstein(cameo), issues(t.firm))
	place, state, nation, lat, lon := "", "", "", "", ""
	if w := t.where(); w != nil {
		nation, lat, lon = record.Value(w.Country), record.Decimal(w.Lat), record.Decimal(w.Lon)
		switch w.Kind {
		case "region":
			state = w.Name
		case "country":
		default:
			place = w.Name
		}
	}
	var ids, urls, sources []string
	add := func(to *[]string, v string) {
		if v = strings.ReplaceAll(v, ";", ","); v != "" && !slices.Contains(*to, v) {
			*to = append(*to, v)
		}
	}
	for _, x := range t.firm {
		r := &x.record.Report
		add(&ids, strings.TrimPrefix(r.ID, "sha256:")+"_"+x.id)
		add(&urls, record.Value(r.URL))
		add(&sources, record.Value(r.Publisher))
	}
	return append(fields, lat, lon, place, state, nation, strings.Join(ids, ";"), strings.Join(urls, ";"), strings.Join(sources, ";"))
}

// primaryAgents are the agents that have a column of their own.
func primaryAgents() []string {
	return []string{"GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU", "BUS", "CRM", "CVL"}
}

// actor are the code, its country or kind of international body, its agent,
// and what else it has.
func (p *Phoenix) actor(q *party) []string {
	if q == nil {
		return make([]string, 4)
	}
	code := p.codes.actorCodeOf(q.actor)
	root, agent := code.country, ""
	var others []string
	switch {
	case root == "":
		root = code.body
	case code.body != "":
		others = append(others, code.body)
	}
	if code.known != "" {
		others = append(others, code.known)
	}
	for i, a := range code.agents {
		if i == 0 && slices.Contains(primaryAgents(), a) {
			agent = a
			continue
		}
		others = append(others, a)
	}
	return []string{code.whole, root, agent, strings.Join(others, ";")}
}

// phoenixQuad is the quad class, in Phoenix a matter of the code's first
// digits: 0 for statements and appeals.
func phoenixQuad(cameo string) string {
	n, err := strconv.Atoi(root(cameo))
	switch {
	case err != nil:
		return ""
	case n <= 2:
		return "0"
	case n <= 5:
		return "1"
	case n <= 8:
		return "2"
	case n <= 13 || n == 16:
		return "3"
	}
	return "4"
}

// issues are the contexts, each with the number of reports' events that have
// it.
func issues(list []*said) string {
	count := map[string]int{}
	for _, x := range list {
		for _, c := range x.event.Contexts {
			count[c]++
		}
	}
	var out []string
	for _, c := range slices.Sorted(maps.Keys(count)) {
		out = append(out, fmt.Sprintf("%s,%d", c, count[c]))
	}
	return strings.Join(out, ";")
}
