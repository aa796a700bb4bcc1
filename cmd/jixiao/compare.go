package main

import (
	"context"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jixiao/assessment"
	"jixiao/config"
	"jixiao/engine"
	"jixiao/messages"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

// moversShown is how many of the projects that moved most are shown.
const moversShown = 10

// comparing are the flags of every command that compares.
type comparing struct {
	csv      string // the file for the whole list
	exitCode bool
}

func (c *comparing) addFlags(a *app, flags *pflag.FlagSet) {
	flags.StringVar(&c.csv, "csv", "", a.say("flag.csv"))
	flags.BoolVar(&c.exitCode, "exit-code", false, a.say("flag.exit-code"))
}

func (a *app) diffCommand() *cobra.Command {
	var flags comparing
	command := &cobra.Command{
		Use: "diff RUN RUN", Short: a.say("help.diff"), Long: a.say("help.diff-long"), GroupID: groupOther,
		Args: exactly(2),
		RunE: func(command *cobra.Command, args []string) error {
			return a.diffRuns(command.Context(), args, flags)
		},
	}
	flags.addFlags(a, command.Flags())
	return command
}

func (a *app) rulesDiffCommand() *cobra.Command {
	var flags comparing
	var sets []string
	command := &cobra.Command{
		Use: "diff A [B]", Short: a.say("help.rules-diff"), Long: a.say("help.rules-diff-long"),
		Example: "  jixiao rules diff mof-2020 --set partly_from=0.7",
		Args:    between(1, 2),
		RunE: func(command *cobra.Command, args []string) error {
			return a.diffPacks(command.Context(), args, sets, flags)
		},
	}
	flags.addFlags(a, command.Flags())
	// Not the flag of evaluate: it belongs to one side and is no setting.
	command.Flags().StringArrayVar(&sets, "set", nil, a.say("flag.set-after"))
	return command
}

// side is one side of a comparison: what scored it, and the sentences of its pack.
type side struct {
	engine.ComparedSide
	set   *rules.Ruleset
	words *messages.Catalogue
}

func sideOf(set *rules.Ruleset) (*side, error) {
	s := &side{ComparedSide: engine.ComparedSide{Pack: set.ID(), Engine: engine.Version, Bands: set.Policy().Bands}, set: set,
		words: messages.Default()}
	return s, s.words.Add(set.Sentences()...)
}

// sideOfRun is a stored run with the pack that is kept with it.
func sideOfRun(ctx context.Context, store *sqlite.Store, run engine.Run) (*side, error) {
	content, err := store.Pack(ctx, run.Pack.Digest)
	if err != nil {
		return nil, err
	}
	set, err := rules.FromEffective(content)
	if err != nil {
		return nil, err
	}
	s, err := sideOf(set)
	if err != nil {
		return nil, err
	}
	s.Run, s.Pack, s.Engine = run.ID, run.Pack, run.Engine
	return s, nil
}

// placed are a run's projects as they were evaluated.
func placed(ctx context.Context, store *sqlite.Store, run engine.Run) func(yield func(assessment.Placed, error) bool) {
	return assessment.Then(ctx, store.ReadRun(ctx, run).Pages(), store.Evaluated(ctx, run.ID, engine.Filter{Withdrawn: true}))
}

// diffRuns compares two stored runs.
func (a *app) diffRuns(ctx context.Context, args []string, flags comparing) error {
	store, err := a.openReading(ctx, a.config.DB)
	if err != nil {
		return err
	}
	defer store.Close()
	var sides [2]*side
	var runs [2]engine.Run
	for i, text := range args {
		if runs[i], err = a.finishedRun(ctx, store, text); err != nil {
			return err
		}
		if sides[i], err = sideOfRun(ctx, store, runs[i]); err != nil {
			return err
		}
	}
	pairs := assessment.SideBySide(placed(ctx, store, runs[0]), placed(ctx, store, runs[1]))
	return a.compare(runs[1].Year, runs[1].Projects, sides[0], sides[1], pairs, flags)
}

// diffPacks compares two packs on the stored data of a year.
func (a *app) diffPacks(ctx context.Context, args, sets []string, flags comparing) error {
	overrides, err := overridesOf(sets)
	if err != nil {
		return err
	}
	return a.lookInYear(ctx, "", func(store *sqlite.Store, filter engine.Filter) error {
		before, err := a.namedSide(ctx, store, args[0], filter.Year, nil)
		if err != nil {
			return err
		}
		after, err := a.namedSide(ctx, store, args[len(args)-1], filter.Year, overrides)
		if err != nil {
			return err
		}
		return a.underTwo(ctx, store, filter, before, after, flags)
	})
}

// overridesOf reads name=value texts.
func overridesOf(sets []string) ([]rules.Override, error) {
	var overrides []rules.Override
	for _, text := range sets {
		name, value, found := strings.Cut(text, "=")
		if !found {
			return nil, misuse("flag-bad-value", "flag", "--set", "value", text)
		}
		overrides = append(overrides, rules.Override{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value), Origin: "flag --set"})
	}
	return overrides, nil
}

// runPrefix marks the pack of a run where a pack is named.
const runPrefix = "run:"

// namedSide is a pack by its name, its file, or a run that used it.
func (a *app) namedSide(ctx context.Context, store *sqlite.Store, name string, year int, overrides []rules.Override) (*side, error) {
	if number, ofRun := strings.CutPrefix(name, runPrefix); ofRun {
		run, err := a.finishedRun(ctx, store, number)
		if err != nil {
			return nil, err
		}
		content, err := store.Pack(ctx, run.Pack.Digest)
		if err != nil {
			return nil, err
		}
		set, err := rules.FromEffectiveWith(content, overrides)
		if err != nil {
			return nil, err
		}
		return sideOf(set)
	}
	set, err := a.compileWith(name, rules.Options{Dir: a.config.Rules.Dir, Year: year, Overrides: overrides})
	if err != nil {
		return nil, err
	}
	return sideOf(set)
}

