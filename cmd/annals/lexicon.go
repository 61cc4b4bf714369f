package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/adrg/xdg"

	"annals/internal/lexicon/own"
)

// lexiconCmd keeps a user's own actors, names and places.
type lexiconCmd struct {
	Add    lexiconAddCmd    `cmd:"" help:"Add one actor or place, or names of one."`
	Import lexiconImportCmd `cmd:"" help:"Add those of files: CSV, FollowTheMoney, PETRARCH, GeoNames."`
	List   lexiconListCmd   `cmd:"" help:"List what was added, with where it came from."`
	Check  lexiconCheckCmd  `cmd:"" help:"Look for lines that cannot be used, in files or in what was added."`
}

const lexiconCodes = `

Exit codes: 0 done, 1 a fault of the program or of the lexicon's file, 2 the command line is wrong, 3 a file
was not found, 5 a file is not of the format, 9 some lines cannot be used (the others are taken).`

// Help is the long help of the command.
func (c *lexiconCmd) Help() string {
	return `What you add is laid over the built-in facts and used by read, add, watch and reread: where both know a
name, yours counts. It is kept in annals/lexicon.jsonl in your data folder, or where ANNALS_LEXICON says: one
JSON object a line, with where each came from, to be edited and copied like any text. After a change,
annals reread reads the ledger's reports anew.

Examples:
  annals lexicon add person "Ana Kova" --alias Kova --country SVN --sector OPP --office "opposition leader" --from 2020-01
  annals lexicon add place Faya --country TCD --lat 17.93 --lon 19.10 --population 13400
  annals lexicon import people.csv entities.ftm.json
  annals lexicon import --format petrarch Phoenix.International.actors.txt
  annals lexicon import cities15000.zip
  annals lexicon list kova
  annals lexicon check people.csv` + lexiconCodes
}

// lexiconFlags say where the lexicon is kept.
type lexiconFlags struct {
	File string `type:"path" env:"ANNALS_LEXICON" placeholder:"FILE" help:"The lexicon's file (default: annals/lexicon.jsonl in the user's data folder)."`
}

// lexiconFile is where a user's lexicon is kept.
func lexiconFile(named string) (string, error) {
	if named != "" {
		return named, nil
	}
	path, err := xdg.DataFile("annals/lexicon.jsonl")
	if err != nil {
		return "", fmt.Errorf("no place for the lexicon: %w; name a file in ANNALS_LEXICON", err)
	}
	return path, nil
}

// loadLexicon reads the user's lexicon, if there is one, for a command that
// reads reports, and says how many of its lines it leaves out.
func loadLexicon(log io.Writer) (own.Lexicon, error) {
	path, err := lexiconFile(os.Getenv("ANNALS_LEXICON"))
	if err != nil {
		return nil, nil // without a data folder there is no lexicon
	}
	list, faults, err := parseLexicon(path)
	if len(faults) > 0 {
		fmt.Fprintf(log, "annals: %s: %d lines cannot be used and are left out (see annals lexicon check)\n", path, len(faults))
	}
	return list, err
}

// parseLexicon reads a lexicon's file; one that does not exist is empty.
func parseLexicon(path string) (own.Lexicon, []own.Fault, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read the lexicon: %w", err)
	}
	defer f.Close()
	list, faults, err := own.Parse(f)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return list, faults, nil
}

// extendLexicon adds entries to the lexicon's file and says how many were new.
// The file is replaced as a whole, so that an interruption leaves the old one.
func (f lexiconFlags) extendLexicon(more own.Lexicon) (added int, path string, err error) {
	if path, err = lexiconFile(f.File); err != nil {
		return 0, "", err
	}
	list, faults, err := parseLexicon(path)
	if err != nil {
		return 0, path, err
	}
	if len(faults) > 0 {
		return 0, path, fmt.Errorf("%s: %s: mend or remove the line first", path, faults[0])
	}
	today := time.Now().Format(time.DateOnly)
	for i := range more {
		more[i].Added = today
	}
	if list, added = list.Merge(more); added == 0 {
		return 0, path, nil
	}
	return added, path, replaceFile(path, list.Write)
}

// replaceFile writes a file beside the old one and puts it in its place.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write the lexicon: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write the lexicon: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write the lexicon: %w", err)
	}
	return nil
}

