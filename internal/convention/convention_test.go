package convention_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"annals/internal/convention"
	"annals/internal/lexicon/world"
	"annals/internal/pipeline"
	"annals/internal/record"
)

// TestPETRARCH holds the view to what PETRARCH-2 would code of a sentence: rows as
// "code source > target: conventions, status where it is no deed". Each has a convention,
// or none of them, in it.
func TestPETRARCH(t *testing.T) {
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := pipeline.New()
	if err != nil {
		t.Fatal(err)
	}
	view := convention.New(w)
	for _, c := range []struct {
		text string
		want []string
	}{
		// The place of an event as its target.
		{"Nigerian students staged a protest in Accra on Monday.", []string{"141 NGAEDU > GHA: place"}},
		{"Ethiopian soldiers killed three gunmen near Mogadishu.", []string{"190 ETHMIL > SOMUAF: place"}},
		{"Germany and Poland met in Prague.", []string{"040 DEU > POL:", "040 POL > DEU:"}},
		{"Peru arrested two Chilean miners in Cuzco.", []string{"173 PER > CHLLAB:"}},
		// Deeds announced and agreed.
		{"Canada will send arms to Chad.", []string{"072 CAN > TCD: deed"}},
		{"Brazil has agreed to lift the sanctions on Peru.", []string{"085 BRA > PER: deed"}},
		{"The Norwegian prime minister will visit Latvia in June.", []string{"042 NORGOV > LVA: deed"}},
		{"Cuba demanded that Haiti release the sailors.", []string{"1053 CUB > HTI:", "0841 HTI > MIL:demanded"}},
		{"The Polish foreign minister will hold talks with the Latvian president.", []string{"046 POLGOV > LVAGOV: deed", "046 LVAGOV > POLGOV: deed"}},
		// Verbs of intention keep their codes.
		{"Japan promised to help Laos.", []string{"033 JPN > LAO:"}},
		{"Canada plans to release two Chilean sailors.", []string{"0353 CAN > CHLMIL:"}},
		{"Sweden offered to mediate between Ghana and Togo.", []string{"039 SWE > GHA:", "039 SWE > TGO:"}},
		// Passives, whose source stands behind "in" where nothing else names it.
		{"Four Danish tourists were arrested in Laos.", []string{"173 LAO > DNKCVL: passive"}},
		{"A French engineer was kidnapped in Mali.", []string{"181 MLI > FRA: passive"}},
		{"Two Dutch nurses were kidnapped by Somali gunmen.", []string{"181 SOMUAF > NLDHLH:"}},
		// Who says that somebody attacked.
		{"Peru wants to attack Chile.", []string{"138 PER > CHL: wanted"}},
		{"Rwanda accused Burundi of attacking a village.", []string{"1123 RWA > BDI:"}},
		{"Kenya said Ethiopian troops attacked a village on Sunday.", []string{"112 KEN > ETHMIL: accused"}},
		{"Kenya said it had attacked militants in Somalia.", []string{"015 KEN > SOMUAF: claimed place"}},
		{"Ethiopian troops attacked Sudanese villagers, Kenya said.", []string{"190 ETHMIL > SDNCVL:"}},
		// Statements.
		{"The Taliban claimed responsibility for a bombing at a hotel in Nairobi.", []string{"015 AFGREB > KEN: statement"}},
		{"The Swedish prime minister told the Finnish parliament that the winter had been mild.", []string{"010 SWEGOV > FINLEG: statement"}},
		{"The Swedish prime minister said that the winter had been mild.", nil},
		// Sources.
		{"A report published in the Kenyan capital alleged that Uganda was aware of the abuses.", []string{"110 KEN > UGA: words code"}},
		{"Two Bolivian men were killed on Sunday.", nil},
		// Codes.
		{"Chile released two Bolivian teachers.", []string{"084 CHL > BOLEDU: code"}},
		{"Greek doctors protested on Monday.", []string{"140 GRCHLH > : code"}},
		{"Spain did not attack Mali.", []string{"190 ESP > MLI:denied"}},
	} {
		date := "2015-05-06"
		report := record.Report{ID: record.ContentID(c.text, date), Text: c.text, Published: &date}
		_, rec, err := p.Read(report)
		if err != nil {
			t.Fatal(err)
		}
		before, _ := json.Marshal(rec)
		seen := view.PETRARCH(rec)
		if after, _ := json.Marshal(rec); string(before) != string(after) {
			t.Errorf("%s: the record was changed", c.text)
		}
		got := rows(t, seen)
		want := slices.Clone(c.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, want)
		}
	}
}

// rows writes the events of a view, once for each pair of parties, and checks that all that
// they name exists and stands in the text.
func rows(t *testing.T, rec *record.Record) []string {
	t.Helper()
	codes := map[string]string{}
	for _, a := range rec.Actors {
		if a.Cameo != nil {
			codes[a.ID] = *a.Cameo
		} else {
			codes[a.ID] = ""
		}
	}
	text := []rune(rec.Report.Text)
	standing := func(s record.Span) {
		if s.Start < 0 || s.End > len(text) || string(text[s.Start:s.End]) != s.Text {
			t.Errorf("%q does not stand at %d", s.Text, s.Start)
		}
	}
	side := func(list []record.Party) []string {
		if len(list) == 0 {
			return []string{""}
		}
		var out []string
		for _, p := range list {
			code := ""
			if p.Actor != nil {
				var known bool
				if code, known = codes[*p.Actor]; !known {
					t.Errorf("no actor %s", *p.Actor)
				}
			}
			if p.Span != nil {
				standing(*p.Span)
			}
			out = append(out, code)
		}
		return out
	}
	var out []string
	for _, e := range rec.Events {
		standing(e.Trigger)
		standing(e.Evidence)
		var made []string
		for _, c := range e.Contexts {
			if name, ok := strings.CutPrefix(c, "petrarch-"); ok {
				made = append(made, name)
			}
		}
		tail := ": " + strings.Join(made, " ")
		if e.Status != record.Happened {
			tail = ":" + e.Status
		}
		for _, a := range side(e.Actors) {
			for _, r := range side(e.Recipients) {
				if a != r {
					out = append(out, strings.TrimRight(*e.Cameo+" "+a+" > "+r+tail, " "))
				}
			}
		}
	}
	return out
}
