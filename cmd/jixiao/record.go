package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/importer"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

// single is one value given on the command line.
type single struct {
	project, indicator  string
	tier, reason, score string
	withdraw, history   bool
	value               string
	hasValue            bool
}

func (a *app) recordCommand() *cobra.Command {
	var one single
	command := &cobra.Command{
		Use: "record FILE|DIR...  |  record --project P --indicator I [VALUE]", Short: a.say("help.record"), Long: a.say("help.record-long"),
		GroupID: groupMain,
		Example: "  jixiao record 完成情况.xlsx\n  jixiao record --project 培训费 --indicator 培训人次 487人",
		RunE: func(command *cobra.Command, args []string) error {
			if one.project == "" && one.indicator == "" {
				if len(args) == 0 {
					return misuse("record-nothing")
				}
				return a.recordFiles(command.Context(), args)
			}
			return a.recordOne(command.Context(), one, args)
		},
	}
	flags := command.Flags()
	flags.StringVar(&one.project, "project", "", a.say("flag.project"))
	flags.StringVar(&one.indicator, "indicator", "", a.say("flag.indicator"))
	flags.StringVar(&one.tier, "tier", "", a.say("flag.tier"))
	flags.StringVar(&one.reason, "reason", "", a.say("flag.reason"))
	flags.StringVar(&one.score, "claimed", "", a.say("flag.claimed"))
	flags.BoolVar(&one.withdraw, "withdraw", false, a.say("flag.withdraw"))
	flags.BoolVar(&one.history, "history", false, a.say("flag.history"))
	return command
}

func (a *app) recordFiles(ctx context.Context, names []string) error {
	reading, err := a.read(names)
	if err != nil {
		return err
	}
	return a.inYear(ctx, "", func(store *sqlite.Store, filter engine.Filter) error {
		recorded, err := assessment.Record(ctx, store, filter.Year, reading.Records, a.stamp())
		if err != nil {
			return err
		}
		issues := append(a.failureIssues(reading.Failures), recordIssues(reading)...)
		return a.showRecorded(recorded, append(issues, recorded.Issues...))
	})
}

func (a *app) showRecorded(recorded *assessment.Recorded, issues []engine.Issue) error {
	added, changed, unchanged := recorded.Count(engine.Added), recorded.Count(engine.Changed), recorded.Count(engine.Unchanged)
	if a.config.JSON {
		if err := reports.WriteRecordJSON(a.out, a.texts(), added, changed, unchanged, issues); err != nil {
			return err
		}
		return needsPerson(issues)
	}
	if err := a.showIssues(issues); err != nil {
		return err
	}
	if !a.config.Quiet {
		fmt.Fprintln(a.out, a.say("done.record", "added", itoa(added), "changed", itoa(changed), "unchanged", itoa(unchanged)))
	}
	return needsPerson(issues)
}

// recordOne records, withdraws or lists the values of one indicator.
func (a *app) recordOne(ctx context.Context, one single, args []string) error {
	if err := one.check(args); err != nil {
		return err
	}
	return a.inYear(ctx, one.project, func(store *sqlite.Store, filter engine.Filter) error {
		submission, row, err := a.theIndicator(ctx, store, filter, one.indicator)
		if err != nil {
			return err
		}
		switch {
		case one.history:
			return a.showHistory(ctx, store, submission.ID(), row)
		case one.withdraw:
			return a.withdraw(ctx, store, submission.ID(), row, one.reason)
		}
		recorded, err := assessment.Record(ctx, store, filter.Year, one.records(submission.ID(), row.ID), a.stamp())
		if err != nil {
			return err
		}
		return a.showRecorded(recorded, recorded.Issues)
	})
}

// check finds what cannot be meant.
func (s *single) check(args []string) error {
	switch {
	case s.project == "" || s.indicator == "":
		return misuse("record-both")
	case len(args) > 1:
		return misuse("record-one-value", "given", itoa(len(args)))
	}
	if len(args) == 1 {
		s.value, s.hasValue = args[0], true
	}
	states := s.hasValue || s.tier != "" || s.score != ""
	switch {
	case s.withdraw && states, s.history && (states || s.withdraw || s.reason != ""):
		return misuse("record-either")
	case !s.withdraw && !s.history && !states && s.reason == "":
		return misuse("record-nothing")
	}
	return nil
}

func (s *single) records(project engine.ProjectID, indicator engine.IndicatorID) []importer.Record {
	var records []importer.Record
	add := func(field engine.RecordField, value string) {
		records = append(records, importer.Record{ProjectID: string(project), IndicatorID: string(indicator), Field: field, Value: value})
	}
	if s.hasValue {
		add(engine.RecordActual, s.value)
	}
	if s.tier != "" {
		add(engine.RecordTier, s.tier)
	}
	if s.score != "" {
		add(engine.RecordClaimed, s.score)
	}
	if s.reason != "" {
		add(engine.RecordReason, s.reason)
	}
	return records
}

// theIndicator finds, in the one selected project, the one indicator that a person typed.
func (a *app) theIndicator(ctx context.Context, store *sqlite.Store, filter engine.Filter, text string) (*engine.Submission, *engine.Indicator, error) {
	for stored, err := range store.Submissions(ctx, filter) {
		if err != nil {
			return nil, nil, err
		}
		row, issue := assessment.MatchIndicator(stored.Submission, assessment.IndicatorQuery{Text: text})
		if issue != nil {
			return nil, nil, refused(issue)
		}
		return stored.Submission, row, nil
	}
	return nil, nil, failed("nothing-imported", "db", a.config.DB)
}

// withdraw takes back the newest actual of an indicator; where there is none, the newest stated tier.
func (a *app) withdraw(ctx context.Context, store *sqlite.Store, project engine.ProjectID, row *engine.Indicator, note string) error {
	stamp := a.stamp()
	for _, field := range []engine.RecordField{engine.RecordActual, engine.RecordTier, engine.RecordClaimed, engine.RecordReason} {
		entry, err := store.Withdraw(ctx, engine.RecordKey{Project: project, Indicator: row.ID, Field: field}, stamp.By, stamp.At, note)
		if err == sqlite.ErrNothingToWithdraw {
			continue
		}
		if err != nil {
			return err
		}
		after := entry.Value
		if after == "" {
			after = "—"
		}
		if a.config.JSON {
			return reports.WriteWithdrawalJSON(a.out, entry)
		}
		if !a.config.Quiet {
			fmt.Fprintln(a.out, a.say("done.withdraw", "indicator", row.Name, "field", entry.Field.String(), "before", entry.Before, "after", after))
		}
		return nil
	}
	return failed("nothing-to-withdraw", "indicator", row.Name)
}

func (a *app) showHistory(ctx context.Context, store *sqlite.Store, project engine.ProjectID, row *engine.Indicator) error {
	entries, err := store.History(ctx, project, row.ID)
	if err != nil {
		return err
	}
	if a.config.JSON {
		return reports.WriteHistoryJSON(a.out, entries)
	}
	rows := make([][]string, len(entries))
	for i, entry := range entries {
		what := entry.Value
		if entry.Withdraws != 0 {
			what = a.say("label.withdrawn")
		}
		rows[i] = []string{entry.At, entry.By, a.say("field." + entry.Field.String()), what, entry.Before, a.texts().Place(entry.Source), entry.Note}
	}
	header := []string{a.say("label.at"), a.say("label.by"), a.say("label.field"), a.say("label.value"), a.say("label.before"),
		a.say("label.place"), a.say("label.note")}
	return reports.WriteListing(a.out, header, rows, a.width(), a.colour())
}
