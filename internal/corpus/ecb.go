package corpus

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/text"
)

// ECB is one report of the ECB+ corpus (Cybulska and Vossen 2014): reports in
// topics, with mentions of events, participants, times and places in chains
// that run over the reports of a topic.
type ECB struct {
	Topic int
	ID    string // "1_10ecbplus"
	Split string // train, dev
	// Text is put together from the corpus's tokens, one paragraph for two
	// sentences. A first line that is a web address is left out.
	Text      string
	Tokens    []text.Token // with span and sentence; sentences count from 0
	Sentences []text.Sentence
	Checked   map[int]bool // sentences whose annotation was checked
	Mentions  []ECBMention
}

// ECBMention is a mention of the gold.
type ECBMention struct {
	First, Last int    // half-open range of tokens, from its first piece to its last
	Type        string // "ACTION_OCCURRENCE", "HUMAN_PART_PER", "LOC_GEO", …
	Chain       string // id of its chain within the topic; of its own where the gold gives none
	Checked     bool   // it stands in a sentence whose annotation was checked
}

// Event says whether the mention is of an event, a denied one included.
func (m ECBMention) Event() bool {
	return strings.HasPrefix(m.Type, "ACTION") || strings.HasPrefix(m.Type, "NEG_ACTION")
}

// Entity says whether the mention is of a participant or a place.
func (m ECBMention) Entity() bool {
	return strings.HasPrefix(m.Type, "HUMAN") || strings.HasPrefix(m.Type, "NON_HUMAN") || strings.HasPrefix(m.Type, "LOC")
}

// ecbLine is a line of the file.
type ecbLine struct {
	Topic    int      `json:"topic"`
	Doc      string   `json:"doc"`
	Split    string   `json:"split"`
	Tokens   [][2]any `json:"tokens"`
	Mentions []struct {
		M     int     `json:"m"`
		Type  string  `json:"type"`
		Tok   []int   `json:"tok"`
		Chain *string `json:"chain"`
	} `json:"mentions"`
	Validated []int `json:"validated"`
}

// ECBReports reads the reports of ECB+ as JSON Lines, one report a line:
// {"topic", "doc", "split", "tokens": [[form, sentence]…], "mentions": [{"m",
// "type", "tok": [indices], "chain"}…], "validated": [sentences]}.
func ECBReports(path string, each func(*ECB) error) error {
	return JSONLines(path, func(l ecbLine) error {
		e, err := l.report()
		if err != nil {
			return fmt.Errorf("%s: %w", l.Doc, err)
		}
		return each(e)
	})
}

func (l *ecbLine) report() (*ECB, error) {
	e := &ECB{Topic: l.Topic, ID: l.Doc, Split: l.Split}
	var b strings.Builder
	position := make([]int, len(l.Tokens)) // of each token of the file among those kept, or -1
	numbers := map[int]int{}               // the file's sentences → ours
	quotes, before, current := 0, "", -1
	address := len(l.Tokens) > 0 && strings.HasPrefix(fmt.Sprint(l.Tokens[0][0]), "http")
	for i, t := range l.Tokens {
		form, ok := t[0].(string)
		number, isNumber := t[1].(float64)
		if !ok || !isNumber {
			return nil, fmt.Errorf("token %d is no form with a sentence", i)
		}
		position[i] = -1
		sentence := int(number)
		if address && sentence == 0 || strings.TrimSpace(form) == "" {
			continue
		}
		if form == "``" || form == "''" {
			form = `"`
		}
		switch {
		case current >= 0 && sentence != current && len(e.Sentences)%2 == 0:
			b.WriteString("\n\n")
			quotes = 0
		case current >= 0 && (sentence != current || spaced(before, form, quotes)):
			b.WriteByte(' ')
		}
		if form == `"` {
			quotes++
		}
		k := len(e.Tokens)
		if sentence != current {
			numbers[sentence] = len(e.Sentences)
			e.Sentences = append(e.Sentences, text.Sentence{Span: text.Span{Start: b.Len()}, First: k})
		}
		start := b.Len()
		b.WriteString(form)
		last := &e.Sentences[len(e.Sentences)-1]
		last.End, last.Last = b.Len(), k+1
		e.Tokens = append(e.Tokens, text.Token{Span: text.Span{Start: start, End: b.Len()}, Sentence: len(e.Sentences) - 1, Head: -1})
		position[i], before, current = k, form, sentence
	}
	e.Text = b.String()
	e.Checked = map[int]bool{}
	for _, s := range l.Validated {
		if k, ok := numbers[s]; ok {
			e.Checked[k] = true
		}
	}
	for _, m := range l.Mentions {
		at := slices.DeleteFunc(slices.Clone(m.Tok), func(t int) bool { return t < 0 || t >= len(position) || position[t] < 0 })
		if len(at) == 0 {
			continue
		}
		g := ECBMention{First: position[slices.Min(at)], Last: position[slices.Max(at)] + 1, Type: m.Type, Chain: fmt.Sprintf("%s#%d", l.Doc, m.M)}
		if m.Chain != nil {
			g.Chain = fmt.Sprintf("%d#%s", l.Topic, *m.Chain)
		}
		g.Checked = e.Checked[e.Tokens[g.First].Sentence]
		e.Mentions = append(e.Mentions, g)
	}
	return e, nil
}
