package pipeline

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"

	"annals/internal/record"
	"annals/internal/text"
)

// Reader names the version of what reads a report (package reading), the
// costly part of the engine. It changes with the models and rules of that part
// only; Engine changes with every part.
const Reader = "reading-1"

// mostAnalysis is the largest analysis that is decompressed, in bytes. The
// longest report that is read has less.
const mostAnalysis = 1 << 30

// analysis is a document without its text, as it is kept.
type analysis struct {
	Reader   string
	Length   int // bytes of the text
	Document text.Document
}

// PackAnalysis is what reading found in a report, to be kept beside its
// record: gob, compressed with zstd.
func PackAnalysis(doc *text.Document) ([]byte, error) {
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(1<<18))
	if err != nil {
		return nil, fmt.Errorf("pipeline: %w", err)
	}
	bare := *doc
	bare.Text = ""
	err = gob.NewEncoder(z).Encode(analysis{Reader, len(doc.Text), bare})
	if err = errors.Join(err, z.Close()); err != nil {
		return nil, fmt.Errorf("pipeline: keep the analysis: %w", err)
	}
	return b.Bytes(), nil
}

// UnpackAnalysis is the document that was kept of a report, and the version of
// the Reader that made it. It fails where the document does not fit the report
// or breaks the invariants of package text.
func UnpackAnalysis(packed []byte, report record.Report) (doc *text.Document, reader string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			doc, err = nil, fmt.Errorf("pipeline: the analysis kept of report %s is damaged: %v", report.ID, fault)
		}
	}()
	z, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		return nil, "", fmt.Errorf("pipeline: %w", err)
	}
	defer z.Close()
	var a analysis
	if err := gob.NewDecoder(io.LimitReader(z, mostAnalysis)).Decode(&a); err != nil {
		return nil, "", fmt.Errorf("pipeline: the analysis kept of report %s is damaged: %w", report.ID, err)
	}
	if a.Length != len(report.Text) {
		return nil, "", fmt.Errorf("pipeline: the analysis kept of report %s is of another text", report.ID)
	}
	doc = &a.Document
	doc.Text = report.Text
	doc.LinkChildren()
	if err := doc.Check(); err != nil {
		return nil, "", fmt.Errorf("pipeline: the analysis kept of report %s is damaged: %w", report.ID, err)
	}
	return doc, a.Reader, nil
}
