package corefer

import (
	_ "embed"
	"strings"
)

var (
	//go:embed pronouns.tsv
	pronounTable string
	//go:embed titles.tsv
	titleTable string
	//go:embed nouns.tsv
	nounTable string
	//go:embed object_control.txt
	objectControlTable string
	//go:embed generic.txt
	genericTable string
	//go:embed collective.txt
	collectiveTable string
	//go:embed factive.txt
	factiveTable string
	//go:embed partitive.txt
	partitiveTable string
	//go:embed labels.tsv
	labelTable string
	//go:embed trailing.txt
	trailingTable string
	//go:embed indefinite.tsv
	indefiniteTable string
	//go:embed idioms.txt
	idiomTable string
	//go:embed quantity.txt
	quantityTable string
)

// pronoun is what the form of a pronoun says.
type pronoun struct {
	person string // "1", "2", "3"
	number string // singular, plural or ""
	gender string // "m", "f", neuter or ""
	kind   string // "personal", "possessive", "reflexive"
}

// noun is what a noun says of those it names.
type noun struct{ kind, gender string }

// tables are the embedded word lists.
type tables struct {
	pronouns map[string]pronoun
	titles   map[string]string // gender by title
	nouns    map[string]noun
	labels   map[string]string // what who has a label with this last word does, see labels.tsv
	generic  map[string]bool   // nouns that follow the name of a body: "the Interfax agency"
	// collective holds nouns that mean the same body or crowd throughout a report.
	collective map[string]bool
	// factive holds verbs whose object "it" is a matter: "denied it".
	factive map[string]bool
	// partitive holds nouns that pick some of those named behind "of".
	partitive map[string]bool
	// indefinite holds the kinds of pronouns that speak of nobody in particular: "someone".
	indefinite map[string]string
	// trailing holds adverbs that belong to the phrase before them: "this water here".
	trailing map[string]bool
	// idioms holds phrases whose noun speaks of nothing by itself: "for example".
	idioms map[string]bool
	// quantity holds nouns that count what follows "of": "a lot of ants".
	quantity map[string]bool
	// objectControl holds verbs in "thanked her for her help".
	objectControl map[string]bool
}

func loadTables() *tables {
	t := &tables{
		pronouns: map[string]pronoun{}, titles: map[string]string{}, nouns: map[string]noun{}, labels: map[string]string{}, generic: map[string]bool{},
		objectControl: map[string]bool{}, collective: map[string]bool{}, partitive: map[string]bool{}, factive: map[string]bool{}, trailing: map[string]bool{}, indefinite: map[string]string{},
		idioms: map[string]bool{}, quantity: map[string]bool{},
	}
	rows(pronounTable, 5, func(c []string) { t.pronouns[c[0]] = pronoun{c[1], c[2], c[3], c[4]} })
	rows(titleTable, 2, func(c []string) { t.titles[c[0]] = c[1] })
	rows(labelTable, 2, func(c []string) { t.labels[c[0]] = c[1] })
	rows(nounTable, 3, func(c []string) {
		for word := range strings.SplitSeq(c[0], ";") {
			t.nouns[word] = noun{c[1], c[2]}
		}
	})
	rows(objectControlTable, 1, func(c []string) { t.objectControl[c[0]] = true })
	rows(collectiveTable, 1, func(c []string) { t.collective[c[0]] = true })
	rows(factiveTable, 1, func(c []string) { t.factive[c[0]] = true })
	rows(partitiveTable, 1, func(c []string) { t.partitive[c[0]] = true })
	rows(trailingTable, 1, func(c []string) { t.trailing[c[0]] = true })
	rows(idiomTable, 1, func(c []string) { t.idioms[c[0]] = true })
	rows(quantityTable, 1, func(c []string) { t.quantity[c[0]] = true })
	rows(indefiniteTable, 2, func(c []string) { t.indefinite[c[0]] = c[1] })
	rows(genericTable, 1, func(c []string) { t.generic[c[0]] = true })
	return t
}

// rows hands each row of a tab-separated table to each; "#" begins a comment.
func rows(table string, columns int, each func([]string)) {
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		if c := strings.Split(line, "\t"); len(c) == columns {
			each(c)
		}
	}
}
