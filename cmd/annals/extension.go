package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"annals/internal/lexicon/ontology"
	"annals/internal/lexicon/petrarch"
	"annals/internal/pipeline"
)

// extensionFlags name users' own dictionaries and mapping tables.
type extensionFlags struct {
	Ontology []string `sep:"none" help:"Also code events in the ontology of this table: a CAMEO code or its first digits, a PLOVER type or TYPE:mode, a tab, and the code. The file's name without its ending is the ontology's name." placeholder:"FILE"`
	Actors   []string `sep:"none" help:"Actors of your own, in PETRARCH's format." placeholder:"FILE"`
	Agents   []string `sep:"none" help:"Agents of your own, in PETRARCH's format." placeholder:"FILE"`
	Verbs    []string `sep:"none" help:"Verbs of your own, in PETRARCH's format." placeholder:"FILE"`
}

// extend is the pipeline with what the flags name.
func (f *extensionFlags) extend(p *pipeline.Pipeline, log io.Writer) (*pipeline.Pipeline, error) {
	if len(f.Ontology)+len(f.Actors)+len(f.Agents)+len(f.Verbs) == 0 {
		return p, nil
	}
	x := pipeline.Extension{}
	x.Dictionary.Actors, x.Dictionary.Agents = petrarch.Actors{}, petrarch.Agents{}
	o, err := ontology.Load()
	if err != nil {
		return nil, err
	}
	read := func(paths []string, each func(path string, r io.Reader) (skipped int, err error)) {
		for _, path := range paths {
			if err == nil {
				err = readFile(path, log, each)
			}
		}
	}
	read(f.Ontology, func(path string, r io.Reader) (int, error) {
		m, err := o.ReadMapping(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), r)
		x.Mappings = append(x.Mappings, m)
		return 0, err
	})
	read(f.Actors, func(_ string, r io.Reader) (int, error) {
		actors, skipped, err := petrarch.ReadActors(r)
		for name, periods := range actors {
			x.Dictionary.Actors[name] = append(x.Dictionary.Actors[name], periods...)
		}
		return skipped, err
	})
	read(f.Agents, func(_ string, r io.Reader) (int, error) {
		agents, skipped, err := petrarch.ReadAgents(r)
		for role, code := range agents {
			x.Dictionary.Agents[role] = code
		}
		return skipped, err
	})
	read(f.Verbs, func(_ string, r io.Reader) (int, error) {
		verbs, skipped, err := petrarch.ReadVerbs(r, p.Knows)
		x.Verbs = append(x.Verbs, verbs...)
		return skipped, err
	})
	if err != nil {
		return nil, err
	}
	return p.With(x), nil
}

// readFile reads one file and says how many of its lines were of no use.
func readFile(path string, log io.Writer, each func(path string, r io.Reader) (int, error)) error {
	r, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read the dictionary: %w", err)
	}
	defer r.Close()
	skipped, err := each(path, r)
	if err != nil {
		return err
	}
	if skipped > 0 {
		fmt.Fprintf(log, "annals: %s: %d lines cannot be used and are left out\n", path, skipped)
	}
	return nil
}
