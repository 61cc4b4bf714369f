package export

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"annals/internal/lexicon/nation"
	"annals/internal/lexicon/ontology"
	"annals/internal/record"
)

// Codes are the codes that other formats need beside those of a record. They
// are read-only and safe for use by several goroutines.
type Codes struct {
	nations map[string]nation.Codes
	events  *ontology.Ontology
}

// NewCodes loads the codes.
func NewCodes() (*Codes, error) {
	nations, err := nation.Load()
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	events, err := ontology.Load()
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return &Codes{nations, events}, nil
}

// goldstein is the value of a CAMEO code on Goldstein's scale, "" without one.
func (c *Codes) goldstein(cameo string) string {
	code, ok := c.events.Code(cameo)
	if !ok {
		return ""
	}
	return strconv.FormatFloat(code.Goldstein, 'f', 1, 64)
}

// bodies are the kinds of international body that CAMEO writes in the place of
// a country.
func bodies() []string { return []string{"IGO", "NGO", "IMG", "MNC"} }

// agents are CAMEO's codes for what somebody is; what else follows a kind of
// international body names that body.
func agents() []string {
	return []string{"AGR", "BUS", "COP", "CRM", "CVL", "DEV", "EDU", "ELI", "ENV", "GOV", "HLH", "HRI", "INS", "JUD", "LAB", "LEG", "MED", "MIL", "MOD",
		"OPP", "PTY", "RAD", "REB", "REF", "REL", "SEP", "SET", "SPY", "UAF"}
}

// country is an actor's country, or IGO, NGO or MNC for an international body.
func country(a *record.Actor) string {
	if a == nil {
		return ""
	}
	if a.Country != nil {
		return *a.Country
	}
	for _, b := range bodies() {
		if slices.Contains(a.Sectors, b) {
			return b
		}
	}
	return ""
}

// actorCode is an actor's CAMEO code in its parts of three letters.
type actorCode struct {
	whole   string
	country string   // alpha-3 as CAMEO has it, or ""
	body    string   // IGO, NGO, IMG or MNC, or ""
	known   string   // the known body after it: "UNO"
	agents  []string // GOV, MIL, …
}

// actorCodeOf takes an actor's code apart; nil has none.
func (c *Codes) actorCodeOf(a *record.Actor) actorCode {
	if a == nil || record.Value(a.Cameo) == "" {
		return actorCode{}
	}
	code := *a.Cameo
	if rest, ok := strings.CutPrefix(code, "XKX"); ok { // CAMEO is older than the code
		code = "KSV" + rest
	}
	out := actorCode{whole: code}
	for first := true; code != ""; first = false {
		n := min(3, len(code))
		part := code[:n]
		code = code[n:]
		_, nation := c.nations[part]
		switch {
		case first && (nation || part == "KSV"):
			out.country = part
		case slices.Contains(bodies(), part):
			out.body = part
		case out.body != "" && out.known == "" && len(out.agents) == 0 && !slices.Contains(agents(), part):
			out.known = part
		default:
			out.agents = append(out.agents, part)
		}
	}
	return out
}

// root and base are the first two and three digits of a CAMEO code.
func root(cameo string) string { return cameo[:min(2, len(cameo))] }
func base(cameo string) string { return cameo[:min(3, len(cameo))] }
