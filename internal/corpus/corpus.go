// Package corpus reads gold data: CoNLL-U treebanks, IOB2 name files, and the
// JSON Lines of the attribution and event sets, gzip or plain. It writes
// nothing; what it makes are documents of package text and plain structs of
// gold labels.
package corpus

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Open opens a file, and uncompresses it where its name ends in ".gz".
func Open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("corpus: %w", err)
	}
	if !strings.HasSuffix(path, ".gz") {
		return f, nil
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("corpus: %s: %w", path, err)
	}
	return gzipFile{z, f}, nil
}

type gzipFile struct {
	*gzip.Reader
	file *os.File
}

func (g gzipFile) Close() error { return errors.Join(g.Reader.Close(), g.file.Close()) }

// JSONLines reads one value of type T per non-empty line and hands each to
// each; it stops at the first error.
func JSONLines[T any](path string, each func(T) error) error {
	f, err := Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if len(line) > 1 {
			var v T
			if err := json.Unmarshal(line, &v); err != nil {
				return fmt.Errorf("corpus: %s line %d: %w", path, n, err)
			}
			if err := each(v); err != nil {
				return fmt.Errorf("corpus: %s line %d: %w", path, n, err)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("corpus: %s line %d: %w", path, n, err)
		}
	}
}