// lookInYear is inYear for a look: it writes nothing and waits for nobody who holds the year.
func (a *app) lookInYear(ctx context.Context, project string, look func(store *sqlite.Store, filter engine.Filter) error) error {
	store, err := a.openReading(ctx, a.config.DB)
	if err != nil {
		return err
	}
	defer store.Close()
	filter, err := a.selected(ctx, store, project)
	if err != nil {
		return err
	}
	return look(store, filter)
}

// underTwo scores the selected projects under two packs.
func (a *app) underTwo(ctx context.Context, store *sqlite.Store, filter engine.Filter, before, after *side, flags comparing) error {
	reading, err := store.Read(ctx, filter)
	if err != nil {
		return err
	}
	count, err := store.CountProjects(ctx, filter)
	if err != nil {
		return err
	}
	return a.compare(filter.Year, count, before, after, assessment.UnderTwo(ctx, reading.Pages(), before.set, after.set), flags)
}

// whatIf shows what an evaluation would move: with --rules or --set against the pack that is in force without them, on the same data;
// without either against the newest run.
func (a *app) whatIf(ctx context.Context, project string, flags comparing) error {
	return a.lookInYear(ctx, project, func(store *sqlite.Store, filter engine.Filter) error {
		set, err := a.ruleset(filter.Year)
		if err != nil {
			return err
		}
		after, err := sideOf(set)
		if err != nil {
			return err
		}
		if !a.rulesGiven() {
			return a.againstNewest(ctx, store, filter, after, flags)
		}
		before, err := a.sideInForce(filter.Year)
		if err != nil {
			return err
		}
		return a.underTwo(ctx, store, filter, before, after, flags)
	})
}

// rulesGiven tells whether the command line changes the pack.
func (a *app) rulesGiven() bool { return len(a.sets) > 0 || a.options.Flags["rules"] != "" }

// sideInForce is the pack that counts without what the command line says of it.
func (a *app) sideInForce(year int) (*side, error) {
	options := a.options
	options.Set = nil
	options.Flags = map[string]string{"config": options.Flags["config"]}
	settings, err := config.Load(options)
	if err != nil {
		return nil, err
	}
	set, err := rulesetOf(settings, year)
	if err != nil {
		return nil, err
	}
	return sideOf(set)
}

// againstNewest compares what the pack in force makes of the data as it is now with the newest run.
func (a *app) againstNewest(ctx context.Context, store *sqlite.Store, filter engine.Filter, after *side, flags comparing) error {
	run, found, err := store.NewestRun(ctx, filter.Year, filter.Department, only(filter.Projects))
	if err != nil {
		return err
	}
	if !found {
		return failed("nothing-evaluated", "year", itoa(filter.Year))
	}
	before, err := sideOfRun(ctx, store, run)
	if err != nil {
		return err
	}
	reading, err := store.Read(ctx, filter)
	if err != nil {
		return err
	}
	count, err := store.CountProjects(ctx, filter)
	if err != nil {
		return err
	}
	filter.Withdrawn = true
	then := assessment.Then(ctx, store.ReadRun(ctx, run).Pages(), store.Evaluated(ctx, run.ID, filter))
	return a.compare(filter.Year, count, before, after, assessment.SideBySide(then, assessment.Now(ctx, reading.Pages(), after.set)), flags)
}

// comparingGarbage is how much garbage, in percent of what is in use, a comparison lets lie: its author waits, and what is in use is small.
// Five times the memory in use is about 110 MB, and a sixth of the time is saved.
const comparingGarbage = 400

// compare folds pairs, of about so many projects, and shows what moved.
func (a *app) compare(year, projects int, before, after *side, pairs assessment.Pairs, flags comparing) error {
	defer debug.SetGCPercent(debug.SetGCPercent(comparingGarbage))
	shown := reports.Comparison{Comparison: engine.NewComparison(before.ComparedSide, after.ComparedSide, moversShown), Year: year,
		TextsBefore: reports.Texts{Catalogue: before.words, Lang: a.lang}, TextsAfter: reports.Texts{Catalogue: after.words, Lang: a.lang}}
	for _, change := range rules.Differences(before.set, after.set) {
		shown.Changes = append(shown.Changes, reports.PackChange(change))
	}
	pairs.All = passing(a, "progress.compare", projects, pairs.All)
	if err := a.fold(pairs, shown, flags.csv); err != nil {
		return err
	}
	var err error
	switch {
	case a.config.JSON:
		err = reports.WriteComparisonJSON(a.out, shown)
	case !a.config.Quiet:
		err = reports.WriteComparisonTable(a.out, shown, a.width(), a.colour())
	}
	if err == nil && flags.exitCode && shown.AnyChange() {
		err = errShown
	}
	return err
}

// fold takes all pairs, and writes every move to a file where one is named.
func (a *app) fold(pairs assessment.Pairs, shown reports.Comparison, path string) error {
	if path == "" {
		return assessment.Compare(pairs, shown.Comparison, nil)
	}
	return reports.WriteFile(path, func(w io.Writer) error {
		list, err := reports.NewMovesCSV(w, shown)
		if err != nil {
			return err
		}
		if err := assessment.Compare(pairs, shown.Comparison, list.Write); err != nil {
			return err
		}
		return list.Close()
	})
}
