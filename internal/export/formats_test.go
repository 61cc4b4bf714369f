package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/quick"

	jsonld "github.com/piprate/json-gold/ld"
	"github.com/twpayne/go-geom/encoding/geojson"
	"gonum.org/v1/gonum/graph/formats/gexf12"

	"annals/internal/record"
	"annals/internal/situation"
)

// telling makes a report and a mention of each of its events. The report says
// that dockers struck the harbour company on a day, by an agency through a
// paper, and its events are made from that by change.
func telling(t *testing.T, publisher, url string, change func(r *record.Record)) []Mention {
	t.Helper()
	r := sample()
	r.Report.Publisher, r.Report.URL = &publisher, &url
	if url == "" {
		r.Report.URL = nil
	}
	r.Actors[0].Cameo = record.Ptr("ZAFBUSOPP")
	e := &r.Events[0]
	e.Recipients, e.Actors = e.Actors[1:], e.Actors[:1]
	e.Cameo, e.Contexts, e.Confidence = record.Ptr("1411"), []string{"economic"}, record.Ptr(.72)
	e.Where.Country = record.Ptr("ZAF")
	r.Statements[0].Via = []record.Party{{Description: record.Ptr("Delta Press")}}
	change(r)
	var out []Mention
	facts := situation.Of(r, nil)
	for i := range facts.Events {
		m := situation.Member{Event: facts.Events[i], Report: situation.Report{ID: r.Report.ID + publisher, Publisher: publisher, Outlets: []string{publisher}, Source: publisher}}
		out = append(out, Mention{m, r, map[string]string{"A1": "name:ann oak"}, "2024-03-12T10:11:12Z"})
	}
	return out
}

// strike is a situation of two reports and, third, one that denies it.
func strike(t *testing.T) *Situation {
	s := &Situation{ID: "sha256:aa/E1"}
	s.Mentions = append(s.Mentions, telling(t, "=Coast Daily", "https://www.coast.example/a?b=1", func(r *record.Record) {})...)
	s.Mentions = append(s.Mentions, telling(t, "Bay Post", "", func(r *record.Record) {
		r.Events[0].When, r.Events[0].Where, r.Events[0].AccordingTo, r.Events[0].Confidence = nil, nil, nil, nil
	})...)
	s.Mentions = append(s.Mentions, telling(t, "Harbour Mail", "", func(r *record.Record) { r.Events[0].Status = record.Denied })...)
	return s
}

// planned is a situation that is only planned, of nobody knows when or where.
func planned(t *testing.T) *Situation {
	return &Situation{ID: "sha256:bb/E1", Mentions: telling(t, "Bay Post", "", func(r *record.Record) {
		e := &r.Events[0]
		e.Status, e.When, e.Where, e.Cameo, e.Recipients = record.Planned, nil, nil, nil, nil
	})}
}

