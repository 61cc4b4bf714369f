package ledger

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"annals/internal/query"
	"annals/internal/record"
)

// press makes the reports of a press of many outlets: about 200 a day, on
// some 60 things that happen that day, each told by one to eight outlets in
// copies and in words of their own.
type press struct {
	dice    *rand.Rand
	day     time.Time
	pending []*record.Record
}

// word is a made-up word; low numbers are common, high ones rare.
func word(n int) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var b strings.Builder
	for i := 0; i < 3 || n > 0; i++ {
		b.WriteByte(consonants[n%len(consonants)])
		n /= len(consonants)
		b.WriteByte(vowels[(n+i)%len(vowels)])
		n /= len(vowels)
	}
	return b.String()
}

// common are words that stand in every second report.
var common = strings.Fields("government people country officials president national state world military security minister leaders group police home work political public foreign killed city area part support called end region party talks international report local million days attack forces army economic members law agreement plan visit meeting")

func (p *press) some(n int) string {
	var list []string
	for range n {
		if p.dice.IntN(5) > 0 { // words that any report may have
			list = append(list, common[p.dice.IntN(len(common))])
			continue
		}
		list = append(list, word(400+p.dice.IntN(20000)))
	}
	return strings.Join(list, " ")
}

// next is the next report.
func (p *press) next() *record.Record {
	for len(p.pending) == 0 {
		p.happen()
	}
	r := p.pending[0]
	p.pending = p.pending[1:]
	return r
}

// happen makes the reports of one thing.
func (p *press) happen() {
	p.day = p.day.Add(24 * time.Hour / 60)
	town := strings.ToUpper(word(3000 + p.dice.IntN(400))[:1]) + word(3000 + p.dice.IntN(400))[1:]
	count := p.dice.IntN(80) + 5
	body := ""
	for outlet := range 1 + p.dice.IntN(8) {
		if outlet == 0 || p.dice.IntN(2) == 0 {
			body = p.some(90) + ". " + p.some(60) + "."
		}
		lead := fmt.Sprintf("Police arrested %d people in %s on %s.", count, town, p.day.Weekday())
		p.pending = append(p.pending, p.report(lead+" "+body, town, count, p.dice.IntN(200)))
	}
}

func (p *press) report(text, town string, count, outlet int) *record.Record {
	day := p.day.Format(dayLayout)
	at := func(words string) record.Span {
		i := strings.Index(text, words)
		return record.Span{Start: i, End: i + len(words), Text: words}
	}
	number := at(fmt.Sprintf("%d people", count))
	police, where := at("Police"), at(town)
	lead, _, _ := strings.Cut(text, ".")
	place := record.Place{ID: "P1", Name: town, Kind: "city", Country: record.Ptr("BGR"), Span: where}
	r := &record.Record{
		Report:  record.Report{Title: record.Ptr(lead), Publisher: record.Ptr(fmt.Sprintf("Outlet %d", outlet)), Published: &day, Text: text},
		Actors:  []record.Actor{{ID: "A1", Name: "Police", Kind: record.KindGroup, Sectors: []string{"COP"}, Mentions: []record.Span{police}}},
		Figures: []record.Figure{{ID: "F1", Value: record.Ptr(float64(count)), Bound: "exactly", Unit: record.Ptr("person"), Counts: record.Ptr("arrested"), Span: number}},
		Places:  []record.Place{place},
		Events: []record.Event{{ID: "E1", Plover: "COERCE", Mode: record.Ptr("arrest"), Quad: 4, Status: record.Happened, Where: &place, Figures: []string{"F1"},
			Actors: []record.Party{{Actor: record.Ptr("A1"), Span: &police}}, Recipients: []record.Party{{Span: &number}},
			Trigger: at("arrested"), Evidence: record.Span{Start: 0, End: len(lead), Text: lead}}},
	}
	r.Report.ID = record.ContentID(text, day)
	return r
}

// BenchmarkGrowth measures what it costs to add a report, to ask, and to open
// a situation and a story in ledgers of 1,000, 10,000 and 100,000 reports:
//
//	go test -run - -bench Growth -benchtime 20x -timeout 60m ./internal/ledger
//
// It shows the seconds that filling took, and the file's size per report.
func BenchmarkGrowth(b *testing.B) {
	for _, size := range []int{1000, 10000, 100000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			if size > 10000 && testing.Short() {
				b.Skip("takes minutes")
			}
			l, err := Open(b.Context(), filepath.Join(b.TempDir(), "annals.db"))
			if err != nil {
				b.Fatal(err)
			}
			defer l.Close()
			p := &press{dice: rand.New(rand.NewPCG(1, 2)), day: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)}
			start := time.Now()
			var some []string
			for i := range size {
				r := p.next()
				if _, err := l.Add(b.Context(), r, "1"); err != nil {
					b.Fatal(err)
				}
				if i%(size/50) == 0 {
					some = append(some, r.Report.ID)
				}
			}
			b.Logf("%d reports in %.0f s", size, time.Since(start).Seconds())
			growth(b, l, p, some)
		})
	}
}

