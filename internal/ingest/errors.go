package ingest

import (
	"errors"
	"io/fs"
	"strings"
)

// Kind is why a source gave no report. It is an error itself, so that
// errors.Is(err, ingest.ErrEmpty) asks for it.
type Kind string

// The kinds of Error. Each text is what is wrong and, where it is not plain,
// what to do.
const (
	ErrNotFound   Kind = "there is no such file or folder"
	ErrUnreadable Kind = "it cannot be read"
	ErrNoReports  Kind = "the folder holds no reports: no text, page, PDF file, letter or archive (.txt .md .html .pdf .eml .warc .jsonl) is in it or below it"
	ErrEmpty      Kind = "it holds no text"
	ErrBinary     Kind = "it is not text"
	ErrTooLarge   Kind = "it is too large"
	ErrEncoding   Kind = "its text is in an encoding that cannot be told"
	ErrNoArticle  Kind = "the page holds no article; save the article's text to a file and read that"
	ErrLanguage   Kind = "it is not in English"
	ErrFetch      Kind = "the page cannot be fetched"
)

func (k Kind) Error() string { return string(k) }

// Error says that a source gave no report. Its message is one line.
type Error struct {
	Kind Kind
	Name string // the source, as messages name it
	Err  error  // what is wrong, in words for the user
}

func (e *Error) Error() string {
	return e.Name + ": " + strings.Join(strings.Fields(e.Err.Error()), " ")
}

func (e *Error) Unwrap() error { return e.Err }

// kindOf is the kind that an error wraps.
func kindOf(err error) Kind {
	var k Kind
	if errors.As(err, &k) {
		return k
	}
	return ErrUnreadable
}

// fault is an error of a kind with words of its own.
type fault struct {
	kind Kind
	say  string
	err  error
}

func (f *fault) Error() string   { return f.say }
func (f *fault) Unwrap() []error { return []error{f.kind, f.err} }

// fileError says in the user's words why a file could not be read.
func fileError(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &fault{ErrNotFound, ErrNotFound.Error(), err}
	case errors.Is(err, fs.ErrPermission):
		return &fault{ErrUnreadable, "you have no permission to read it", err}
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return &fault{ErrUnreadable, "it cannot be read: " + err.Error(), err}
}

// isKind reports whether an error says why one report can't be read.
func isKind(err error) bool {
	var k Kind
	return errors.As(err, &k)
}
