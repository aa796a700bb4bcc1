package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"jixiao/engine"
	"jixiao/examples"
	"jixiao/store/sqlite"
)

// place is the folder of one generated year, with the programs that are run on it.
type place struct {
	opt     options
	folder  string
	program string // jixiao
	self    string // this program

	indicators int // of the year
}

// newPlace builds the program and makes the databases that the tasks begin with.
func newPlace(ctx context.Context, opt options) (*place, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	data, err := filepath.Abs(opt.data)
	if err != nil {
		return nil, err
	}
	opt.data = data
	p := &place{opt: opt, self: self, program: filepath.Join(data, "jixiao"), folder: filepath.Join(data, yearName(opt.projects, opt.seed))}
	if err := os.MkdirAll(p.folder, 0o755); err != nil {
		return nil, err
	}
	if _, err := p.run(ctx, []string{"go", "build", "-o", p.program, "./cmd/jixiao"}, nil); err != nil {
		return nil, err
	}
	return p, errors.Join(p.prepare(ctx), p.count())
}

// count counts the indicators of the year.
func (p *place) count() error {
	db, err := connect(p.path("year.db"))
	if err != nil {
		return err
	}
	return errors.Join(db.QueryRow(`SELECT count(*) FROM form_row`).Scan(&p.indicators), db.Close())
}

func (p *place) path(name string) string { return filepath.Join(p.folder, name) }

// yearName names a generated year by its size, its seed, and what the generator makes first of it.
func yearName(projects int, seed uint64) string {
	sum := sha256.New()
	for generated := range examples.Generate(seed, 100, examples.Year) {
		digestGenerated(sum, generated)
	}
	return fmt.Sprintf("%d-%d-%s", projects, seed, hex.EncodeToString(sum.Sum(nil))[:8])
}

func digestGenerated(into hash.Hash, generated examples.Generated) {
	input := engine.InputDigest(generated.Submission)
	into.Write(input[:])
	for _, recorded := range generated.Records {
		fmt.Fprintf(into, "%d %s %d %s\n", recorded.Field, recorded.Indicator, recorded.Item, recorded.Value)
	}
}

// prepare makes the year where it is missing, and anew, because the program may have changed, the numbers for the CASE script and the sheet.
func (p *place) prepare(ctx context.Context) error {
	year := p.path("year.db")
	if _, err := os.Stat(year); errors.Is(err, fs.ErrNotExist) {
		if err := p.generate(ctx, year); err != nil {
			return err
		}
	}
	if err := upgrade(ctx, year); err != nil || !p.opt.wants(keyCase, keyOffice) {
		return err
	}
	_, err := p.run(ctx, []string{p.self, "prepare", year, p.path("prepared.db")}, nil)
	return err
}

// score makes the year with a finished run, which some tasks begin with.
func (p *place) score(ctx context.Context) error {
	path := p.path("scored.db")
	if err := errors.Join(removeDatabase(path), copyFile(p.path("year.db"), path)); err != nil {
		return err
	}
	_, err := p.run(ctx, p.jixiao(path, "evaluate", "--full"), needsPerson)
	return err
}

func (p *place) generate(ctx context.Context, year string) error {
	fmt.Fprintf(os.Stderr, "generating %d projects\n", p.opt.projects)
	half := year + ".part.db"
	if err := removeDatabase(half); err != nil {
		return err
	}
	_, err := p.run(ctx, p.jixiao(half, "gen", "--projects", strconv.Itoa(p.opt.projects), "--seed", strconv.FormatUint(p.opt.seed, 10)), nil)
	if err != nil {
		return err
	}
	return errors.Join(os.Rename(half, year), removeDatabase(half))
}

// upgrade brings a year that an earlier program generated up to this one.
func upgrade(ctx context.Context, path string) error {
	store, err := sqlite.Open(ctx, path, sqlite.Options{MustExist: true})
	if err != nil {
		return err
	}
	return store.Close()
}

// recording records values in a database before a measured command gets it.
func recording(entries []engine.Entry) func(context.Context, string) error {
	return func(ctx context.Context, path string) error {
		store, err := sqlite.Open(ctx, path, sqlite.Options{MustExist: true})
		if err != nil {
			return err
		}
		err = store.Record(ctx, engine.Each(entries), func(engine.RecordOutcome) error { return nil })
		return errors.Join(err, store.Close())
	}
}

// changes are an actual of 0 for one row of every so many projects, beginning with the first.
func (p *place) changes(every int) []engine.Entry {
	var entries []engine.Entry
	number := 0
	for generated := range examples.Generate(p.opt.seed, p.opt.projects, examples.Year) {
		if number%every == 0 {
			key := engine.RecordKey{Project: generated.Submission.ID(), Indicator: growingRow(generated.Submission).ID, Field: engine.RecordActual}
			entries = append(entries, engine.Entry{RecordKey: key, Value: "0", By: "bench", At: changedAt})
		}
		number++
	}
	return entries
}

// changedAt is when the generated changes were made.
const changedAt = "2026-01-05T08:00:00+08:00"

// growingRow is the first row that needs more than nothing, so that an actual of 0 changes its score.
func growingRow(s *engine.Submission) *engine.Indicator {
	i := slices.IndexFunc(s.Indicators, func(row engine.Indicator) bool {
		return row.Target.Kind == engine.NumberTarget && row.Target.Op == engine.AtLeast && row.Target.Number.Value.Sign() > 0
	})
	return &s.Indicators[max(i, 0)]
}

// removeDatabase removes a database and the files that SQLite and the program keep beside it.
func removeDatabase(path string) error {
	files, err := filepath.Glob(path + "*")
	for _, file := range files {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}

// copyFile copies a database that nobody has open, and waits for the disk, so that no measured command has to.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