// growth measures each thing that is done with a ledger.
func growth(b *testing.B, l *Ledger, p *press, some []string) {
	search := func(text string, opt Options) func(i int) error {
		n, err := query.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		return func(int) error {
			for _, err := range l.Search(b.Context(), n, opt) {
				if err != nil {
					return err
				}
			}
			return nil
		}
	}
	rows := []Kind{Events, Statements}
	for _, c := range []struct {
		name string
		do   func(i int) error
	}{
		{"add", func(int) error { _, err := l.Add(b.Context(), p.next(), "1"); return err }},
		{"query-place", search("place:"+word(3007)+" type:COERCE", Options{Kinds: rows, Limit: 50})},
		{"query-month", search("type:COERCE on:2022-01 number:>60", Options{Kinds: rows, Limit: 50})},
		{"query-word", search(word(15000), Options{Kinds: rows, Limit: 50})},
		{"query-origins", search("min-origins:3 on:2022-01-03", Options{Kinds: []Kind{Situations}, Limit: 50})},
		{"situation", func(i int) error { _, err := l.Situation(b.Context(), some[i%len(some)], "E1"); return err }},
		{"story", func(i int) error { _, err := l.Story(b.Context(), some[i%len(some)]); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if err := c.do(i); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// sentences are things that happen in one matter, each an event of its report.
var sentences = []struct{ text, trigger, plover, mode string }{
	{"Police arrested %d people in %s on Monday", "arrested", "COERCE", "arrest"},
	{"Bakers marched through the streets of %[2]s", "marched", "PROTEST", "demo"},
	{"The mayor met their union in %[2]s", "met", "CONSULT", "visit"},
	{"The union accused the ministry of breaking its word", "accused", "ACCUSE", "allege"},
}

// syndicated makes a report on one matter by one of 500 outlets: the same
// text but for a last sentence, or, apart, with the same facts and about a
// third of the words of its own.
func (p *press) syndicated(body []string, town string, n int, apart bool) *record.Record {
	own := slices.Clone(body)
	if apart {
		for i := range own {
			if p.dice.IntN(3) == 0 {
				own[i] = p.some(1)
			}
		}
	}
	var text strings.Builder
	quarter := len(own) / len(sentences)
	r := &record.Record{}
	for i, s := range sentences {
		said := fmt.Sprintf(strings.ReplaceAll(s.text, "%d", "%[1]d"), 30, town)
		said, _, _ = strings.Cut(said, "%!(")
		start := text.Len()
		text.WriteString(said + ". ")
		text.WriteString(strings.Join(own[i*quarter:(i+1)*quarter], " ") + ". ")
		trigger := start + strings.Index(said, s.trigger)
		r.Events = append(r.Events, record.Event{ID: fmt.Sprintf("E%d", i+1), Plover: s.plover, Mode: record.Ptr(s.mode), Quad: 4, Status: record.Happened,
			Trigger:  record.Span{Start: trigger, End: trigger + len(s.trigger), Text: s.trigger},
			Evidence: record.Span{Start: start, End: start + len(said), Text: said}})
	}
	fmt.Fprintf(&text, "Read on at number %d.", n)
	day := p.day.AddDate(0, 0, n%3).Format(dayLayout)
	r.Report = record.Report{Title: record.Ptr("Bakers held in " + town), Publisher: record.Ptr(fmt.Sprintf("Outlet %d", n%500)), Published: &day, Text: text.String()}
	r.Report.ID = record.ContentID(r.Report.Text, day)
	return r
}

// BenchmarkOneMatter adds 3,000 reports on one matter one by one, copies of
// one text and then reports in words of their own, and reads them anew, and
// shows the milliseconds that each took:
//
//	go test -run - -bench OneMatter -benchtime 1x -timeout 60m ./internal/ledger
func BenchmarkOneMatter(b *testing.B) {
	const most, step = 3000, 500
	for _, apart := range []bool{false, true} {
		b.Run(map[bool]string{false: "copies", true: "own words"}[apart], func(b *testing.B) {
			l, err := Open(b.Context(), filepath.Join(b.TempDir(), "annals.db"))
			if err != nil {
				b.Fatal(err)
			}
			defer l.Close()
			p := &press{dice: rand.New(rand.NewPCG(1, 2)), day: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)}
			body := strings.Fields(p.some(240))
			var all []*record.Record
			for n := range most {
				all = append(all, p.syndicated(body, "Varna", n, apart))
			}
			add := func(what, engine string) {
				start := time.Now()
				for n, r := range all {
					if _, err := l.Add(b.Context(), r, engine); err != nil {
						b.Fatal(err)
					}
					if n%step == step-1 {
						b.Logf("%s %d: %.1f ms a report", what, n+1, time.Since(start).Seconds()*1000/step)
						start = time.Now()
					}
				}
			}
			add("added", "1")
			add("read anew", "2")
			if err := l.Check(b.Context(), func(f Fault) { b.Errorf("%+v", f) }); err != nil {
				b.Fatal(err)
			}
		})
	}
}