func codes(t *testing.T) *Codes {
	t.Helper()
	c, err := NewCodes()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// table writes situations and gives the rows by column.
func table(t *testing.T, b *bytes.Buffer, w interface {
	Write(*Situation) error
	Close() error
}, columns []string, list ...*Situation) []map[string]string {
	t.Helper()
	for _, s := range list {
		if err := w.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return parted(t, b.String(), columns)
}

func parted(t *testing.T, table string, columns []string) (rows []map[string]string) {
	t.Helper()
	for line := range strings.Lines(table) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != len(columns) {
			t.Fatalf("%d fields instead of %d: %q", len(fields), len(columns), line)
		}
		row := map[string]string{}
		for i, c := range columns {
			if fields[i] != "" {
				row[c] = fields[i]
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// expect compares the columns that are filled.
func expect(t *testing.T, got, want map[string]string) {
	t.Helper()
	for _, c := range slices.Sorted(maps.Keys(got)) {
		if want[c] == "" {
			t.Errorf("%s is %q and should be empty", c, got[c])
		}
	}
	for _, c := range slices.Sorted(maps.Keys(want)) {
		if got[c] != want[c] {
			t.Errorf("%s is %q, want %q", c, got[c], want[c])
		}
	}
}

func TestColumnCounts(t *testing.T) {
	for name, c := range map[string]struct {
		columns []string
		n       int
	}{"gdelt": {GDELTColumns(), 61}, "mentions": {GDELTMentionColumns(), 16}, "polecat": {POLECATColumns(), 40}, "phoenix": {PhoenixColumns(), 26}, "petrarch": {PETRARCHColumns(), 11}} {
		if len(c.columns) != c.n {
			t.Errorf("%s has %d columns, not %d", name, len(c.columns), c.n)
		}
	}
	if c := GDELTColumns(); c[15] != "Actor2Code" || c[25] != "IsRootEvent" || c[51] != "ActionGeo_Type" || c[60] != "SOURCEURL" {
		t.Errorf("GDELT's columns stand elsewhere: %v", c)
	}
}

func TestGDELT(t *testing.T) {
	var b bytes.Buffer
	rows := table(t, &b, NewGDELT(&b, codes(t), Options{Statuses: Took()}), GDELTColumns(), strike(t), planned(t))
	if len(rows) != 1 {
		t.Fatalf("%d rows: what is only planned must not be there", len(rows))
	}
	expect(t, rows[0], map[string]string{"GlobalEventID": rows[0]["GlobalEventID"], "Day": "20210912", "MonthYear": "202109", "Year": "2021", "FractionDate": "2021.6904",
		"Actor1Name": "DOCKERS", "Actor2Code": "ZAFBUSOPP", "Actor2Name": "ANN OAK; CO.", "Actor2CountryCode": "ZAF", "Actor2Type1Code": "BUS", "Actor2Type2Code": "OPP",
		"IsRootEvent": "0", "EventCode": "1411", "EventBaseCode": "141", "EventRootCode": "14", "QuadClass": "4", "GoldsteinScale": "-6.5",
		"NumMentions": "2", "NumSources": "2", "NumArticles": "2",
		"ActionGeo_Type": "4", "ActionGeo_Fullname": "Port Azure, South Africa", "ActionGeo_CountryCode": "SF", "ActionGeo_Lat": "-33.25", "ActionGeo_Long": "-5",
		"DATEADDED": "20240312101112", "SOURCEURL": "https://www.coast.example/a?b=1"})

	b.Reset()
	rows = table(t, &b, NewGDELT(&b, codes(t), Options{Statuses: []string{record.Planned}}), GDELTColumns(), strike(t), planned(t))
	if len(rows) != 1 {
		t.Fatal("asked for what is planned")
	}
	expect(t, rows[0], map[string]string{"GlobalEventID": rows[0]["GlobalEventID"], "Actor1Name": "DOCKERS", "IsRootEvent": "0", "QuadClass": "4",
		"NumMentions": "1", "NumSources": "1", "NumArticles": "1", "DATEADDED": "20240312101112", "SOURCEURL": rows[0]["SOURCEURL"]})
	if !strings.HasPrefix(rows[0]["SOURCEURL"], "Bay Post, @Bread, sha256:") {
		t.Errorf("the report is cited as %q", rows[0]["SOURCEURL"])
	}
}

func TestGDELTMentions(t *testing.T) {
	var b, events bytes.Buffer
	rows := table(t, &b, NewGDELTMentions(&b, Options{Statuses: Took()}), GDELTMentionColumns(), strike(t), planned(t))
	of := table(t, &events, NewGDELT(&events, codes(t), Options{Statuses: Took()}), GDELTColumns(), strike(t))
	if len(rows) != 2 {
		t.Fatalf("%d rows, not 2", len(rows))
	}
	var x extras
	if err := json.Unmarshal([]byte(rows[0]["Extras"]), &x); err != nil {
		t.Fatal(err)
	}
	if x.Status != record.Happened || len(x.AccordingTo) != 1 || x.AccordingTo[0].Source != "Ann Oak; Co." || x.AccordingTo[0].Via[0] != "Delta Press" {
		t.Errorf("who says so is lost: %+v", x)
	}
	expect(t, rows[0], map[string]string{"GlobalEventID": of[0]["GlobalEventID"], "EventTimeDate": "20240312101112", "MentionTimeDate": "20240312101112",
		"MentionType": "1", "MentionSourceName": "coast.example", "MentionIdentifier": "https://www.coast.example/a?b=1", "SentenceID": "2",
		"Actor1CharOffset": "59", "Actor2CharOffset": "40", "ActionCharOffset": "81", "InRawText": "1", "Confidence": "72", "MentionDocLen": "99", "Extras": rows[0]["Extras"]})
	if rows[1]["Confidence"] != "" || rows[1]["MentionType"] != "2" {
		t.Errorf("a report without an address, an event without confidence: %v", rows[1])
	}
}

func TestPhoenix(t *testing.T) {
	var b bytes.Buffer
	rows := table(t, &b, NewPhoenix(&b, codes(t), Options{Statuses: Took(), Version: "v1 x"}), PhoenixColumns(), strike(t), planned(t))
	if len(rows) != 1 {
		t.Fatalf("%d rows, not 1", len(rows))
	}
	ids := rows[0]["ids"]
	if strings.Count(ids, ";") != 0 || !strings.HasSuffix(ids, "_E1") { // both reports have one text
		t.Errorf("ids are %q", ids)
	}
	expect(t, rows[0], map[string]string{"id_version": strings.Split(rows[0]["id_version"], "_")[0] + "_v1-x", "date": "20210912", "year": "2021", "month": "09", "day": "12",
		"target": "ZAFBUSOPP", "target_root": "ZAF", "target_agent": "BUS", "target_others": "OPP", "code": "1411", "root_code": "14", "quad_class": "4", "goldstein": "-6.5",
		"issues": "economic,2", "lat": "-33.25", "lon": "-5", "place": "Port Azure", "country": "ZAF", "ids": ids, "urls": "https://www.coast.example/a?b=1", "sources": "'=Coast Daily;Bay Post"})
}

func TestPOLECAT(t *testing.T) {
	var b bytes.Buffer
	p, err := NewPOLECAT(&b, codes(t), Options{Statuses: Took(), Version: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Situation{strike(t), planned(t)} {
		for _, m := range s.Mentions {
			if err := p.Write(m.Record); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	rows := parted(t, b.String(), POLECATColumns())
	if len(rows) != 3 {
		t.Fatalf("%d rows: the header and two are right", len(rows))
	}
	for _, c := range POLECATColumns() {
		if rows[0][c] != c {
			t.Errorf("the header has %q for %q", rows[0][c], c)
		}
	}
	expect(t, rows[1], map[string]string{"Event ID": rows[1]["Event ID"], "Event Date": "2021-09-12", "Event Type": "PROTEST", "Event Mode": "demo", "Quad Code": "MATERIAL CONFLICT",
		"Contexts": "economic", "Actor Name Raw": "Dockers", "Recipient Name": "Ann Oak, Co.", "Recipient Country": "ZAF", "Recipient COW": "560",
		"Primary Recipient Sector": "BUS", "Recipient Sectors": "BUS|OPP", "Recipient Name Raw": "Ann Oak, Co.", "Placename": "Port Azure", "City": "Port Azure", "Country": "ZAF",
		"Latitude": "-33.25", "Longitude": "-5", "Raw Placename": "Port Azure", "Source": "'=Coast Daily", "Story Organizations": "Ann Oak, Co.", "Story Locations": "Port Azure", "Version": "v1"})
	if rows[2]["Event Date"] != "" || rows[2]["Latitude"] != "" || rows[2]["Placename"] != "" {
		t.Errorf("what is not known stands there: %v", rows[2])
	}
}

func TestPETRARCH(t *testing.T) {
	var b bytes.Buffer
	p := NewPETRARCH(&b, codes(t), Options{Statuses: Took()})
	for _, s := range []*Situation{strike(t), planned(t)} {
		if err := p.Write(s.Mentions[0].Record); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	rows := parted(t, b.String(), PETRARCHColumns())
	if len(rows) != 1 {
		t.Fatalf("%d rows, not 1", len(rows))
	}
	expect(t, rows[0], map[string]string{"date": "20210912", "target": "ZAFBUSOPP", "code": "1411", "issues": "economic,1", "ids": rows[0]["ids"],
		"url": "https://www.coast.example/a?b=1", "story source": "'=Coast Daily", "source text": "Dockers", "target text": "Ann Oak; Co.", "event text": "marched"})
}

func TestDateOf(t *testing.T) {
	of := func(start, end string) *record.Time { return &record.Time{Start: &start, End: &end} }
	for _, c := range []struct {
		t    *record.Time
		want date
	}{
		{nil, date{}},
		{of("2024-03-12", "2024-03-13"), date{"2024", "03", "12"}},
		{of("2024-03-12T10:00", "2024-03-12T11:00"), date{"2024", "03", "12"}},
		{of("2024-03-12T22:00", "2024-03-13T02:00"), date{"2024", "03", ""}},
		{of("2024-03-12", "2024-03-19"), date{"2024", "03", ""}},
		{of("2024-03-28", "2024-04-02"), date{"2024", "", ""}},
		{of("2024-12-28", "2025-01-03"), date{}},
		{of("2024-01-01", "2025-01-01"), date{"2024", "", ""}},
		{&record.Time{Start: record.Ptr("2024-03-12")}, date{}}, // since then
		{&record.Time{Start: record.Ptr("2024-03-12"), End: record.Ptr("2024-03-13"), Recurrence: record.Ptr("weekly")}, date{}},
	} {
		if got := dateOf(c.t); got != c.want {
			t.Errorf("%+v: %v, want %v", c.t, got, c.want)
		}
	}
	if f := (date{"2015", "02", "18"}).fraction(); f != "2015.1315" {
		t.Error(f)
	}
}

func TestActorCodes(t *testing.T) {
	c := codes(t)
	for code, want := range map[string]actorCode{
		"BLRGOV":       {whole: "BLRGOV", country: "BLR", agents: []string{"GOV"}},
		"CVL":          {whole: "CVL", agents: []string{"CVL"}},
		"IGOUNO":       {whole: "IGOUNO", body: "IGO", known: "UNO"},
		"IGOUNOJUD":    {whole: "IGOUNOJUD", body: "IGO", known: "UNO", agents: []string{"JUD"}},
		"NGOMED":       {whole: "NGOMED", body: "NGO", agents: []string{"MED"}},
		"USANGOAMN":    {whole: "USANGOAMN", country: "USA", body: "NGO", known: "AMN"},
		"XKXGOV":       {whole: "KSVGOV", country: "KSV", agents: []string{"GOV"}},
		"IGOUNOHLHWHO": {whole: "IGOUNOHLHWHO", body: "IGO", known: "UNO", agents: []string{"HLH", "WHO"}},
	} {
		got := c.actorCodeOf(&record.Actor{Cameo: &code})
		if got.whole != want.whole || got.country != want.country || got.body != want.body || got.known != want.known || !slices.Equal(got.agents, want.agents) {
			t.Errorf("%s: %+v, want %+v", code, got, want)
		}
	}
}

func TestGeoJSONReadsBack(t *testing.T) {
	var b bytes.Buffer
	g := NewGeoJSON(&b, Options{})
	for _, s := range []*Situation{strike(t), planned(t)} {
		if err := g.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	var fc geojson.FeatureCollection
	if err := json.Unmarshal(b.Bytes(), &fc); err != nil {
		t.Fatal(err)
	}
	if len(fc.Features) != 2 || !slices.Equal(fc.Features[0].Geometry.FlatCoords(), []float64{-5, -33.25}) || fc.Features[1].Geometry != nil {
		t.Fatalf("features: %s", b.String())
	}
	p := fc.Features[0].Properties
	if p["status"] != "happened" || p["origins"] != 2.0 || p["reports"] != 2.0 || p["denied"] != true || p["from"] != "2021-09-12" || len(p["claims"].([]any)) != 3 {
		t.Errorf("properties: %v", p)
	}
	if p := fc.Features[1].Properties; p["status"] != "planned" || p["from"] != nil || p["country"] != nil {
		t.Errorf("properties of what is planned: %v", p)
	}
	b.Reset()
	if err := NewGeoJSON(&b, Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &fc); err != nil || len(fc.Features) != 0 {
		t.Errorf("an empty ledger: %v", err)
	}
}

// hostile has two actors whose names are markup and what XML can't hold.
func hostile(t *testing.T) *Situation {
	s := strike(t)
	s.Mentions = s.Mentions[:1]
	m := &s.Mentions[0]
	r := m.Record
	r.Actors = append(r.Actors, record.Actor{ID: "A2", Name: "\"<Dockers>&\x01 & sons'", Kind: record.KindGroup, Mentions: []record.Span{at("Dockers")}})
	r.Events[0].Actors[0].Actor = record.Ptr("A2")
	return s
}

func graphOf(t *testing.T, g *Graph, list ...*Situation) {
	t.Helper()
	for _, s := range list {
		g.Gather(s)
	}
	for _, s := range list {
		if err := g.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestGEXFReadsBack(t *testing.T) {
	var b bytes.Buffer
	graphOf(t, NewGEXF(&b, Options{}), hostile(t), planned(t))
	var x gexf12.Content
	if err := xml.Unmarshal(b.Bytes(), &x); err != nil {
		t.Fatal(err)
	}
	if x.Graph.DefaultEdgeType != "directed" || len(x.Graph.Nodes.Nodes) != 2 || len(x.Graph.Edges.Edges) != 1 {
		t.Fatalf("graph: %s", b.String())
	}
	labels := map[string]string{}
	for _, n := range x.Graph.Nodes.Nodes {
		labels[n.ID] = n.Label
	}
	e := x.Graph.Edges.Edges[0]
	if labels[e.Source] != "\"<Dockers>&\uFFFD & sons'" || labels[e.Target] != "Ann Oak; Co." || e.Target != "name:ann oak" {
		t.Errorf("edge from %q to %q", labels[e.Source], labels[e.Target])
	}
	values := map[string]string{}
	for _, a := range x.Graph.Attributes {
		for _, d := range a.Attributes {
			for _, v := range e.AttValues.AttValues {
				if a.Class == "edge" && v.For == d.ID {
					values[d.Title] = v.Value
				}
			}
		}
	}
	if values["status"] != "happened" || values["type"] != "PROTEST" || values["according_to"] != "according to Ann Oak; Co., through Delta Press" || values["from"] != "2021-09-12" {
		t.Errorf("edge: %v", values)
	}
}

func TestGraphMLReadsBack(t *testing.T) {
	var b bytes.Buffer
	graphOf(t, NewGraphML(&b, Options{}), hostile(t))
	var x struct {
		Keys []struct {
			ID   string `xml:"id,attr"`
			For  string `xml:"for,attr"`
			Name string `xml:"attr.name,attr"`
			Type string `xml:"attr.type,attr"`
		} `xml:"key"`
		Graph struct {
			Default string `xml:"edgedefault,attr"`
			Nodes   []struct {
				ID   string `xml:"id,attr"`
				Data []struct {
					Key   string `xml:"key,attr"`
					Value string `xml:",chardata"`
				} `xml:"data"`
			} `xml:"node"`
			Edges []struct {
				Source string `xml:"source,attr"`
				Target string `xml:"target,attr"`
				Data   []struct {
					Key   string `xml:"key,attr"`
					Value string `xml:",chardata"`
				} `xml:"data"`
			} `xml:"edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal(b.Bytes(), &x); err != nil {
		t.Fatal(err)
	}
	if x.Graph.Default != "directed" || len(x.Graph.Nodes) != 2 || len(x.Graph.Edges) != 1 {
		t.Fatalf("graph: %s", b.String())
	}
	name := map[string]string{}
	for _, k := range x.Keys {
		name[k.ID] = k.For + " " + k.Name
	}
	for _, d := range x.Graph.Edges[0].Data {
		if name[d.Key] == "edge status" && d.Value != "happened" || name[d.Key] == "" || strings.HasPrefix(name[d.Key], "node") {
			t.Errorf("datum %s (%s) is %q", d.Key, name[d.Key], d.Value)
		}
	}
	if x.Graph.Nodes[1].Data[0].Value != "\"<Dockers>&\uFFFD & sons'" && x.Graph.Nodes[0].Data[0].Value != "\"<Dockers>&\uFFFD & sons'" {
		t.Errorf("nodes: %+v", x.Graph.Nodes)
	}
	b.Reset()
	graphOf(t, NewGraphML(&b, Options{}))
	if err := xml.Unmarshal(b.Bytes(), &x); err != nil {
		t.Errorf("an empty graph: %v", err)
	}
}

func TestFollowTheMoney(t *testing.T) {
	var b bytes.Buffer
	f := NewFollowTheMoney(&b, codes(t), Options{Statuses: Took()})
	for _, s := range []*Situation{hostile(t), strike(t), planned(t)} {
		if err := f.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	entities := map[string]entity{}
	schemas := map[string]int{}
	d := json.NewDecoder(&b)
	for {
		var e entity
		if err := d.Decode(&e); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if _, twice := entities[e.ID]; twice {
			t.Errorf("%s stands twice", e.ID)
		}
		entities[e.ID] = e
		schemas[e.Schema]++
	}
	if schemas["Article"] != 1 || schemas["Event"] != 1 || schemas["UnknownLink"] != 1 || schemas["Organization"] != 1 || schemas["LegalEntity"] != 1 {
		t.Errorf("entities: %v", schemas)
	}
	for _, e := range entities {
		for property, schema := range map[string]string{"proof": "Article", "involved": "", "subject": "LegalEntity", "object": "Organization"} {
			for _, id := range e.Properties[property] {
				if to, ok := entities[id]; !ok || schema != "" && to.Schema != schema {
					t.Errorf("%s of %s is no %s: %v", property, e.Schema, schema, to)
				}
			}
		}
		switch e.Schema {
		case "Event":
			if !slices.Equal(e.Properties["date"], []string{"2021-09-12"}) || !slices.Equal(e.Properties["country"], []string{"za"}) ||
				!strings.HasPrefix(e.Properties["summary"][0], "happened; according to Ann Oak; Co., through Delta Press; =Coast Daily") {
				t.Errorf("event: %v", e.Properties)
			}
		case "UnknownLink":
			if e.Properties["status"][0] != "happened" {
				t.Errorf("link: %v", e.Properties)
			}
		}
	}
}

// offline loads nothing.
type offline struct{ t *testing.T }

func (o offline) LoadDocument(u string) (*jsonld.RemoteDocument, error) {
	o.t.Errorf("the document needs %s", u)
	return nil, io.EOF
}

func TestJSONLDReadsBack(t *testing.T) {
	var b bytes.Buffer
	j := NewJSONLD(&b, Options{Statuses: Took()})
	for _, s := range []*Situation{strike(t), planned(t)} {
		for _, m := range s.Mentions[:1] {
			if err := j.Write(m.Record); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	var document any
	if err := json.Unmarshal(b.Bytes(), &document); err != nil {
		t.Fatal(err)
	}
	opt := jsonld.NewJsonLdOptions("")
	opt.DocumentLoader = offline{t}
	rdf, err := jsonld.NewJsonLdProcessor().ToRDF(document, opt)
	if err != nil {
		t.Fatal(err)
	}
	triples := map[string][]string{} // predicate → "subject object"
	for _, q := range rdf.(*jsonld.RDFDataset).Graphs["@default"] {
		triples[q.Predicate.GetValue()] = append(triples[q.Predicate.GetValue()], q.Subject.GetValue()+" "+q.Object.GetValue())
	}
	id := "urn:" + sample().Report.ID
	for predicate, want := range map[string]string{
		"http://www.w3.org/1999/02/22-rdf-syntax-ns#type": id + " https://schema.org/NewsArticle",
		"https://schema.org/spokenByCharacter":            id + ":S1 " + id + ":A1",
		"https://schema.org/isPartOf":                     id + ":S1 " + id,
		"https://schema.org/subjectOf":                    id + ":E1 " + id,
		"https://schema.org/startDate":                    id + ":E1 2021-09-12",
		"urn:annals:status":                               id + ":E1 happened",
		"urn:annals:accordingTo":                          id + ":E1 " + id + ":S1",
		"urn:annals:recipient":                            id + ":E1 " + id + ":A1",
		"https://schema.org/headline":                     id + " @Bread",
		"https://schema.org/url":                          id + " https://www.coast.example/a?b=1",
	} {
		if !slices.Contains(triples[predicate], want) {
			t.Errorf("%s: %v has no %s", predicate, triples[predicate], want)
		}
	}
	if n := slices.IndexFunc(triples["urn:annals:status"], func(s string) bool { return strings.Contains(s, "planned") }); n >= 0 {
		t.Error("what is planned stands there")
	}
}

// TestAnyNames holds every format to its form whatever stands in names.
func TestAnyNames(t *testing.T) {
	c := codes(t)
	check := func(name, publisher, url string) bool {
		s := strike(t)
		s.Mentions = s.Mentions[:1]
		m := &s.Mentions[0]
		r := m.Record
		r.Actors[0].Name, r.Report.Publisher, r.Report.URL, r.Events[0].Where.Name = name, &publisher, &url, name
		r.Events[0].Actors[0].Description = &name
		ok := true
		for _, x := range []struct {
			write   func(io.Writer) error
			columns int
		}{
			{func(w io.Writer) error { return closed(NewGDELT(w, c, Options{}), s) }, 61},
			{func(w io.Writer) error { return closed(NewGDELTMentions(w, Options{}), s) }, 16},
			{func(w io.Writer) error { return closed(NewPhoenix(w, c, Options{}), s) }, 26},
		} {
			var b bytes.Buffer
			if err := x.write(&b); err != nil {
				t.Error(err)
			}
			for line := range strings.Lines(b.String()) {
				ok = ok && strings.Count(line, "\t") == x.columns-1
			}
			ok = ok && strings.Count(b.String(), "\n") == 1
		}
		var geo, graph, doc bytes.Buffer
		if err := closed(NewGeoJSON(&geo, Options{}), s); err != nil {
			t.Error(err)
		}
		g := NewGEXF(&graph, Options{})
		g.Gather(s)
		if err := closed(g, s); err != nil {
			t.Error(err)
		}
		j := NewJSONLD(&doc, Options{})
		if err := j.Write(r); err != nil {
			t.Error(err)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
		return ok && json.Valid(geo.Bytes()) && json.Valid(doc.Bytes()) && xml.Unmarshal(graph.Bytes(), new(gexf12.Content)) == nil
	}
	if !check("\t\"a\r\n=b\x00\u2028", "\n\n", "ht tp://\t%") {
		t.Error("a name with tabs and line breaks")
	}
	if err := quick.Check(check, &quick.Config{MaxCount: 50}); err != nil {
		t.Error(err)
	}
}

// closed writes a situation and ends the file.
func closed(w interface {
	Write(*Situation) error
	Close() error
}, s *Situation) error {
	if err := w.Write(s); err != nil {
		return err
	}
	return w.Close()
}
