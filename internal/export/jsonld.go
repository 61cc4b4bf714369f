package export

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"annals/internal/record"
)

// ldContext is the context of the document. It stands in it whole, so that
// reading it needs no network. What schema.org has no term for is in the
// namespace "urn:annals:".
const ldContext = `{"@vocab":"https://schema.org/","annals":"urn:annals:",` +
	`"url":{"@type":"@id"},"isPartOf":{"@type":"@id"},"spokenByCharacter":{"@type":"@id"},"author":{"@type":"@id"},"subjectOf":{"@type":"@id"},` +
	`"actor":{"@id":"annals:actor","@type":"@id"},"recipient":{"@id":"annals:recipient","@type":"@id"},"via":{"@id":"annals:via","@type":"@id"},` +
	`"accordingTo":{"@id":"annals:accordingTo","@type":"@id"},"status":"annals:status","datedBy":"annals:datedBy","act":"annals:act","plover":"annals:plover","cameo":"annals:cameo",` +
	`"datePublished":{"@type":"https://schema.org/Date"}}`

// JSONLD writes one JSON-LD document in the terms of schema.org: a NewsArticle
// for each report, a Quotation for each statement that stands in quotation
// marks and a Claim for each other, an Event for each event of one of the
// statuses, and a Person, Organization, Country or Thing for each actor.
type JSONLD struct {
	*document
	statuses []string
}

// NewJSONLD makes the writer.
func NewJSONLD(w io.Writer, opt Options) *JSONLD {
	return &JSONLD{newDocument(w, `{"@context":`+ldContext+`,"@graph":[`, `]}`), opt.Statuses}
}

// ld is a node of the graph; those that are not known are left out.
type ld struct {
	ID      string   `json:"@id"`
	Type    string   `json:"@type"`
	Name    string   `json:"name,omitempty"`
	Aliases []string `json:"alternateName,omitempty"`

	Headline      string `json:"headline,omitempty"`
	URL           string `json:"url,omitempty"`
	DatePublished string `json:"datePublished,omitempty"`
	InLanguage    string `json:"inLanguage,omitempty"`
	Publisher     *ld    `json:"publisher,omitempty"`

	Text              string   `json:"text,omitempty"`
	SpokenByCharacter []string `json:"spokenByCharacter,omitempty"`
	Author            []string `json:"author,omitempty"`
	Via               []string `json:"via,omitempty"`
	Act               string   `json:"act,omitempty"`
	IsPartOf          string   `json:"isPartOf,omitempty"`

	Description string   `json:"description,omitempty"`
	Plover      string   `json:"plover,omitempty"`
	Cameo       string   `json:"cameo,omitempty"`
	Status      string   `json:"status,omitempty"`
	StartDate   string   `json:"startDate,omitempty"`
	EndDate     string   `json:"endDate,omitempty"`
	DatedBy     string   `json:"datedBy,omitempty"`
	Location    *ld      `json:"location,omitempty"`
	Actor       []string `json:"actor,omitempty"`
	Recipient   []string `json:"recipient,omitempty"`
	AccordingTo []string `json:"accordingTo,omitempty"`
	SubjectOf   string   `json:"subjectOf,omitempty"`
	Keywords    []string `json:"keywords,omitempty"`

	Address string `json:"address,omitempty"`
	Geo     *geo   `json:"geo,omitempty"`
}

