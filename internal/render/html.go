package render

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"unicode/utf8"

	"annals/internal/record"
)

//go:embed html/page.html
var pageTemplate string

//go:embed html/base.css
var baseStyle string // of every page

//go:embed html/page.css
var pageStyle string

// htmlPage is what the template shows.
type htmlPage struct {
	Language, Title string
	Nav             []Link
	Style           template.CSS
	Follow          template.CSS // lights up the words of a row that is pointed at
	Facts           []string
	URL             string
	Paragraphs      [][]segment
	Groups          []group
}

// group is the rows of one kind.
type group struct {
	Class, Title string
	Note         string // what holds for all of them
	Rows         []htmlRow
}

// htmlRow is one row beside the text.
type htmlRow struct {
	ID         string
	Row, Words string // anchors of the row and of its words
	Head       []piece
	Quote      string
	More       []piece
}

// piece is a stretch of a row's text, with a link where Href (an anchor of the
// page) or Page (another page) is set.
type piece struct{ Text, Class, Href, Page string }

// HTML writes the record as one page that stands by itself: the report's text
// with its records laid over it, and beside it the rows, each linked to its
// words. The page loads nothing and runs no script.
func HTML(w io.Writer, rec *record.Record) error { return LinkedHTML(w, rec, nil, nil) }

// LinkedHTML writes the same page as one of a folder: events lead to what other
// reports say of them, actors to their pages. Keys are those of its actors over
// reports, by their ids.
func LinkedHTML(w io.Writer, rec *record.Record, keys map[string]string, links *Links) error {
	t, err := template.New("page").Parse(pageTemplate)
	if err != nil {
		return fmt.Errorf("render: html: %w", err)
	}
	if err := t.Execute(w, newHTMLPage(rec, keys, links)); err != nil {
		return fmt.Errorf("render: html: %w", err)
	}
	return nil
}

func newHTMLPage(rec *record.Record, keys map[string]string, links *Links) *htmlPage {
	r := &rec.Report
	page := &htmlPage{Language: "en", Title: "Report without a title", Style: template.CSS(baseStyle + pageStyle)}
	if r.Language != nil {
		page.Language = *r.Language
	}
	if r.Title != nil {
		page.Title = OneLine(*r.Title)
	}
	page.Facts = []string{"publisher unknown", "date unknown", plural(len(strings.Fields(r.Text)), "word")}
	if r.Publisher != nil {
		page.Facts[0] = OneLine(*r.Publisher)
	}
	if r.Published != nil {
		page.Facts[1] = moment(*r.Published)
	}
	if page.URL = webAddress(record.Value(r.URL)); page.URL == "" && r.URL != nil {
		page.Facts = append(page.Facts, OneLine(*r.URL))
	}
	page.Paragraphs = segments(r.Text, layers(rec))
	rows := &rowMaker{newPhrases(rec), keys, links}
	page.Nav = links.home(Link{"The story it is part of", links.story(r.ID)})
	for _, g := range []group{
		{"statements", "Statements", "", rows.statements()},
		{"events", "Events", rows.bound(), rows.events()},
		{"figures", "Figures", "", rows.figures()},
		{"actors", "Actors", "", rows.actors()},
		{"times", "Times", "", rows.times()},
		{"places", "Places", "", rows.places()},
	} {
		if len(g.Rows) > 0 {
			page.Groups = append(page.Groups, g)
		}
	}
	page.Follow = follow(page.Groups)
	return page
}

// follow is the style that shows all words of a row when the row is pointed
// at, or a link to its words was followed. A span's words may lie in several
// elements, so the target alone can't show them.
func follow(groups []group) template.CSS {
	var b strings.Builder
	for _, g := range groups {
		for _, r := range g.Rows {
			fmt.Fprintf(&b, "body:has(#%s:target,[id^=%s-]:target,#%s:target,#%s:hover) .m-%s{background:var(--shown)}\n", r.Words, r.Words, r.Row, r.Row, r.Row)
		}
	}
	return template.CSS(b.String())
}

// anchor is the anchor of a row: the letter of its kind and its place there,
// whatever its id is.
func anchor(kind byte, i int) string { return fmt.Sprintf("%c%d", kind, i+1) }

// rowMaker puts a record's rows into words.
type rowMaker struct {
	*phrases
	keys  map[string]string
	links *Links
}

// newRow makes a row with its anchors.
func newRow(kind byte, i int, id string) htmlRow {
	a := anchor(kind, i)
	return htmlRow{ID: id, Row: a, Words: "w-" + a}
}

