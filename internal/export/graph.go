package export

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"annals/internal/record"
)

// Graph writes who did what to whom as a directed graph: actors over reports
// are its nodes, and each situation and pair of actor and recipient is an edge.
// Parties that are tied to no actor have neither. First every situation is
// gathered, then every one is written: nodes stand before edges, and only the
// nodes are held in memory.
type Graph struct {
	form     graphForm
	w        *bufio.Writer
	statuses []string
	nodes    map[string]*node
	begun    bool
}

// node is an actor over reports.
type node struct {
	key, label, kind, country, sectors string
	situations                         int
}

// edge is what one did to another.
type edge struct {
	id, source, target string
	values             []string // of edgeColumns
}

// graphForm is how a format writes nodes and edges.
type graphForm interface {
	begin(nodes int) string
	node(n *node) string
	between() string
	edge(e *edge) string
	end() string
}

// graphColumn is an attribute of nodes or edges.
type graphColumn struct{ name, kind string }

func nodeColumns() []graphColumn {
	return []graphColumn{{"kind", "string"}, {"country", "string"}, {"sectors", "string"}, {"situations", "int"}}
}

func (n *node) values() []string {
	return []string{n.kind, n.country, n.sectors, strconv.Itoa(n.situations)}
}

func edgeColumns() []graphColumn {
	return []graphColumn{{"type", "string"}, {"mode", "string"}, {"cameo", "string"}, {"quad", "int"}, {"status", "string"}, {"denied", "boolean"}, {"from", "string"}, {"until", "string"},
		{"place", "string"}, {"reports", "int"}, {"origins", "int"}, {"according_to", "string"}, {"event", "string"}, {"words", "string"}}
}

// NewGraphML makes a writer of GraphML.
func NewGraphML(w io.Writer, opt Options) *Graph { return newGraph(w, graphML{}, opt) }

// NewGEXF makes a writer of GEXF 1.2.
func NewGEXF(w io.Writer, opt Options) *Graph { return newGraph(w, gexf{}, opt) }

func newGraph(w io.Writer, form graphForm, opt Options) *Graph {
	return &Graph{form: form, w: bufio.NewWriter(w), statuses: opt.Statuses, nodes: map[string]*node{}}
}

// ends are the pairs of a situation of which both sides are actors.
func (g *Graph) ends(s *Situation) (t *told, pairs []pair) {
	if t = s.told(g.statuses); t == nil {
		return nil, nil
	}
	for _, p := range t.main.pairs() {
		if p.actor != nil && p.recipient != nil && p.actor.key != "" && p.recipient.key != "" {
			pairs = append(pairs, p)
		}
	}
	return t, pairs
}

// Gather takes the nodes of a situation. Every situation is gathered before
// the first is written.
func (g *Graph) Gather(s *Situation) {
	_, pairs := g.ends(s)
	seen := map[string]bool{}
	for _, p := range pairs {
		for _, side := range []*party{p.actor, p.recipient} {
			n := g.nodes[side.key]
			if n == nil {
				a := side.actor
				n = &node{key: side.key, label: side.name, kind: a.Kind, country: record.Value(a.Country), sectors: strings.Join(a.Sectors, " ")}
				g.nodes[side.key] = n
			}
			if !seen[side.key] {
				n.situations++
			}
			seen[side.key] = true
		}
	}
}

// Write writes the edges of a situation.
func (g *Graph) Write(s *Situation) error {
	if err := g.open(); err != nil {
		return err
	}
	t, pairs := g.ends(s)
	if len(pairs) == 0 {
		return nil
	}
	e := t.main.event
	first, end := days(t.when())
	place := ""
	if w := t.where(); w != nil {
		place = w.Name
	}
	reports, _, origins := t.tally()
	for i, p := range pairs {
		if g.nodes[p.actor.key] == nil || g.nodes[p.recipient.key] == nil {
			continue // came in after the nodes were gathered
		}
		x := edge{id: s.ID, source: p.actor.key, target: p.recipient.key, values: []string{e.Plover, record.Value(e.Mode), record.Value(e.Cameo), strconv.Itoa(e.Quad), e.Status, strconv.FormatBool(t.denied),
			first, end, place, strconv.Itoa(reports), strconv.Itoa(origins), t.main.attribution(), s.ID, e.Evidence.Text}}
		if len(pairs) > 1 {
			x.id += fmt.Sprintf("/%d", i+1)
		}
		if err := g.print(g.form.edge(&x)); err != nil {
			return err
		}
	}
	return nil
}