type geo struct {
	Type      string  `json:"@type"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Write writes a report.
func (j *JSONLD) Write(r *record.Record, _ ...string) error {
	for _, n := range j.nodes(r) {
		if err := j.item(n); err != nil {
			return fmt.Errorf("export: jsonld: %w", err)
		}
	}
	return nil
}

func (j *JSONLD) nodes(r *record.Record) []*ld {
	x := &ldReport{r, "urn:" + r.Report.ID, map[string]bool{}, nil}
	article := &ld{ID: x.id, Type: "NewsArticle", Headline: record.Value(r.Report.Title), Name: record.Value(r.Report.Title), URL: address(record.Value(r.Report.URL)),
		DatePublished: record.Value(r.Report.Published), InLanguage: record.Value(r.Report.Language)}
	if p := record.Value(r.Report.Publisher); p != "" {
		article.Publisher = &ld{ID: "urn:annals:outlet:" + url.PathEscape(p), Type: "Organization", Name: p}
	}
	x.add(article)
	for i := range r.Actors {
		x.actor(&r.Actors[i])
	}
	for i := range r.Statements {
		x.statement(&r.Statements[i])
	}
	for _, row := range rows(r, Events) {
		if len(j.statuses) == 0 || slices.Contains(j.statuses, row.event.Status) {
			x.event(row)
		}
	}
	return x.nodes
}

// ldReport makes the nodes of one report.
type ldReport struct {
	record *record.Record
	id     string
	others map[string]bool // parties that are tied to no actor
	nodes  []*ld
}

func (x *ldReport) add(n *ld) { x.nodes = append(x.nodes, n) }

func (x *ldReport) actor(a *record.Actor) {
	n := &ld{ID: x.id + ":" + a.ID, Type: map[string]string{record.KindPerson: "Person", record.KindOrganization: "Organization", record.KindGroup: "Organization",
		record.KindOffice: "Organization", record.KindCountry: "Country"}[a.Kind], Name: a.Name}
	if n.Type == "" {
		n.Type = "Thing"
	}
	for _, alias := range a.Aliases {
		if alias != a.Name {
			n.Aliases = append(n.Aliases, alias)
		}
	}
	x.add(n)
}

// parties are the ids of parties. One that is tied to no actor gets a node of
// its own, known by where it stands.
func (x *ldReport) parties(list ...record.Party) []string {
	var ids []string
	for _, p := range list {
		switch {
		case p.Actor != nil:
			ids = append(ids, x.id+":"+*p.Actor)
		case p.Span != nil:
			id := fmt.Sprintf("%s:party-%d-%d", x.id, p.Span.Start, p.Span.End)
			if !x.others[id] {
				x.others[id] = true
				n := &ld{ID: id, Type: "Thing", Name: p.Span.Text}
				if p.Description != nil {
					n.Name = *p.Description
				}
				x.add(n)
			}
			ids = append(ids, id)
		}
	}
	return ids
}

func (x *ldReport) statement(s *record.Statement) {
	n := &ld{ID: x.id + ":" + s.ID, Type: "Quotation", Text: joined(s.Content), Act: s.Act, IsPartOf: x.id, Via: x.parties(s.Via...)}
	if s.Form == record.Indirect {
		n.Type, n.Author = "Claim", x.parties(s.Source)
	} else {
		n.SpokenByCharacter = x.parties(s.Source)
	}
	x.add(n)
}

func (x *ldReport) event(row *row) {
	e := row.event
	n := &ld{ID: x.id + ":" + e.ID, Type: "Event", Description: e.Evidence.Text, Plover: e.Plover, Cameo: record.Value(e.Cameo), Status: e.Status, DatedBy: record.Value(e.DatedBy),
		Actor: x.parties(e.Actors...), Recipient: x.parties(e.Recipients...), SubjectOf: x.id, Keywords: e.Contexts}
	n.Name = strings.TrimSpace(e.Plover + " " + record.Value(e.Mode))
	for _, id := range e.AccordingTo {
		n.AccordingTo = append(n.AccordingTo, x.id+":"+id)
	}
	if first, end := days(e.When); first != "" {
		n.StartDate, n.EndDate = first, before(end)
	}
	if p := e.Where; p != nil {
		n.Location = &ld{ID: x.id + ":" + p.ID, Type: "Place", Name: p.Name, Address: record.Value(p.Country)}
		if p.Kind == "country" {
			n.Location.Type, n.Location.Address = "Country", ""
		}
		if p.Lat != nil && p.Lon != nil {
			n.Location.Geo = &geo{"GeoCoordinates", *p.Lat, *p.Lon}
		}
	}
	x.add(n)
}

// address is an address that can be written as an IRI, or "".
func address(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" {
		return ""
	}
	return u.String()
}
