package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"jixiao/engine"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

func (a *app) yearCommand() *cobra.Command {
	var reason string
	command := &cobra.Command{
		Use: "year [open|close|reopen --reason R]", Short: a.say("help.year"), Long: a.say("help.year-long"), GroupID: groupMain,
		Example: "  jixiao year\n  jixiao year close --year 2025\n  jixiao year reopen --reason 补报漏报的项目",
		Args:    between(0, 1),
		RunE: func(command *cobra.Command, args []string) error {
			if len(args) == 0 {
				if reason != "" {
					return misuse("year-reason-alone")
				}
				return a.showYears(command.Context())
			}
			return a.changeYear(command.Context(), args[0], reason)
		},
	}
	command.Flags().StringVar(&reason, "reason", "", a.say("flag.year-reason"))
	return command
}

// decisions are the words behind year.
var decisions = map[string]engine.YearState{"open": engine.YearOpen, "close": engine.YearClosed, "reopen": engine.YearReopened}

func (a *app) changeYear(ctx context.Context, word, reason string) error {
	state, known := decisions[word]
	switch {
	case !known:
		return misuse("year-unknown-word", "word", word)
	case state == engine.YearReopened && engine.Fold(reason) == "":
		return misuse("year-reopen-reason")
	}
	store, err := a.openStore(ctx, a.config.DB, true)
	if err != nil {
		return err
	}
	defer store.Close()
	year := a.config.Year
	if year == 0 || state != engine.YearOpen { // a year is opened before there is anything in it
		if year, err = a.chosenYear(ctx, store); err != nil {
			return err
		}
	}
	stamp := a.stamp()
	change := engine.YearChange{Year: year, State: state, By: stamp.By, At: stamp.At, Reason: reason}
	err = store.ChangeYear(ctx, change)
	if errors.Is(err, sqlite.ErrYearState) {
		return a.yearStateRefused(ctx, store, change)
	}
	if err != nil {
		return err
	}
	if a.config.JSON {
		return reports.WriteYearChangeJSON(a.out, change)
	}
	if !a.config.Quiet {
		fmt.Fprintln(a.out, a.say("done.year-"+state.String(), "year", itoa(year)))
	}
	return nil
}

// yearStateRefused says in which state a year is, since when and by whom.
func (a *app) yearStateRefused(ctx context.Context, store *sqlite.Store, asked engine.YearChange) error {
	history, err := store.YearHistory(ctx, asked.Year)
	if err != nil {
		return err
	}
	if len(history) == 0 {
		return failed("year-is-open", "year", itoa(asked.Year))
	}
	now := history[len(history)-1]
	code := "year-is-open-by"
	if now.State == engine.YearClosed {
		code = "year-is-closed-by"
	}
	return failed(code, "year", itoa(asked.Year), "by", now.By, "when", now.At)
}

// showYears lists the years, their states and everything that was decided about them. --year selects one.
func (a *app) showYears(ctx context.Context) error {
	store, err := a.openStore(ctx, a.config.DB, true)
	if err != nil {
		return err
	}
	defer store.Close()
	years, err := a.yearsOf(ctx, store)
	if err != nil {
		return err
	}
	if len(years) == 0 {
		return failed("nothing-imported", "db", a.config.DB)
	}
	if a.config.JSON {
		return reports.WriteYearsJSON(a.out, years)
	}
	return reports.WriteYearsTable(a.out, a.texts(), years, a.width(), a.colour())
}

// yearsOf puts the years of the projects and those that something was decided about together, the newest first.
func (a *app) yearsOf(ctx context.Context, store *sqlite.Store) ([]reports.YearRow, error) {
	history, err := store.YearHistory(ctx, a.config.Year)
	if err != nil {
		return nil, err
	}
	projects, err := store.Projects(ctx, engine.Filter{Year: a.config.Year})
	if err != nil {
		return nil, err
	}
	rows := map[int]*reports.YearRow{}
	of := func(year int) *reports.YearRow {
		if rows[year] == nil {
			rows[year] = &reports.YearRow{Year: year}
		}
		return rows[year]
	}
	for _, project := range projects {
		of(project.Key.Year).Projects++
	}
	for _, change := range history {
		row := of(change.Year)
		row.State, row.History = change.State, append(row.History, change)
	}
	list := make([]reports.YearRow, 0, len(rows))
	for _, row := range rows {
		list = append(list, *row)
	}
	slices.SortFunc(list, func(a, b reports.YearRow) int { return b.Year - a.Year })
	return list, nil
}
