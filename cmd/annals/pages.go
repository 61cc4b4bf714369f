package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"annals/internal/correction"
	"annals/internal/ledger"
	"annals/internal/query"
	"annals/internal/render"
)

// pages writes a folder of pages that lead to each other: one for each story
// with a report that meets the query, for each of its reports, and for each
// actor that they name.
type pages struct {
	*exporting
	folder     string
	stories    []*storyFile
	of         map[string]*storyFile // story of a report, by its id
	situations map[string]string     // file and anchor, by a row of an event
	rows       map[string]string     // anchor of a row on its report's page
	actors     map[string]bool       // keys
}

// storyFile is a story and where its page is.
type storyFile struct {
	render.StoryLine
	file string
}

// write writes the pages.
func (p *pages) write() error {
	if err := os.MkdirAll(p.folder, 0o755); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	p.of, p.situations, p.rows, p.actors = map[string]*storyFile{}, map[string]string{}, map[string]string{}, map[string]bool{}
	if err := p.gather(); err != nil {
		return err
	}
	links := p.links()
	var reports []render.ReportLine
	bar := progress(p.err, len(p.of), "writing", "reports")
	for _, s := range p.stories {
		list, err := p.story(s, links)
		if err != nil {
			bar.Finish()
			return err
		}
		reports = append(reports, list...)
		bar.Add(len(list))
	}
	bar.Finish()
	slices.SortStableFunc(reports, func(a, b render.ReportLine) int { return strings.Compare(b.Moment, a.Moment) })
	actors, err := p.profiles(links)
	if err != nil {
		return err
	}
	var lines []render.StoryLine
	for _, s := range p.stories {
		lines = append(lines, s.StoryLine)
	}
	slices.SortStableFunc(lines, func(a, b render.StoryLine) int {
		return cmp.Or(cmp.Compare(b.Reports, a.Reports), strings.Compare(b.Last, a.Last))
	})
	return p.file("index.html", func(w io.Writer) error { return render.IndexHTML(w, lines, actors, reports, links) })
}

func (p *pages) file(name string, write func(io.Writer) error) error {
	return toFile(filepath.Join(p.folder, name), write)
}

// gather finds the stories, and where everything in them will stand.
func (p *pages) gather() error {
	tree := p.tree
	if tree == nil {
		tree = query.And{}
	}
	for m, err := range p.ledger.Search(p.ctx, tree, ledger.Options{Kinds: []ledger.Kind{ledger.Reports}}) {
		if err != nil {
			return err
		}
		id := m.Record.Report.ID
		if p.of[id] != nil {
			continue
		}
		s, err := p.ledger.Story(p.ctx, id)
		if err != nil {
			return err
		}
		if err := p.note(s); err != nil {
			return err
		}
	}
	return nil
}

// note notes a story's reports and situations, and where the rows of its
// reports will stand.
func (p *pages) note(s *ledger.Story) error {
	f := &storyFile{file: "story-" + render.ShortID(s.ID) + ".html"}
	f.StoryLine = render.StoryLine{ID: s.ID, Reports: len(s.Reports), Situations: len(s.Situations)}
	for _, r := range s.Reports {
		k, err := p.ledger.GetKeyed(p.ctx, r.ID)
		if err != nil {
			return err
		}
		p.noteRows(k)
		p.of[r.ID] = f
		f.Title, f.Opening = cmp.Or(f.Title, r.Title), cmp.Or(f.Opening, r.Opening)
		if r.Day != "" {
			f.First, f.Last = cmp.Or(f.First, r.Day), max(f.Last, r.Day)
		}
	}
	for _, x := range s.Situations {
		for _, m := range x.Members {
			row := m.Report.ID + "/" + m.Row
			if _, ok := p.situations[row]; !ok {
				p.situations[row] = f.file + "#" + render.SituationAnchor(x.ID)
			}
		}
	}
	p.stories = append(p.stories, f)
	return nil
}

func reportFile(id string) string { return "report-" + render.ShortID(id) + ".html" }

// actorFile is named by a hash: keys hold what files must not be called.
func actorFile(key string) string {
	sum := sha256.Sum256([]byte(key))
	return "actor-" + hex.EncodeToString(sum[:6]) + ".html"
}

