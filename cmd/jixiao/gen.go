package main

import (
	"context"
	"fmt"
	"iter"

	"github.com/spf13/cobra"

	"jixiao/engine"
	"jixiao/examples"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

// genBatch is how many generated projects are stored at once.
const genBatch = 500

// generated says which year to invent.
type generated struct {
	seed     uint64
	projects int
	lastYear bool // and the year before it
}

func (a *app) genCommand() *cobra.Command {
	var wanted generated
	command := &cobra.Command{
		Use: "gen", Short: a.say("help.gen"), Long: a.say("help.gen-long"), GroupID: groupOther,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			if wanted.projects < 1 || wanted.projects > 10_000_000 {
				return misuse("flag-bad-value", "flag", "--projects", "value", itoa(wanted.projects))
			}
			return a.generate(command.Context(), wanted)
		},
	}
	command.Flags().IntVar(&wanted.projects, "projects", 1000, a.say("flag.projects"))
	command.Flags().Uint64Var(&wanted.seed, "seed", 1, a.say("flag.seed"))
	command.Flags().BoolVar(&wanted.lastYear, "last-year", false, a.say("flag.last-year"))
	return command
}

// generate writes this year before the one that came before it: so the projects of this year are the same, whatever else was asked for.
func (a *app) generate(ctx context.Context, wanted generated) error {
	year := a.config.Year
	if year == 0 {
		year = examples.Year
	}
	store, err := a.openStore(ctx, a.config.DB, false)
	if err != nil {
		return err
	}
	defer store.Close()
	written, err := a.storeYear(ctx, store, examples.Generate(wanted.seed, wanted.projects, year), wanted.projects)
	if err != nil {
		return err
	}
	var last *generatedYear
	if wanted.lastYear {
		past, err := a.storeYear(ctx, store, examples.GenerateLastYear(wanted.seed, wanted.projects, year), wanted.projects)
		if err != nil {
			return err
		}
		last = &past
	}
	return a.tellGenerated(year, written, last)
}

// generatedYear is what was written of a year.
type generatedYear struct {
	Projects   int `json:"projects"`
	Indicators int `json:"indicators"`
}

func (a *app) tellGenerated(year int, written generatedYear, last *generatedYear) error {
	if a.config.JSON {
		return reports.WriteJSON(a.out, struct {
			DB string `json:"db"`
			generatedYear
			LastYear *generatedYear `json:"last_year"`
		}{a.config.DB, written, last})
	}
	if a.config.Quiet {
		return nil
	}
	fmt.Fprintln(a.out, a.say("done.gen", "projects", itoa(written.Projects), "indicators", itoa(written.Indicators), "db", a.config.DB))
	if last != nil {
		fmt.Fprintln(a.out, a.say("done.gen-last", "year", itoa(year-1), "projects", itoa(last.Projects), "indicators", itoa(last.Indicators)))
	}
	return nil
}

// storeYear writes invented projects, a batch in memory at once. Up to most of them come.
func (a *app) storeYear(ctx context.Context, store *sqlite.Store, projects iter.Seq[examples.Generated], most int) (generatedYear, error) {
	step, done := a.progress("progress.generate", most)
	defer done()
	var written generatedYear
	batch := make([]examples.Generated, 0, genBatch)
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := a.storeGenerated(ctx, store, batch)
		step(written.Projects)
		batch = batch[:0]
		return err
	}
	for project := range projects {
		batch = append(batch, project)
		written.Projects++
		written.Indicators += len(project.Submission.Indicators)
		if len(batch) < genBatch {
			continue
		}
		if err := flush(); err != nil {
			return written, err
		}
	}
	return written, flush()
}

func (a *app) storeGenerated(ctx context.Context, store *sqlite.Store, batch []examples.Generated) error {
	stamp := a.stamp()
	submissions := make([]*engine.Submission, len(batch))
	var entries []engine.Entry
	for i, generated := range batch {
		submissions[i] = generated.Submission
		for _, entry := range generated.Entries() {
			entry.By, entry.At = stamp.By, stamp.At
			entries = append(entries, entry)
		}
	}
	_, err := store.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each(submissions), By: stamp.By, At: stamp.At, ValuesFollow: true})
	if err != nil {
		return err
	}
	return store.Record(ctx, engine.Each(entries), func(engine.RecordOutcome) error { return nil })
}
