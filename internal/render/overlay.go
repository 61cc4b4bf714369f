package render

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/text"
)

// layer is one span of a record laid over the text.
type layer struct {
	text.Span
	class  string // what it is: said, source, cue, evidence, trigger, actor, …
	row    string // anchor of its row
	label  string // shown when it is pointed at
	linked bool   // its words lead to the row
	anchor string // where the row's link leads, "" if elsewhere
	note   string // a mark before its words that leads to the row, or ""
}

// segment is a stretch of text under the same layers.
type segment struct {
	Anchors            []string
	Notes              []note
	Href, Class, Label string
	Text               string
}

// note is a small mark before a statement's words.
type note struct{ ID, Row, Class string }

// layers lays the record over its text. Where two layers have the same words,
// the earlier one's link leads.
func layers(rec *record.Record) []layer {
	speller := record.NewSpeller(rec.Report.Text)
	var out []layer
	add := func(s record.Span, l layer) {
		l.Span = speller.Bytes(s)
		out = append(out, l)
	}
	for i := range rec.Events {
		e, row := &rec.Events[i], anchor('e', i)
		label := e.ID + " " + e.Status + " " + eventCode(e)
		add(e.Trigger, layer{class: "trigger", row: row, label: label, linked: true, anchor: "w-" + row})
		add(e.Evidence, layer{class: "evidence", row: row, label: label})
		for j, s := range e.Again {
			add(s, layer{class: "evidence", row: row, label: label + ", told again", anchor: againAnchor(i, j)})
		}
	}
	for i := range rec.Figures {
		f, row := &rec.Figures[i], anchor('f', i)
		add(f.Span, layer{class: "figure", row: row, label: f.ID + " " + figure(f), linked: true, anchor: "w-" + row})
	}
	for i := range rec.Times {
		t, row := &rec.Times[i], anchor('t', i)
		add(t.Span, layer{class: "time", row: row, label: t.ID + " " + when(t), linked: true, anchor: "w-" + row})
	}
	for i := range rec.Places {
		p, row := &rec.Places[i], anchor('p', i)
		add(p.Span, layer{class: "place", row: row, label: p.ID + " " + OneLine(p.Name), linked: true, anchor: "w-" + row})
	}
	for i := range rec.Actors {
		a, row := &rec.Actors[i], anchor('a', i)
		for j, m := range a.Mentions {
			add(m, layer{class: "actor", row: row, label: a.ID + " " + OneLine(a.Name), linked: true, anchor: mentionAnchor(i, j)})
		}
	}
	for i := range rec.Statements {
		s, row := &rec.Statements[i], anchor('s', i)
		for j, c := range s.Content {
			l := layer{class: "said", row: row, label: s.ID}
			if j == 0 {
				l.anchor, l.note = "w-"+row, s.ID
			}
			add(c, l)
		}
		if s.Cue != nil {
			add(*s.Cue, layer{class: "cue", row: row, label: s.ID + " cue", linked: true})
		}
		if s.Source.Span != nil {
			add(*s.Source.Span, layer{class: "source", row: row, label: s.ID + " source", linked: true})
		}
	}
	return out
}

// mentionAnchor is the anchor of an actor's mention; the first is where the
// actor's row leads.
func mentionAnchor(actor, mention int) string {
	if mention == 0 {
		return "w-" + anchor('a', actor)
	}
	return fmt.Sprintf("w-%s-%d", anchor('a', actor), mention+1)
}

// againAnchor is the anchor of the words that tell an event again.
func againAnchor(event, telling int) string {
	return fmt.Sprintf("w-%s-again-%d", anchor('e', event), telling+1)
}

// segments cuts the text's paragraphs wherever a layer begins or ends.
func segments(t string, over []layer) [][]segment {
	paragraphs := paragraphsOf(t)
	slices.SortStableFunc(over, func(a, b layer) int { return a.Start - b.Start })
	var cuts []int
	for _, p := range paragraphs {
		cuts = append(cuts, p.Start, p.End)
	}
	for _, l := range over {
		cuts = append(cuts, l.Start, l.End)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)

	out := make([][]segment, len(paragraphs))
	var active []layer
	var begun []layer // layers whose anchors have not been set yet
	next, current := 0, 0
	for i := 0; i+1 < len(cuts); i++ {
		from, to := cuts[i], cuts[i+1]
		active = slices.DeleteFunc(active, func(l layer) bool { return l.End <= from })
		for ; next < len(over) && over[next].Start <= from; next++ {
			active, begun = append(active, over[next]), append(begun, over[next])
		}
		for current < len(paragraphs) && paragraphs[current].End <= from {
			current++
		}
		if current == len(paragraphs) || from < paragraphs[current].Start {
			continue // between paragraphs
		}
		out[current] = append(out[current], cover(t[from:to], active, begun))
		begun = begun[:0]
	}
	return out
}

// cover makes a segment of the words under the active layers; the layers that
// begun there are anchored there.
func cover(words string, active, begun []layer) segment {
	s := segment{Text: words}
	for _, l := range begun {
		if l.anchor != "" {
			s.Anchors = append(s.Anchors, l.anchor)
		}
		if l.note != "" {
			s.Notes = append(s.Notes, note{l.note, l.row, "m-" + l.row})
		}
	}
	var classes, labels []string
	var link *layer // the shortest
	said := 0
	for i := range active {
		l := &active[i]
		classes = append(classes, l.class, "m-"+l.row)
		labels = append(labels, l.label)
		if l.class == "said" {
			said++
		}
		if l.linked && (link == nil || l.Len() < link.Len()) {
			link = l
		}
	}
	if said > 1 {
		classes = append(classes, "within")
	}
	s.Class = strings.Join(unique(classes), " ")
	if link != nil {
		s.Href, s.Label = link.row, strings.Join(unique(labels), "; ")
	}
	return s
}

func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// paragraphsOf are the stretches of text between empty lines.
func paragraphsOf(t string) []text.Span {
	var out []text.Span
	start, end := -1, 0 // of the paragraph under way
	at := 0
	for _, line := range strings.SplitAfter(t, "\n") {
		body := strings.TrimRight(line, " \t\r\n")
		switch {
		case strings.TrimSpace(body) == "":
			if start >= 0 {
				out = append(out, text.Span{Start: start, End: end})
				start = -1
			}
		default:
			if start < 0 {
				start = at
			}
			end = at + len(body)
		}
		at += len(line)
	}
	if start >= 0 {
		out = append(out, text.Span{Start: start, End: end})
	}
	return out
}