// links lead to what the folder holds.
func (p *pages) links() *render.Links {
	return &render.Links{
		Home: "index.html",
		Report: func(id string) string {
			report, row, _ := strings.Cut(id, "/")
			switch {
			case p.of[report] == nil:
				return ""
			case p.rows[id] != "":
				return reportFile(report) + "#" + p.rows[id]
			case row != "":
				return ""
			}
			return reportFile(report)
		},
		Situation: func(id string) string { return p.situations[id] },
		Story: func(id string) string {
			if s := p.of[id]; s != nil {
				return s.file
			}
			return ""
		},
		Actor: func(key string) string {
			if p.actors[key] {
				return actorFile(key)
			}
			return ""
		},
	}
}

// story writes the pages of a story and of its reports.
func (p *pages) story(f *storyFile, links *render.Links) ([]render.ReportLine, error) {
	s, err := p.ledger.Story(p.ctx, f.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range s.Reports {
		k, err := p.ledger.GetKeyed(p.ctx, r.ID)
		if err != nil {
			return nil, err
		}
		if err := p.file(reportFile(r.ID), func(w io.Writer) error { return render.LinkedHTML(w, k.Record, k.Keys, links) }); err != nil {
			return nil, err
		}
	}
	list := lines(s.Reports, takesBack)
	return list, p.file(f.file, func(w io.Writer) error {
		return render.StoryHTML(w, list, lines(s.Beside, takesBack), told(s.Situations), links)
	})
}

// noteRows notes where the rows of a report will stand, and its actors.
func (p *pages) noteRows(k *correction.Corrected) {
	rec := k.Record
	note := func(row string) { p.rows[rec.Report.ID+"/"+row] = render.RowAnchor(rec, row) }
	for i := range rec.Statements {
		note(rec.Statements[i].ID)
	}
	for i := range rec.Events {
		note(rec.Events[i].ID)
	}
	for i := range rec.Figures {
		note(rec.Figures[i].ID)
	}
	for _, key := range k.Keys {
		p.actors[key] = true
	}
}

// told are situations for a page.
func told(list []*ledger.Situation) []render.Told {
	var out []render.Told
	for _, s := range list {
		out = append(out, render.Told{ID: s.ID, Account: s.Account, Links: reasons(s.Links)})
	}
	return out
}

// profiles writes the pages of the actors.
func (p *pages) profiles(links *render.Links) ([]render.ActorLine, error) {
	bar := progress(p.err, len(p.actors), "writing", "actors")
	defer bar.Finish()
	var list []render.ActorLine
	for _, key := range slices.Sorted(maps.Keys(p.actors)) {
		a, err := p.ledger.Profile(p.ctx, key)
		if err != nil {
			return nil, err
		}
		page := profileOf(a)
		if err := p.file(actorFile(key), func(w io.Writer) error { return render.ActorHTML(w, page, links) }); err != nil {
			return nil, err
		}
		list = append(list, page.ActorLine)
		bar.Add(1)
	}
	slices.SortStableFunc(list, func(a, b render.ActorLine) int { return b.Reports - a.Reports })
	return list, nil
}

// profileOf is an actor for its page.
func profileOf(a *ledger.Profile) *render.Profile {
	p := &render.Profile{ActorLine: actorLine(a.Actor), Beyond: a.Beyond, Sources: lines(a.Sources, takesBack)}
	if a.Kind != "" {
		p.Facts = append(p.Facts, a.Kind)
	}
	if len(a.Sectors) > 0 {
		p.Facts = append(p.Facts, strings.Join(a.Sectors, " "))
	}
	for _, c := range a.Called {
		p.Called = append(p.Called, render.Called(c))
	}
	for _, d := range a.Deeds {
		p.Deeds = append(p.Deeds, render.Deed{Told: render.Told{ID: d.ID, Account: d.Account}, Did: d.Did, Suffered: d.Suffered})
	}
	for _, s := range a.Said {
		p.Said = append(p.Said, render.Saying{Act: s.Act, Words: s.Words, To: s.To, Day: s.Day, Via: s.Via, Rows: s.Rows, Reports: s.Reports})
	}
	for _, c := range a.Corrections {
		p.Corrections = append(p.Corrections, render.CorrectionLine{ID: strconv.FormatInt(c.ID, 10), At: c.At, Who: c.Who, What: describe(c), Why: c.Why})
	}
	return p
}

// actorPage writes the page of the one actor that a name, key or row means.
func actorPage(ctx context.Context, l *ledger.Ledger, w io.Writer, name string) error {
	a, err := theActor(ctx, l, name)
	if err != nil {
		return err
	}
	p, err := l.Profile(ctx, a.Key)
	if err != nil {
		return err
	}
	return render.ActorHTML(w, profileOf(p), nil)
}
