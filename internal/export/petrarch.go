package export

import (
	"io"
	"slices"
	"strings"

	"annals/internal/record"
)

// PETRARCHColumns are the 11 columns of a file of PETRARCH2, which has no
// header.
func PETRARCHColumns() []string {
	return []string{"date", "source", "target", "code", "issues", "ids", "url", "story source", "source text", "target text", "event text"}
}

// PETRARCH writes the table of PETRARCH2: one row for each event of each
// report and pair of actor and recipient.
type PETRARCH struct {
	*tsv
	codes *Codes
	opt   Options
}

// NewPETRARCH makes the writer.
func NewPETRARCH(w io.Writer, codes *Codes, opt Options) *PETRARCH {
	return &PETRARCH{newTSV(w, len(PETRARCHColumns())), codes, opt}
}

// Write writes the record's events: all, or those with the given ids.
func (p *PETRARCH) Write(r *record.Record, ids ...string) error {
	for _, row := range rows(r, Events) {
		if len(ids) > 0 && !slices.Contains(ids, row.id) || len(p.opt.Statuses) > 0 && !slices.Contains(p.opt.Statuses, row.event.Status) {
			continue
		}
		x := &said{&Mention{}, row}
		for _, q := range x.pairs() {
			if err := p.write(p.fields(x, q)...); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *PETRARCH) fields(x *said, q pair) []string {
	r, e := &x.record.Report, x.event
	source, sourceText := p.side(q.actor)
	target, targetText := p.side(q.recipient)
	return []string{dateOf(e.When).join(""), source, target, record.Value(e.Cameo), issues([]*said{x}), strings.TrimPrefix(r.ID, "sha256:") + "_" + e.ID,
		record.Value(r.URL), record.Value(r.Publisher), sourceText, targetText, e.Trigger.Text}
}

// side is the code and the words of a party.
func (p *PETRARCH) side(q *party) (code, words string) {
	if q == nil {
		return "", ""
	}
	if q.Span != nil {
		words = q.Span.Text
	}
	return p.codes.actorCodeOf(q.actor).whole, words
}