func (m *rowMaker) statements() []htmlRow {
	var rows []htmlRow
	for i := range m.rec.Statements {
		s := &m.rec.Statements[i]
		r := newRow('s', i, s.ID)
		r.Head = m.partyPieces([]record.Party{s.Source})
		if len(r.Head) == 0 {
			r.Head = []piece{{Text: "source not named", Class: "more"}}
		}
		for j := len(s.Via) - 1; j >= 0; j-- {
			if via := m.partyPieces(s.Via[j : j+1]); len(via) > 0 {
				r.Head = append(append(r.Head, piece{Text: ", through "}), via...)
			}
		}
		r.Head = append(r.Head, piece{Text: ": " + pastTense(s.Act)})
		if s.Addressee != nil {
			if to := m.partyPieces([]record.Party{*s.Addressee}); len(to) > 0 {
				r.Head = append(append(r.Head, piece{Text: ", to "}), to...)
			}
		}
		var content []string
		for _, c := range s.Content {
			content = append(content, OneLine(c.Text))
		}
		r.Quote = clip(strings.Join(content, " […] "), 280)
		more := [][]piece{{{Text: s.Form}}}
		if n := s.Source.Count; n != nil && *n > 1 {
			more = append(more, []piece{{Text: fmt.Sprintf("number of sources: %d", *n)}})
		}
		if s.Said != nil {
			more = append(more, []piece{{Text: when(s.Said)}})
		}
		if s.Within != nil {
			more = append(more, []piece{{Text: "within "}, m.statementLink(*s.Within)})
		}
		r.More = dotted(more, s.Confidence)
		rows = append(rows, r)
	}
	return rows
}

func (m *rowMaker) events() []htmlRow {
	var rows []htmlRow
	for i := range m.rec.Events {
		e := &m.rec.Events[i]
		r := newRow('e', i, e.ID)
		class := "badge soft"
		if e.Status == record.Happened || e.Status == record.Ongoing {
			class = "badge"
		}
		r.Head = []piece{{Text: e.Status, Class: class}, {Text: " "}, {Text: eventCode(e), Class: "code"}}
		if who := m.partyPieces(e.Actors); len(who) > 0 {
			r.Head = append(append(r.Head, piece{Text: " "}), who...)
		}
		if to := m.partyPieces(e.Recipients); len(to) > 0 {
			r.Head = append(append(r.Head, piece{Text: " → "}), to...)
		}
		r.Quote = clip(OneLine(e.Evidence.Text), 280)
		var more [][]piece
		if date := m.date(e); date != "" {
			p := piece{Text: date}
			if e.When != nil {
				p.Href = m.timeAnchor(e.When.ID)
			}
			more = append(more, []piece{p})
		}
		if e.Where != nil {
			more = append(more, []piece{{Text: "at "}, {Text: OneLine(e.Where.Name), Href: m.placeAnchor(e.Where.ID)}})
		}
		for j := range m.rec.Figures {
			f := &m.rec.Figures[j]
			for _, id := range e.Figures {
				if f.ID == id {
					more = append(more, []piece{{Text: figure(f), Href: anchor('f', j)}})
				}
			}
		}
		more = append(more, m.accordingPieces(e.AccordingTo))
		if len(e.Again) > 0 {
			again := []piece{{Text: "told again:"}}
			for j := range e.Again {
				again = append(again, piece{Text: " "}, piece{Text: fmt.Sprint(j + 1), Href: againAnchor(i, j)})
			}
			more = append(more, again)
		}
		if page := m.links.situation(m.rec.Report.ID + "/" + e.ID); page != "" {
			more = append(more, []piece{{Text: "over reports", Page: page}})
		}
		r.More = dotted(more, e.Confidence)
		rows = append(rows, r)
	}
	return rows
}

// accordingPieces say whose word an event rests on.
func (m *rowMaker) accordingPieces(ids []string) []piece {
	if len(ids) == 0 {
		return []piece{{Text: "the report's own voice"}}
	}
	out := []piece{{Text: "according to "}}
	for i, id := range ids {
		if i > 0 {
			out = append(out, piece{Text: ", "})
		}
		if s := m.phrases.statements[id]; s != nil {
			source := m.partyPieces([]record.Party{s.Source})
			if len(source) == 0 {
				source = []piece{{Text: "a source not named"}}
			}
			out = append(append(out, source...), piece{Text: " ("}, m.statementLink(id), piece{Text: ")"})
		}
	}
	return out
}

