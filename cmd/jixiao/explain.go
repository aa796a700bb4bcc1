package main

import (
	"cmp"
	"context"
	"reflect"
	"strconv"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/engine/notation"
	"jixiao/reports"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

func (a *app) explainCommand() *cobra.Command {
	var run int64
	command := &cobra.Command{
		Use: "explain PROJECT INDICATOR", Short: a.say("help.explain"), Long: a.say("help.explain-long"), GroupID: groupMain,
		Args:    exactly(2),
		Example: "  jixiao explain 公共文化服务体系建设经费 公益电影放映场次\n  jixiao explain 公共文化服务体系建设经费 预算执行率 --run 1",
		RunE: func(command *cobra.Command, args []string) error {
			return a.explainScore(command.Context(), args[0], args[1], run)
		},
	}
	command.Flags().Int64Var(&run, "run", 0, a.say("flag.run"))
	return command
}

// explainScore explains a stored score: the run's own pack and the form as the run saw it are taken from the database.
func (a *app) explainScore(ctx context.Context, project, indicator string, number int64) error {
	store, err := a.openStore(ctx, a.config.DB, true)
	if err != nil {
		return err
	}
	defer store.Close()
	chosen, err := a.selectRun(ctx, store, number)
	if err != nil {
		return err
	}
	filter, err := a.selected(ctx, store, project)
	if err != nil {
		return err
	}
	run, set, err := a.runWithPack(ctx, store, filter, chosen)
	if err != nil {
		return err
	}
	for result, err := range assessment.Results(ctx, store, run.ID, filter) {
		if err != nil {
			return err
		}
		explainer := rules.NewExplainer(set.For(result.Submission), a.config.Rules.Dir)
		if text := engine.Fold(indicator); text == "total" || text == "总分" {
			return a.showTotal(explainer, result.Submission, run, result.Evaluation)
		}
		id, err := rowOf(result.Submission, indicator)
		if err != nil {
			return err
		}
		return a.showExplanation(explainer, result.Submission, id, run, result.Evaluation)
	}
	return failed("not-in-run", "run", itoa(int(run.ID)), "project", project)
}

// selectRun finds the run of a number and selects its year; nil where no number is given.
func (a *app) selectRun(ctx context.Context, store *sqlite.Store, number int64) (*engine.Run, error) {
	if number == 0 {
		return nil, nil
	}
	run, err := a.finishedRun(ctx, store, strconv.FormatInt(number, 10))
	if err != nil {
		return nil, err
	}
	a.config.Year = run.Year
	return &run, nil
}

// runWithPack returns the chosen run, or the newest of the selection, with the pack that is kept with it.
func (a *app) runWithPack(ctx context.Context, store *sqlite.Store, filter engine.Filter, chosen *engine.Run) (engine.Run, *rules.Ruleset, error) {
	if chosen == nil {
		return a.newestRun(ctx, store, filter)
	}
	effective, err := store.Pack(ctx, chosen.Pack.Digest)
	if err != nil {
		return *chosen, nil, err
	}
	set, err := rules.FromEffective(effective)
	if err != nil {
		return *chosen, nil, err
	}
	return *chosen, set, a.learn(set)
}

// rowOf finds what a person typed in a form: an indicator by its id or name, or the execution of the budget, which has no id.
func rowOf(s *engine.Submission, text string) (engine.IndicatorID, error) {
	id, issue := assessment.RowOf(s, assessment.IndicatorQuery{Text: text})
	if issue != nil {
		return "", refused(issue)
	}
	return id, nil
}

func (a *app) showExplanation(explainer *rules.Explainer, s *engine.Submission, id engine.IndicatorID, run engine.Run, stored *engine.Evaluation) error {
	explanation, _ := explainer.Explain(s, id)
	if kept := storedScore(stored, id); stored != nil && !reflect.DeepEqual(kept, explanation.Score) {
		return failed("explain-differs", "indicator", cmp.Or(string(id), engine.ExecutionLabel), "stored", kept.Verdict.String()+" "+kept.Earned.String(),
			"computed", explanation.Score.Verdict.String()+" "+explanation.Score.Earned.String())
	}
	explained := &reports.Explained{Explanation: &explanation, Submission: s, Run: run, Pack: explanation.Ruleset.Name}
	if a.config.JSON {
		return reports.WriteExplanationJSON(a.out, a.texts(), explained)
	}
	return reports.WriteExplanationTable(a.out, a.texts(), explained, a.width(), a.colour())
}

// showTotal explains the total of a project.
func (a *app) showTotal(explainer *rules.Explainer, s *engine.Submission, run engine.Run, stored *engine.Evaluation) error {
	explanation := explainer.ExplainTotal(s)
	e := *explanation.Evaluation
	pack := e.Ruleset.Name
	e.Ruleset = stored.Ruleset // a run under several packs names all of them
	if engine.ResultDigest(&e) != engine.ResultDigest(stored) {
		return failed("explain-differs", "indicator", s.Name, "stored", stored.Total.String()+" "+stored.Grade, "computed", e.Total.String()+" "+e.Grade)
	}
	total := &reports.ExplainedTotal{TotalExplanation: &explanation, Submission: s, Run: run, Pack: pack}
	if a.config.JSON {
		return reports.WriteTotalExplanationJSON(a.out, a.texts(), total)
	}
	return reports.WriteTotalExplanationTable(a.out, a.texts(), total, a.width(), a.colour())
}

// storedScore returns a row of a stored evaluation.
func storedScore(e *engine.Evaluation, id engine.IndicatorID) engine.Score {
	if e == nil {
		return engine.Score{}
	}
	for _, score := range e.Scores {
		if score.Indicator == id {
			return score
		}
	}
	x := &e.Execution
	return engine.Score{Weight: x.Weight, Earned: x.Earned, Verdict: x.Verdict, Rule: x.Rule, Reason: x.Reason}
}

// trial is one row as it is typed on the command line, to see how a pack would score it.
type trial struct{ target, actual, name, tier, weight, claimed string }

func (a *app) rulesExplainCommand() *cobra.Command {
	var t trial
	command := &cobra.Command{
		Use: "explain PACK|FILE --target TEXT --actual TEXT", Short: a.say("help.rules-explain"), Args: exactly(1),
		Example: "  jixiao rules explain mof-2020 --target \"≥500篇\" --actual 487篇",
		RunE:    func(_ *cobra.Command, args []string) error { return a.explainTrial(args[0], t) },
	}
	flags := command.Flags()
	flags.StringVar(&t.target, "target", "", a.say("flag.try-target"))
	flags.StringVar(&t.actual, "actual", "", a.say("flag.try-actual"))
	flags.StringVar(&t.name, "name", "", a.say("flag.try-name"))
	flags.StringVar(&t.tier, "tier", "", a.say("flag.tier"))
	flags.StringVar(&t.weight, "weight", "10", a.say("flag.try-weight"))
	flags.StringVar(&t.claimed, "claimed", "", a.say("flag.claimed"))
	return command
}

// explainTrial explains how a pack would score a row.
func (a *app) explainTrial(pack string, t trial) error {
	set, err := a.compile(pack)
	if err != nil {
		return err
	}
	if err := a.learn(set); err != nil {
		return err
	}
	year := a.config.Year
	if year == 0 {
		year = a.now().In(shanghai()).Year()
	}
	form, err := t.form(year)
	if err != nil {
		return err
	}
	return a.showExplanation(rules.NewExplainer(set, a.config.Rules.Dir), form, form.Indicators[0].ID, engine.Run{}, nil)
}

// form makes a form of the one row.
func (t *trial) form(year int) (*engine.Submission, error) {
	if t.target == "" {
		return nil, misuse("try-target-missing")
	}
	context := notation.Context{Year: year, Name: t.name}
	indicator := engine.Indicator{Level1: engine.Output, Level2: engine.Quantity, Name: t.name}
	indicator.Target, _ = notation.ParseTarget(t.target, context)
	indicator.Actual, _ = notation.ParseActual(t.actual, context)
	weight, ok := pointsOf(t.weight)
	if !ok {
		return nil, misuse("try-value", "flag", "--weight", "value", t.weight)
	}
	indicator.Weight = &weight
	if t.claimed != "" {
		claimed, ok := pointsOf(t.claimed)
		if !ok {
			return nil, misuse("try-value", "flag", "--claimed", "value", t.claimed)
		}
		indicator.Claimed = &claimed
	}
	if t.tier != "" {
		if indicator.Tier, ok = engine.ParseTier(t.tier); !ok {
			return nil, misuse("try-value", "flag", "--tier", "value", t.tier)
		}
	}
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: year}, Indicators: []engine.Indicator{indicator}}
	s.Identify()
	return s, nil
}

func pointsOf(text string) (engine.Points, bool) {
	d, ok := engine.ParseDecimal(text)
	if !ok || d.Sign() < 0 {
		return 0, false
	}
	return engine.PointsFromDecimal(d)
}
