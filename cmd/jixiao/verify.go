package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

func (a *app) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use: "verify [RUN]", Short: a.say("help.verify"), Long: a.say("help.verify-long"), GroupID: groupOther,
		Args: between(0, 1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.verify(command.Context(), args)
		},
	}
}

// verify recomputes a run and says whether every bit is as it was.
func (a *app) verify(ctx context.Context, args []string) error {
	store, err := a.openReading(ctx, a.config.DB)
	if err != nil {
		return err
	}
	defer store.Close()
	run, err := a.theRun(ctx, store, args)
	if err != nil {
		return err
	}
	pages, done := a.reading("progress.verify", run.Projects, store.ReadRun(ctx, run).Pages())
	proof, err := assessment.Verify(ctx, store, run, pages)
	done()
	if err != nil {
		return err
	}
	if a.config.JSON {
		err = reports.WriteProofJSON(a.out, *proof)
	} else {
		err = a.showProof(proof)
	}
	if err == nil && proof.First != nil {
		err = errShown
	}
	return err
}

// theRun is the finished run of a number, or the newest of the selected year.
func (a *app) theRun(ctx context.Context, store *sqlite.Store, args []string) (engine.Run, error) {
	if len(args) == 0 {
		year, err := a.chosenYear(ctx, store)
		if err != nil {
			return engine.Run{}, err
		}
		run, found, err := store.NewestRun(ctx, year, a.config.Department, "")
		if err == nil && !found {
			err = failed("nothing-evaluated", "year", itoa(year))
		}
		return run, err
	}
	return a.finishedRun(ctx, store, args[0])
}

// finishedRun is the run of a number that a person typed.
func (a *app) finishedRun(ctx context.Context, store *sqlite.Store, text string) (engine.Run, error) {
	runs, err := store.Runs(ctx, 0)
	if err != nil {
		return engine.Run{}, err
	}
	number, err := strconv.ParseInt(text, 10, 64)
	for _, run := range runs {
		switch {
		case err != nil || run.ID != number:
			continue
		case run.FinishedAt == "":
			return run, failed("run-unfinished", "run", text)
		case run.PrunedAt != "":
			return run, a.pruned(&run)
		}
		return run, nil
	}
	newest := "—"
	if len(runs) > 0 {
		newest = strconv.FormatInt(runs[0].ID, 10)
	}
	return engine.Run{}, misuse("unknown-run", "run", text, "newest", newest)
}

// showProof writes what recomputing said: one line where all is as it was, else the first difference and how many there are.
func (a *app) showProof(proof *engine.Proof) error {
	run, first := strconv.FormatInt(proof.Run.ID, 10), proof.First
	if first == nil {
		if !a.config.Quiet {
			fmt.Fprintln(a.out, a.say("proof.same", "run", run, "pack", proof.Run.Pack.Name, "projects", itoa(proof.Projects),
				"digest", proof.Run.Digest.String()))
		}
		return nil
	}
	fmt.Fprintln(a.out, a.say("proof.differs", "run", run, "count", itoa(proof.Differences), "projects", itoa(proof.Differing)))
	fmt.Fprintln(a.out, a.say("proof.first", "place", a.proofPlace(first), "field", a.say("proof."+first.Field),
		"stored", a.proofValue(first, first.Stored), "recomputed", a.proofValue(first, first.Recomputed)))
	return nil
}

// proofPlace says which project and which row a difference concerns.
func (a *app) proofPlace(d *engine.ProofDifference) string {
	project := d.Name
	if project == "" {
		project = string(d.Project)
	}
	switch {
	case d.Project == "":
		return a.say("proof.whole-run")
	case d.Execution:
		return a.say("proof.row", "project", project, "indicator", a.say("label.execution"))
	case d.Indicator != "":
		return a.say("proof.row", "project", project, "indicator", d.Indicator)
	}
	return project
}

// proofValue writes a value for people.
func (a *app) proofValue(d *engine.ProofDifference, value string) string {
	switch {
	case value == "":
		return "—"
	case d.Field == engine.ProofVerdict:
		return a.say("verdict." + value)
	}
	return value
}
