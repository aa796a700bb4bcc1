package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

func (a *app) rulesTryCommand() *cobra.Command {
	var sets []string
	command := &cobra.Command{
		Use: "try PACK NAME=VALUE,VALUE,...", Short: a.say("help.rules-try"), Long: a.say("help.rules-try-long"),
		Example: "  jixiao rules try mof-2020 partly_from=0.5,0.6,0.7,0.8",
		Args:    exactly(2),
		RunE: func(command *cobra.Command, args []string) error {
			return a.tryValues(command.Context(), args[0], args[1], sets)
		},
	}
	command.Flags().StringArrayVar(&sets, "set", nil, a.say("flag.set-try"))
	return command
}

// tryValues shows what several values of one parameter would move on the stored data of a year, each against the value in force.
func (a *app) tryValues(ctx context.Context, pack, text string, sets []string) error {
	parameter, list, found := strings.Cut(text, "=")
	parameter = strings.TrimSpace(parameter)
	values := valuesIn(list)
	if !found || len(values) == 0 {
		return misuse("try-values", "value", text)
	}
	overrides, err := overridesOf(sets)
	if err != nil {
		return err
	}
	return a.lookInYear(ctx, "", func(store *sqlite.Store, filter engine.Filter) error {
		before, err := a.namedSide(ctx, store, pack, filter.Year, overrides)
		if err != nil {
			return err
		}
		others := make([]engine.Ruleset, len(values))
		for i, value := range values {
			one := append(slices.Clone(overrides), rules.Override{Name: parameter, Value: value, Origin: "argument " + text})
			side, err := a.namedSide(ctx, store, pack, filter.Year, one)
			if err != nil {
				return err
			}
			others[i] = side.set
		}
		reading, err := store.Read(ctx, filter)
		if err != nil {
			return err
		}
		count, err := store.CountProjects(ctx, filter)
		if err != nil {
			return err
		}
		pages, done := a.reading("progress.try", count, reading.Pages())
		trials, err := assessment.UnderSeveral(ctx, pages, before.set, others)
		done()
		if err != nil {
			return err
		}
		return a.showTrials(filter.Year, before.set, parameter, values, trials)
	})
}

// valuesIn reads a list with commas, those of Chinese keyboards too; what is between two of them and blank is left out.
func valuesIn(list string) (values []string) {
	for _, value := range strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(",，、", r) }) {
		if value = strings.TrimSpace(value); value != "" {
			values = append(values, value)
		}
	}
	return values
}

func (a *app) showTrials(year int, set *rules.Ruleset, parameter string, values []string, trials []engine.Trial) error {
	shown := reports.Trials{Year: year, Pack: set.ID(), Parameter: parameter, Texts: a.texts()}
	for _, p := range set.Parameters() {
		if p.Name == parameter {
			shown.InForce = p.Value
		}
	}
	for i, trial := range trials {
		shown.List = append(shown.List, reports.Trial{Value: values[i], Trial: trial})
	}
	if a.config.JSON {
		return reports.WriteTrialsJSON(a.out, shown)
	}
	return reports.WriteTrialsTable(a.out, shown, a.width(), a.colour())
}
