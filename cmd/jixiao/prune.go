package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"jixiao/engine"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

// pruneHow is what the flags of prune say.
type pruneHow struct {
	keep int  // how many runs of a kind stay; 0 where runs are named
	yes  bool // do it, and not only show it
}

func (a *app) pruneCommand() *cobra.Command {
	var how pruneHow
	command := &cobra.Command{
		Use: "prune [RUN...]", Short: a.say("help.prune"), Long: a.say("help.prune-long"), GroupID: groupOther,
		Example: "  jixiao prune --keep 3\n  jixiao prune 1 2 --yes",
		RunE: func(command *cobra.Command, args []string) error {
			given := command.Flags().Changed("keep")
			switch {
			case given == (len(args) > 0):
				return misuse("prune-what")
			case given && how.keep < 1:
				return misuse("prune-keep")
			}
			return a.prune(command.Context(), args, how)
		},
	}
	command.Flags().IntVar(&how.keep, "keep", 0, a.say("flag.keep"))
	command.Flags().BoolVar(&how.yes, "yes", false, a.say("flag.yes"))
	return command
}

// prune chooses runs and shows them. Where it is done, the year is held before they are chosen, so that no evaluation that ends in between makes
// one of them the newest.
func (a *app) prune(ctx context.Context, names []string, how pruneHow) error {
	return a.inYear(ctx, "", func(store *sqlite.Store, filter engine.Filter) error {
		if !how.yes {
			_, prunings, err := a.prunings(ctx, store, filter.Year, names, how.keep)
			if err != nil {
				return err
			}
			return a.showPrunings(prunings, how)
		}
		hold, err := store.HoldYear(ctx, filter.Year, a.config.By)
		if err != nil {
			return err
		}
		defer hold.Release()
		chosen, prunings, err := a.prunings(ctx, store, filter.Year, names, how.keep)
		if err != nil {
			return err
		}
		stamp := a.stamp()
		if err := hold.Prune(ctx, chosen, stamp.By, stamp.At); err != nil {
			return err
		}
		return a.showPrunings(prunings, how)
	})
}

// prunings chooses the runs that were named, or those beyond the newest that are kept, and says what pruning them takes away.
func (a *app) prunings(ctx context.Context, store *sqlite.Store, year int, names []string, keep int) ([]int64, []sqlite.Pruning, error) {
	all, err := store.Runs(ctx, year)
	if err != nil {
		return nil, nil, err
	}
	chosen := superfluous(all, keep)
	if keep == 0 {
		if chosen, err = a.named(ctx, store, year, all, names); err != nil {
			return nil, nil, err
		}
	}
	prunings, err := store.Prunings(ctx, chosen)
	return chosen, prunings, err
}

// named are the runs of a year that were named, none of which is pruned or the newest of the year.
func (a *app) named(ctx context.Context, store *sqlite.Store, year int, all []engine.Run, names []string) ([]int64, error) {
	newest, found, err := store.NewestRun(ctx, year, "", "")
	if err != nil {
		return nil, err
	}
	var list []int64
	for _, name := range names {
		at := slices.IndexFunc(all, func(run engine.Run) bool { return strconv.FormatInt(run.ID, 10) == name })
		switch {
		case at < 0:
			return nil, misuse("prune-unknown", "run", name, "year", itoa(year))
		case all[at].PrunedAt != "":
			return nil, a.pruned(&all[at])
		case found && all[at].ID == newest.ID:
			return nil, misuse("prune-newest", "run", name, "year", itoa(year))
		}
		list = append(list, all[at].ID)
	}
	return list, nil
}

// superfluous are the runs, of all those of a year, the newest first, that have so many finished ones of the same scope before them.
func superfluous(all []engine.Run, keep int) []int64 {
	type scope struct{ project, department string }
	kept := map[scope]int{}
	var list []int64
	for _, run := range all {
		of := scope{string(run.Project), run.Department}
		switch {
		case run.PrunedAt != "":
		case kept[of] >= keep:
			list = append(list, run.ID)
		case run.FinishedAt != "":
			kept[of]++
		}
	}
	return list
}

// pruned says that the results of a run are gone.
func (a *app) pruned(run *engine.Run) error {
	return failed("run-pruned", "run", strconv.FormatInt(run.ID, 10), "by", run.PrunedBy, "when", clock(run.PrunedAt))
}

// pruningJSON is what is pruned, as programs see it. results are those that no other run counts.
type pruningJSON struct {
	Pruned bool         `json:"pruned"` // false where it was only shown
	Runs   []prunedJSON `json:"runs"`
}

type prunedJSON struct {
	ID       int64 `json:"id"`
	Projects int   `json:"projects"`
	Results  int   `json:"results"`
}

// showPrunings shows what was pruned, or would be.
func (a *app) showPrunings(prunings []sqlite.Pruning, how pruneHow) error {
	if a.config.JSON {
		out := pruningJSON{Pruned: how.yes, Runs: []prunedJSON{}}
		for i := range prunings {
			out.Runs = append(out.Runs, prunedJSON{prunings[i].Run.ID, prunings[i].Projects, prunings[i].Results})
		}
		return reports.WriteJSON(a.out, out)
	}
	if a.config.Quiet {
		return nil
	}
	if len(prunings) == 0 {
		fmt.Fprintln(a.out, a.say("done.prune-nothing"))
		return nil
	}
	rows, results := make([][]string, len(prunings)), 0
	for i := range prunings {
		p := &prunings[i]
		results += p.Results
		rows[i] = append(a.runRow(&p.Run)[:7:7], itoa(p.Results))
		rows[i][3] = itoa(p.Projects)
	}
	if err := reports.WriteListing(a.out, append(a.runHeader()[:7:7], a.say("label.results-gone")), rows, a.width(), a.colour()); err != nil {
		return err
	}
	code := "done.prune-would"
	if how.yes {
		code = "done.prune"
	}
	fmt.Fprintln(a.out, a.say(code, "runs", itoa(len(prunings)), "results", itoa(results)))
	return nil
}