// open writes all up to the first edge.
func (g *Graph) open() error {
	if g.begun {
		return nil
	}
	g.begun = true
	if err := g.print(g.form.begin(len(g.nodes))); err != nil {
		return err
	}
	nodes := slices.SortedFunc(maps.Values(g.nodes), func(a, b *node) int { return cmp.Compare(a.key, b.key) })
	for _, n := range nodes {
		if err := g.print(g.form.node(n)); err != nil {
			return err
		}
	}
	return g.print(g.form.between())
}

// Close writes the end of the graph.
func (g *Graph) Close() error {
	if err := g.open(); err != nil {
		return err
	}
	if err := g.print(g.form.end()); err != nil {
		return err
	}
	if err := g.w.Flush(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

func (g *Graph) print(s string) error {
	if _, err := g.w.WriteString(s); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// escape is text as XML has it; what XML can't hold becomes U+FFFD.
func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a Builder fails never
	return b.String()
}

// attributes prints the values that are known, one by one.
func attributes(columns []graphColumn, values []string, prefix string, form func(id, value string) string) string {
	var b strings.Builder
	for i := range columns {
		if values[i] != "" {
			b.WriteString(form(prefix+strconv.Itoa(i), escape(values[i])))
		}
	}
	return b.String()
}

// graphML is GraphML 1.0 with attributes.
type graphML struct{}

func (graphML) begin(int) string {
	var b strings.Builder
	b.WriteString(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
		`xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">` + "\n")
	b.WriteString(`<key id="label" for="node" attr.name="label" attr.type="string"/>` + "\n")
	keys(&b, "node", nodeColumns())
	keys(&b, "edge", edgeColumns())
	b.WriteString(`<graph id="annals" edgedefault="directed">` + "\n")
	return b.String()
}

func keys(b *strings.Builder, of string, columns []graphColumn) {
	for i, c := range columns {
		fmt.Fprintf(b, `<key id="%s%d" for="%s" attr.name="%s" attr.type="%s"/>`+"\n", of[:1], i, of, c.name, c.kind)
	}
}

func (graphML) datum(id, value string) string { return `<data key="` + id + `">` + value + `</data>` }

func (g graphML) node(n *node) string {
	return `<node id="` + escape(n.key) + `">` + g.datum("label", escape(n.label)) + attributes(nodeColumns(), n.values(), "n", g.datum) + "</node>\n"
}

func (graphML) between() string { return "" }

func (g graphML) edge(e *edge) string {
	return `<edge id="` + escape(e.id) + `" source="` + escape(e.source) + `" target="` + escape(e.target) + `">` + attributes(edgeColumns(), e.values, "e", g.datum) + "</edge>\n"
}

func (graphML) end() string { return "</graph>\n</graphml>\n" }

// gexf is GEXF 1.2.
type gexf struct{}

func (gexf) begin(nodes int) string {
	var b strings.Builder
	b.WriteString(xml.Header + `<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">` + "\n<meta><creator>Annals</creator></meta>\n" +
		`<graph mode="static" defaultedgetype="directed">` + "\n")
	for _, of := range []struct {
		class   string
		columns []graphColumn
	}{{"node", nodeColumns()}, {"edge", edgeColumns()}} {
		fmt.Fprintf(&b, `<attributes class="%s" mode="static">`+"\n", of.class)
		for i, c := range of.columns {
			fmt.Fprintf(&b, `<attribute id="%s%d" title="%s" type="%s"/>`+"\n", of.class[:1], i, c.name, strings.Replace(c.kind, "int", "integer", 1))
		}
		b.WriteString("</attributes>\n")
	}
	fmt.Fprintf(&b, `<nodes count="%d">`+"\n", nodes)
	return b.String()
}

func (gexf) datum(id, value string) string {
	return `<attvalue for="` + id + `" value="` + value + `"/>`
}

func (g gexf) node(n *node) string {
	return `<node id="` + escape(n.key) + `" label="` + escape(n.label) + `"><attvalues>` + attributes(nodeColumns(), n.values(), "n", g.datum) + "</attvalues></node>\n"
}

func (gexf) between() string { return "</nodes>\n<edges>\n" }

func (g gexf) edge(e *edge) string {
	return `<edge id="` + escape(e.id) + `" source="` + escape(e.source) + `" target="` + escape(e.target) + `" label="` + escape(e.values[0]) + `"><attvalues>` +
		attributes(edgeColumns(), e.values, "e", g.datum) + "</attvalues></edge>\n"
}

func (gexf) end() string { return "</edges>\n</graph>\n</gexf>\n" }
