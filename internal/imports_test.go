package internal

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the table of doc/ARCHITECTURE.md: what each package, or each
// package below a folder ("reading/*"), may import of internal/. A folder's
// own package may also import its parts; parts never import each other.
var mayImport = map[string][]string{
	"text":            {},
	"model":           {},
	"model/*":         {},
	"lexicon/*":       {},
	"lexicon/world":   {"lexicon/spelling"}, // persons are found over spellings
	"lexicon/own":     {"lexicon/world", "lexicon/petrarch"},
	"lexicon/cluster": {"lexicon/packed"},
	"lexicon/sense":   {"lexicon/packed"},
	"record":          {"text"},
	"record/*":        {},
	"corpus":          {"text"},
	"fetch":           {},
	"feed":            {},
	"queue":           {"record", "fetch", "ingest", "ledger"},
	"watch":           {"fetch", "feed", "ledger", "queue"},
	"ingest":          {"text", "record", "fetch"},
	"reading/*":       {"text", "model", "model/*", "lexicon/*"},
	// What both need is found once and handed to them.
	"reading/encoder": {"text", "model", "model/*", "lexicon/*", "reading/clue"},
	"reading/name":    {"text", "model", "model/*", "lexicon/*", "reading/clue"},
	"reading":         {"text", "model", "lexicon/*", "reading/*"},
	"extract/*":       {"text", "record", "model", "model/*", "lexicon/*"},
	"extract":         {"text", "record", "lexicon/*", "extract/*"},
	"resolve":         {"text", "record", "lexicon/*"},
	"origin":          {},
	"situation":       {"record", "origin", "lexicon/*"},
	"correction":      {"record", "situation"},
	"query":           {"record"},
	"export":          {"record", "situation", "lexicon/*"},
	"ledger":          {"record", "query", "origin", "situation", "correction"},
	"pipeline":        {"text", "record", "lexicon/*", "ingest", "reading", "extract", "resolve"},
	"render":          {"text", "record", "situation"},
	"crossdoc":        {"text", "model", "lexicon/*", "situation"},
	"convention":      {"record", "lexicon/*"},
	"passage":         {"text", "lexicon/*", "reading", "reading/*"}, // for tests only: no row has it
	"eval":            {"convention", "text", "record", "lexicon/*", "corpus", "reading", "reading/*", "extract", "extract/*", "resolve", "pipeline", "origin", "situation", "crossdoc"},
}

func TestImports(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		if pkg == "." {
			return nil
		}
		allowed, ok := mayImport[pkg]
		if !ok {
			allowed, ok = mayImport[filepath.ToSlash(filepath.Dir(pkg))+"/*"]
		}
		if !ok {
			t.Errorf("%s has no row in the import table", pkg)
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			target, _ := strconv.Unquote(spec.Path.Value)
			target, inside := strings.CutPrefix(target, "annals/internal/")
			if !inside || target == pkg {
				continue
			}
			if !slices.Contains(allowed, target) && !slices.Contains(allowed, filepath.ToSlash(filepath.Dir(target))+"/*") {
				t.Errorf("%s: %s may not import %s", path, pkg, target)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPackageComments holds every package to a package comment.
func TestPackageComments(t *testing.T) {
	commented := map[string]bool{}
	for _, root := range []string{".", "../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				return err
			}
			dir := filepath.Dir(path)
			commented[dir] = commented[dir] || f.Doc != nil
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for dir, ok := range commented {
		if !ok {
			t.Errorf("%s has no package comment", dir)
		}
	}
}