func (m *rowMaker) figures() []htmlRow {
	var rows []htmlRow
	for i := range m.rec.Figures {
		f := &m.rec.Figures[i]
		r := newRow('f', i, f.ID)
		r.Head = []piece{{Text: figure(f)}}
		if before := m.changed(f); before != "" {
			r.Head = append(r.Head, piece{Text: ", "}, piece{Text: before, Href: m.figureAnchor(*f.ChangedFrom)})
		}
		if who := m.partyPieces(f.AccordingTo); len(who) > 0 {
			r.More = append([]piece{{Text: "according to "}}, who...)
		}
		rows = append(rows, r)
	}
	return rows
}

func (m *rowMaker) actors() []htmlRow {
	var rows []htmlRow
	for i := range m.rec.Actors {
		a := &m.rec.Actors[i]
		r := newRow('a', i, a.ID)
		r.Head = []piece{{Text: OneLine(a.Name)}}
		facts := a.Kind
		if a.Country != nil {
			facts += " " + *a.Country
		}
		if len(a.Sectors) > 0 {
			facts += " " + strings.Join(a.Sectors, " ")
		}
		more := [][]piece{{{Text: facts}}}
		var also []string
		for _, alias := range a.Aliases {
			if alias = OneLine(alias); alias != OneLine(a.Name) {
				also = append(also, alias)
			}
		}
		if len(also) > 0 {
			more = append(more, []piece{{Text: "also “" + strings.Join(also, "”, “") + "”"}})
		}
		mentions := []piece{{Text: "mentions:"}}
		for j := range a.Mentions {
			mentions = append(mentions, piece{Text: " "}, piece{Text: fmt.Sprint(j + 1), Href: mentionAnchor(i, j)})
		}
		more = append(more, mentions)
		if page := m.links.actor(m.keys[a.ID]); page != "" {
			more = append(more, []piece{{Text: "over reports", Page: page}})
		}
		r.More = dotted(more, nil)
		rows = append(rows, r)
	}
	return rows
}

func (m *rowMaker) times() []htmlRow {
	var rows []htmlRow
	for i := range m.rec.Times {
		t := &m.rec.Times[i]
		r := newRow('t', i, t.ID)
		r.Head = []piece{{Text: when(t)}}
		rows = append(rows, r)
	}
	return rows
}

func (m *rowMaker) places() []htmlRow {
	var rows []htmlRow
	for i := range m.rec.Places {
		p := &m.rec.Places[i]
		r := newRow('p', i, p.ID)
		facts := p.Kind
		if p.Country != nil {
			facts += " " + *p.Country
		}
		if p.Lat != nil {
			facts += " " + coordinates(*p.Lat, *p.Lon)
		}
		r.Head = []piece{{Text: OneLine(p.Name) + " "}, {Text: facts, Class: "more"}}
		rows = append(rows, r)
	}
	return rows
}

// partyPieces name parties, linked to their actors.
func (m *rowMaker) partyPieces(list []record.Party) []piece {
	var out []piece
	for _, p := range list {
		name := m.party(p)
		if name == "" {
			continue
		}
		if len(out) > 0 {
			out = append(out, piece{Text: ", "})
		}
		q := piece{Text: name}
		for i := range m.rec.Actors {
			if p.Actor != nil && m.rec.Actors[i].ID == *p.Actor {
				q.Href = anchor('a', i)
			}
		}
		out = append(out, q)
	}
	return out
}

func (m *rowMaker) statementLink(id string) piece {
	for i := range m.rec.Statements {
		if m.rec.Statements[i].ID == id {
			return piece{Text: id, Href: anchor('s', i)}
		}
	}
	return piece{Text: id}
}

func (m *rowMaker) figureAnchor(id string) string {
	for i := range m.rec.Figures {
		if m.rec.Figures[i].ID == id {
			return anchor('f', i)
		}
	}
	return ""
}

func (m *rowMaker) timeAnchor(id string) string {
	for i := range m.rec.Times {
		if m.rec.Times[i].ID == id {
			return anchor('t', i)
		}
	}
	return ""
}

func (m *rowMaker) placeAnchor(id string) string {
	for i := range m.rec.Places {
		if m.rec.Places[i].ID == id {
			return anchor('p', i)
		}
	}
	return ""
}

// dotted joins facts by dots, the confidence last.
func dotted(facts [][]piece, confidence *float64) []piece {
	if confidence != nil {
		facts = append(facts, []piece{{Text: fmt.Sprintf("confidence %.2f", *confidence)}})
	}
	var out []piece
	for i, f := range facts {
		if i > 0 {
			out = append(out, piece{Text: " · "})
		}
		out = append(out, f...)
	}
	return out
}

// clip shortens a text to about n characters, at a space.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	cut := string([]rune(s)[:n])
	if space := strings.LastIndexByte(cut, ' '); space > 0 {
		cut = cut[:space]
	}
	return cut + " …"
}
