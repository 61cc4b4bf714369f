package main

import (
	"context"
	"fmt"
	"io"
	"iter"

	"annals/internal/export"
	"annals/internal/ledger"
	"annals/internal/query"
	"annals/internal/record"
)

// exporting is one run of annals export.
type exporting struct {
	*exportCmd
	ctx    context.Context
	ledger *ledger.Ledger
	tree   query.Node // nil: everything
	err    io.Writer
}

// recordWriter writes rows of records: all, or those with the given ids.
type recordWriter interface {
	Write(r *record.Record, ids ...string) error
	Close() error
}

// situationWriter writes situations.
type situationWriter interface {
	Write(s *export.Situation) error
	Close() error
}

// write writes the file of the format.
func (x *exporting) write(w io.Writer) error {
	opt := export.Options{Statuses: x.statuses(), Version: version()}
	switch x.Format {
	case "jsonl", "csv", "parquet":
		return x.rows(w, export.Kind(x.Kind))
	case "jsonld":
		return x.records(export.NewJSONLD(w, opt), x.standing(), ledger.Reports)
	case "geojson":
		return x.situations(export.NewGeoJSON(w, opt))
	case "graphml":
		return x.graph(export.NewGraphML(w, opt))
	case "gexf":
		return x.graph(export.NewGEXF(w, opt))
	case "gdelt-mentions":
		return x.situations(export.NewGDELTMentions(w, opt))
	}
	codes, err := export.NewCodes()
	if err != nil {
		return err
	}
	if x.View != "" {
		return x.viewed(w, codes, opt)
	}
	switch x.Format {
	case "gdelt":
		return x.situations(export.NewGDELT(w, codes, opt))
	case "phoenix":
		return x.situations(export.NewPhoenix(w, codes, opt))
	case "ftm":
		return x.situations(export.NewFollowTheMoney(w, codes, opt))
	case "polecat":
		table, err := export.NewPOLECAT(w, codes, opt)
		if err != nil {
			return err
		}
		return x.events(table)
	case "petrarch":
		return x.events(export.NewPETRARCH(w, codes, opt))
	}
	return fmt.Errorf("export: no format %s", x.Format)
}

// events writes the events of reports that stand.
func (x *exporting) events(out recordWriter) error {
	tree := x.standing()
	if s := x.statuses(); s != nil {
		tree = append(tree, query.Code{Field: query.Status, Any: s})
	}
	return x.records(out, tree, ledger.Events)
}

// standing is the query, of reports that have no later version, were not taken
// back and do not only take another back.
func (x *exporting) standing() query.And {
	tree := query.And{query.Code{Field: query.Is, Any: []string{"latest"}}, query.Not{Node: query.Code{Field: query.Is, Any: []string{"retraction"}}}}
	if x.tree != nil {
		tree = append(tree, x.tree)
	}
	return tree
}

// rows writes rows of a kind, "" for whole records or the kind that a table
// has by default.
func (x *exporting) rows(w io.Writer, kind export.Kind) error {
	if kind == "" && x.tables() {
		kind = export.Events
	}
	var out recordWriter
	var err error
	switch {
	case x.Format == "csv":
		out, err = export.NewCSV(w, kind)
	case x.Format == "parquet":
		out, err = export.NewParquet(w, kind)
	case kind == "":
		out = export.NewRecords(w)
	default:
		out = export.NewRows(w, kind)
	}
	if err != nil {
		return err
	}
	if x.tree == nil {
		return x.all(out)
	}
	found := ledger.Reports // of which all rows of other kinds are written
	switch kind {
	case export.Events, export.Statements, export.Figures:
		found = ledger.Kind(kind)
	}
	return x.records(out, x.tree, found)
}

// all writes the rows of all records.
func (x *exporting) all(out recordWriter) error {
	stats, err := x.ledger.Stats(x.ctx)
	if err != nil {
		return err
	}
	bar := progress(x.err, stats.Reports, "writing", "reports")
	defer bar.Finish()
	for rec, err := range x.ledger.All(x.ctx) {
		if err == nil {
			err = out.Write(rec)
		}
		if err != nil {
			return err
		}
		bar.Add(1)
	}
	return out.Close()
}

// records writes the rows that a search finds.
func (x *exporting) records(out recordWriter, tree query.Node, kind ledger.Kind) error {
	opt := ledger.Options{Kinds: []ledger.Kind{kind}}
	n, err := x.ledger.Count(x.ctx, tree, opt)
	if err != nil {
		return err
	}
	bar := progress(x.err, n, "writing", "rows")
	defer bar.Finish()
	for m, err := range x.ledger.Search(x.ctx, tree, opt) {
		switch {
		case err != nil:
		case m.ID == "":
			err = out.Write(m.Record)
		default:
			err = out.Write(m.Record, m.ID)
		}
		if err != nil {
			return err
		}
		bar.Add(1)
	}
	return out.Close()
}

// situations writes the situations that the query finds.
func (x *exporting) situations(out situationWriter) error {
	for s, err := range x.assembled("writing") {
		if err == nil {
			err = out.Write(s)
		}
		if err != nil {
			return err
		}
	}
	return out.Close()
}

// graph writes a graph: nodes first, then edges.
func (x *exporting) graph(out *export.Graph) error {
	for s, err := range x.assembled("gathering") {
		if err != nil {
			return err
		}
		out.Gather(s)
	}
	return x.situations(out)
}

// assembled are the situations that the query finds, with a bar.
func (x *exporting) assembled(doing string) iter.Seq2[*export.Situation, error] {
	return func(yield func(*export.Situation, error) bool) {
		tree := x.tree
		if tree == nil {
			tree = query.And{}
		}
		n, err := x.ledger.Count(x.ctx, tree, ledger.Options{Kinds: []ledger.Kind{ledger.Situations}})
		if err != nil {
			yield(nil, err)
			return
		}
		bar := progress(x.err, n, doing, "events")
		defer bar.Finish()
		for a, err := range x.ledger.Assemble(x.ctx, tree) {
			if err != nil {
				yield(nil, err)
				return
			}
			s := &export.Situation{ID: a.ID}
			for _, m := range a.Members {
				s.Mentions = append(s.Mentions, export.Mention(m))
			}
			bar.Add(1)
			if !yield(s, nil) {
				return
			}
		}
	}
}