// lexiconAddCmd adds one entry.
type lexiconAddCmd struct {
	lexiconFlags
	Kind       string   `arg:"" enum:"person,organization,actor,place" help:"person, organization, actor (either) or place."`
	Name       string   `arg:"" help:"The full name."`
	Alias      []string `sep:"none" help:"Another form, sufficient by itself." placeholder:"NAME"`
	Country    string   `help:"Code of ISO 3166-1: BLR or BY." placeholder:"CODE"`
	Sector     []string `help:"PLOVER sector, the primary one first." placeholder:"CODE"`
	Cameo      string   `help:"CAMEO agent code." placeholder:"CODE"`
	Gender     string   `help:"m or f." placeholder:"G"`
	Office     string   `help:"Office or role in words." placeholder:"WORDS"`
	From       string   `help:"First day of the role: 2020, 2020-08 or 2020-08-09." placeholder:"DAY"`
	To         string   `help:"Last day of the role." placeholder:"DAY"`
	PlaceKind  string   `help:"Of a place: city (default), region or other." placeholder:"KIND"`
	Admin      string   `help:"Of a place: the division that it lies in." placeholder:"NAME"`
	Population int      `help:"Of a place." placeholder:"N"`
	Lat        *float64 `help:"Of a place: degrees north." placeholder:"DEGREES"`
	Lon        *float64 `help:"Of a place: degrees east." placeholder:"DEGREES"`
	Source     string   `help:"Where you have it from." default:"by hand" placeholder:"WORDS"`
}

// Help is the long help of the command.
func (c *lexiconAddCmd) Help() string {
	return `To add names to somebody whom the built-in tables know, give the full name that they have and the aliases.` + lexiconCodes
}

// Run adds it.
func (c *lexiconAddCmd) Run(std streams) error {
	e := own.Entry{Kind: c.Kind, Name: c.Name, Aliases: c.Alias, Country: c.Country, Sectors: c.Sector, Cameo: c.Cameo, Gender: c.Gender,
		Office: c.Office, From: c.From, To: c.To, PlaceKind: c.PlaceKind, Admin: c.Admin, Population: c.Population, Lat: c.Lat, Lon: c.Lon, Origin: c.Source}
	list, why := own.Lexicon{}.Add(e)
	if why != "" {
		fmt.Fprintln(std.err, "annals: lexicon:", why)
		return exitError(2)
	}
	added, path, err := c.extendLexicon(list)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%d added to %s\n", added, path)
	return nil
}

// lexiconFormat says how files are read.
type lexiconFormat struct {
	Format string `enum:"auto,csv,ftm,petrarch,geonames,lexicon" default:"auto" help:"csv, ftm (FollowTheMoney entities, JSON Lines), petrarch (actor dictionary), geonames (dump, .txt or .zip), lexicon (another lexicon's file); auto goes by the name and the first line."`
}

// lexiconImportCmd adds the entries of files.
type lexiconImportCmd struct {
	lexiconFlags
	lexiconFormat
	Files []string `arg:"" type:"path" help:"The files."`
}

// Help is the long help of the command.
func (c *lexiconImportCmd) Help() string {
	return `CSV begins with a line of column names: kind, name and any of aliases, country, sectors, cameo, gender, office,
from, to, place_kind, admin, population, lat, lon, capital; several values of a cell stand between semicolons.
Lines that cannot be used are named and left out. What is there already is not added twice.` + lexiconCodes
}

// Run adds them.
func (c *lexiconImportCmd) Run(std streams) error {
	return c.readEach(c.Files, std, func(file string, list own.Lexicon, _ int) error {
		added, path, err := c.extendLexicon(list)
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "%s: %d entries, %d new, added to %s\n", filepath.Base(file), len(list), added, path)
		return nil
	})
}

func asExit(code int) error {
	if code != 0 {
		return exitError(code)
	}
	return nil
}

// worst keeps the exit code of a file that could not be read over that of
// lines left out.
func worst(a, b int) int {
	if a == 0 || a == 9 && b != 0 {
		return b
	}
	return a
}

func fileCode(err error) int {
	if errors.Is(err, fs.ErrNotExist) {
		return 3
	}
	return 5
}

// mostFaults is how many lines are named one by one.
const mostFaults = 20

func showFaults(w io.Writer, file string, faults []own.Fault) {
	for i, f := range faults {
		if i == mostFaults {
			fmt.Fprintf(w, "annals: %s: and %d more\n", file, len(faults)-i)
			return
		}
		fmt.Fprintf(w, "annals: %s: %s\n", file, f)
	}
}

// readEach reads files, names what cannot be read or used, and hands the rest
// of each to use with the number of its faults. It ends with the worst exit code.
func (f lexiconFormat) readEach(files []string, std streams, use func(file string, list own.Lexicon, faults int) error) error {
	code := 0
	for _, file := range files {
		list, faults, err := f.read(file)
		if err != nil {
			fmt.Fprintf(std.err, "annals: %s: %v\n", file, err)
			code = worst(code, fileCode(err))
			continue
		}
		if len(faults) > 0 {
			showFaults(std.err, file, faults)
			code = worst(code, 9)
		}
		if err := use(file, list, len(faults)); err != nil {
			return err
		}
	}
	return asExit(code)
}

