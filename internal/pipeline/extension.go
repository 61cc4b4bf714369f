package pipeline

import (
	"annals/internal/lexicon/ontology"
	"annals/internal/lexicon/petrarch"
	"annals/internal/record"
	"annals/internal/resolve"
)

// Extension is what users bring of their own: dictionaries and tables that map
// events to other ontologies.
type Extension struct {
	Verbs      []petrarch.Verb
	Dictionary resolve.Dictionary
	Mappings   []*ontology.Mapping
}

// With is the pipeline with an extension.
func (p *Pipeline) With(x Extension) *Pipeline {
	more := *p
	more.extension = &x
	if len(x.Verbs) > 0 {
		more.extractor = p.extractor.With(x.Verbs)
	}
	return &more
}

// Knows reports whether a CAMEO code can be given to an event.
func (p *Pipeline) Knows(code string) bool { return p.extractor.Knows(code) }

// extend applies the extension to a resolved record.
func (p *Pipeline) extend(rec *record.Record) {
	if p.extension == nil {
		return
	}
	p.extension.Dictionary.Apply(p.world, rec)
	for i := range rec.Events {
		e := &rec.Events[i]
		mode, cameo := "", ""
		if e.Mode != nil {
			mode = *e.Mode
		}
		if e.Cameo != nil {
			cameo = *e.Cameo
		}
		for _, m := range p.extension.Mappings {
			code := m.Code(e.Plover, mode, cameo)
			if code == "" {
				continue
			}
			if e.Codes == nil {
				e.Codes = map[string]string{}
			}
			e.Codes[m.Name] = code
		}
	}
}
