package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"jixiao/engine"
	"jixiao/examples"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

// genBatch is how many generated projects are stored at once.
const genBatch = 500

func (a *app) genCommand() *cobra.Command {
	var projects int
	var seed uint64
	command := &cobra.Command{
		Use: "gen", Short: a.say("help.gen"), Long: a.say("help.gen-long"), GroupID: groupOther,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			if projects < 1 || projects > 10_000_000 {
				return misuse("flag-bad-value", "flag", "--projects", "value", itoa(projects))
			}
			return a.generate(command.Context(), seed, projects)
		},
	}
	command.Flags().IntVar(&projects, "projects", 1000, a.say("flag.projects"))
	command.Flags().Uint64Var(&seed, "seed", 1, a.say("flag.seed"))
	return command
}

func (a *app) generate(ctx context.Context, seed uint64, projects int) error {
	year := a.config.Year
	if year == 0 {
		year = examples.Year
	}
	store, err := a.openStore(ctx, a.config.DB, false)
	if err != nil {
		return err
	}
	defer store.Close()
	step, done := a.progress("progress.generate", projects)
	defer done()
	var batch []examples.Generated
	count, indicators := 0, 0
	for generated := range examples.Generate(seed, projects, year) {
		batch = append(batch, generated)
		count++
		indicators += len(generated.Submission.Indicators)
		if len(batch) < genBatch && count < projects {
			continue
		}
		if err := a.storeGenerated(ctx, store, batch); err != nil {
			return err
		}
		step(count)
		batch = batch[:0]
	}
	done()
	if a.config.JSON {
		return reports.WriteJSON(a.out, struct {
			DB         string `json:"db"`
			Projects   int    `json:"projects"`
			Indicators int    `json:"indicators"`
		}{a.config.DB, count, indicators})
	}
	if !a.config.Quiet {
		fmt.Fprintln(a.out, a.say("done.gen", "projects", itoa(count), "indicators", itoa(indicators), "db", a.config.DB))
	}
	return nil
}

func (a *app) storeGenerated(ctx context.Context, store *sqlite.Store, batch []examples.Generated) error {
	stamp := a.stamp()
	submissions := make([]*engine.Submission, len(batch))
	var entries []engine.Entry
	for i, generated := range batch {
		submissions[i] = generated.Submission
		project := generated.Submission.ID()
		for _, recorded := range generated.Records {
			entries = append(entries, engine.Entry{
				RecordKey: engine.RecordKey{Project: project, Indicator: recorded.Indicator, Item: recorded.Item, Field: recorded.Field},
				Value:     recorded.Value, By: stamp.By, At: stamp.At,
			})
		}
	}
	if _, err := store.SaveImport(ctx, engine.ImportBatch{Submissions: engine.Each(submissions), By: stamp.By, At: stamp.At}); err != nil {
		return err
	}
	return store.Record(ctx, engine.Each(entries), func(engine.RecordOutcome) error { return nil })
}