// read reads a file in its format; each entry's origin is the file and line.
func (f lexiconFormat) read(path string) (own.Lexicon, []own.Fault, error) {
	raw, err := readMember(path)
	if err != nil {
		return nil, nil, err
	}
	format := f.Format
	if format == "auto" {
		format = guessFormat(path, raw)
	}
	read := map[string]func(io.Reader) (own.Lexicon, []own.Fault, error){
		"csv": own.ReadCSV, "ftm": own.ReadFollowTheMoney, "petrarch": own.ReadPetrarch, "geonames": own.ReadGeoNames, "lexicon": own.Parse,
	}[format]
	list, faults, err := read(bytes.NewReader(raw))
	if err != nil {
		return nil, nil, err
	}
	for i := range list {
		list[i].Origin = strings.TrimSuffix(filepath.Base(path)+", "+list[i].Origin, ", ")
	}
	if len(list) == 0 && len(faults) > 0 {
		return nil, nil, fmt.Errorf("no line is of the format %s (%s): name it with --format", format, faults[0])
	}
	return list, faults, nil
}

// mostFile is the largest file that is read, in bytes: allCountries of
// GeoNames, with its millions of hills and wells, is larger.
const mostFile = 256 << 20

// readMember reads a file, or the first text in a zip archive.
func readMember(path string) ([]byte, error) {
	if strings.ToLower(filepath.Ext(path)) != ".zip" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return readAtMost(f)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	for _, member := range z.File {
		if ext := strings.ToLower(filepath.Ext(member.Name)); ext != ".txt" && ext != ".csv" && ext != ".json" || strings.EqualFold(filepath.Base(member.Name), "readme.txt") {
			continue
		}
		f, err := member.Open()
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return readAtMost(f)
	}
	return nil, errors.New("the archive holds no .txt, .csv or .json")
}

func readAtMost(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, mostFile+1))
	if err == nil && len(raw) > mostFile {
		err = fmt.Errorf("more than %d MB", mostFile>>20)
	}
	return raw, err
}

// guessFormat goes by the file's name and its first line.
func guessFormat(path string, raw []byte) string {
	line, _, _ := bytes.Cut(raw, []byte("\n"))
	switch {
	case bytes.Contains(line, []byte(`"schema"`)):
		return "ftm"
	case bytes.HasPrefix(bytes.TrimSpace(line), []byte("{")) && bytes.Contains(line, []byte(`"kind"`)):
		return "lexicon"
	case bytes.Count(line, []byte("\t")) >= 18:
		return "geonames"
	case strings.EqualFold(filepath.Ext(path), ".csv"):
		return "csv"
	case strings.HasSuffix(strings.ToLower(path), "json") || strings.HasSuffix(strings.ToLower(path), "jsonl"):
		return "ftm"
	}
	return "petrarch"
}

// lexiconListCmd lists entries.
type lexiconListCmd struct {
	lexiconFlags
	Words  string `arg:"" optional:"" help:"Only those with these words in a name."`
	Format string `enum:"text,jsonl" default:"text" help:"text or jsonl."`
}

// Run lists them.
func (c *lexiconListCmd) Run(std streams) error {
	path, err := lexiconFile(c.File)
	if err != nil {
		return err
	}
	list, faults, err := parseLexicon(path)
	if err != nil {
		return err
	}
	if c.Words != "" {
		list = list.Find(c.Words)
	}
	out := bufio.NewWriter(std.out)
	if c.Format == "jsonl" {
		if err := list.Write(out); err != nil {
			return err
		}
		return flush(out)
	}
	for _, e := range list {
		fmt.Fprintln(out, e)
	}
	if err := flush(out); err != nil {
		return err
	}
	if len(faults) > 0 {
		showFaults(std.err, path, faults)
		return exitError(9)
	}
	return nil
}

// lexiconCheckCmd looks for faults.
type lexiconCheckCmd struct {
	lexiconFlags
	lexiconFormat
	Files []string `arg:"" optional:"" type:"path" help:"Files to be imported; without any, what was added."`
}

// Run checks.
func (c *lexiconCheckCmd) Run(std streams) error {
	if len(c.Files) == 0 {
		path, err := lexiconFile(c.File)
		if err != nil {
			return err
		}
		if _, err := os.Stat(path); err != nil {
			fmt.Fprintf(std.out, "%s: nothing was added yet\n", path)
			return nil
		}
		c.Files, c.Format = []string{path}, "lexicon"
	}
	return c.readEach(c.Files, std, func(file string, list own.Lexicon, faults int) error {
		fmt.Fprintf(std.out, "%s: %d entries can be used, %d lines cannot\n", filepath.Base(file), len(list), faults)
		return nil
	})
}
