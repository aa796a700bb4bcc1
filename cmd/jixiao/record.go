package main

import (
	"context"
	"fmt"
	"slices"

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
	defer reading.Close()
	return a.inYear(ctx, "", func(store *sqlite.Store, filter engine.Filter) error {
		recorded, err := assessment.Record(ctx, store, filter.Year, reading.Records(), a.stamp())
		if err != nil {
			return err
		}
		defer recorded.Close()
		issues := assessment.Together(engine.Each(a.failureIssues(reading.Failures)), engine.Each(reading.Unfilled()), recordIssues(reading), recorded.Issues())
		files, err := a.recordedFiles(reading, recorded, issues)
		if err != nil {
			return err
		}
		return a.showRecorded("done.record", recorded, files, issues)
	})
}

// recordedFiles lists the files with what became of their values, nil where there is only one.
func (a *app) recordedFiles(reading *assessment.Reading, recorded *assessment.Recorded, issues issueList) ([]reports.FileRow, error) {
	rows, err := a.fileRows(reading, issues)
	if err != nil || rows == nil {
		return nil, err
	}
	at := map[string]*reports.FileRow{}
	for i := range rows {
		rows[i].Values = reading.PerFile[i].Records
		at[rows[i].Name] = &rows[i]
	}
	for outcome, err := range recorded.Outcomes() {
		if err != nil {
			return nil, err
		}
		row := at[outcome.Entry.Source.File]
		switch {
		case row == nil: // an unchanged value has the place where it was recorded first
		case outcome.Change == engine.Added:
			row.Added++
		case outcome.Change == engine.Changed:
			row.Changed++
		}
	}
	return rows, nil
}

// showRecorded shows what became of values; said is the code of the sentence that counts them.
func (a *app) showRecorded(said string, recorded *assessment.Recorded, files []reports.FileRow, issues issueList) error {
	added, changed, unchanged := recorded.Count(engine.Added), recorded.Count(engine.Changed), recorded.Count(engine.Unchanged)
	if a.config.JSON {
		list, err := inMemory(issues)
		if err != nil {
			return err
		}
		if err := reports.WriteRecordJSON(a.out, a.texts(), added, changed, unchanged, files, list); err != nil {
			return err
		}
		return needsPerson(issues)
	}
	if files != nil && !a.config.Quiet {
		if err := reports.WriteRecordedFilesTable(a.out, a.texts(), files, a.width(), a.colour()); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
	}
	if err := a.showIssues(issues); err != nil {
		return err
	}
	if !a.config.Quiet {
		fmt.Fprintln(a.out, a.say(said, "added", itoa(added), "changed", itoa(changed), "unchanged", itoa(unchanged)))
	}
	return needsPerson(issues)
}

// spot is what a person means on the command line: an indicator, one that the newest form no longer has but for which something
// is recorded, or a value that belongs to the project as a whole.
type spot struct {
	project engine.ProjectID
	row     *engine.Indicator // nil where it is no indicator of the form
	orphan  engine.IndicatorID
	item    engine.BudgetItem
	field   engine.RecordField // of a value of the project
	name    string
}

// recordOne records, withdraws or lists the values of one spot.
func (a *app) recordOne(ctx context.Context, one single, args []string) error {
	if err := one.check(args); err != nil {
		return err
	}
	in := a.inYear
	if one.history {
		in = a.inHistory
	}
	return in(ctx, one.project, func(store *sqlite.Store, filter engine.Filter) error {
		at, err := a.theSpot(ctx, store, filter, one.indicator)
		if err != nil {
			return err
		}
		switch {
		case at.orphan != "" && !one.history && !one.withdraw:
			return misuse("record-orphan", "indicator", at.name)
		case one.history, one.withdraw:
			entries, err := at.entries(ctx, store)
			if err != nil {
				return err
			}
			if one.history {
				return a.showHistory(entries)
			}
			return a.withdraw(ctx, store, at, entries, one.reason)
		}
		records, err := one.records(at)
		if err != nil {
			return err
		}
		if err := stillOpen(ctx, store, filter.Year); err != nil {
			return err
		}
		recorded, err := assessment.RecordFor(ctx, store, at.project, engine.Each(records), a.stamp())
		if err != nil {
			return err
		}
		defer recorded.Close()
		return a.showRecorded("done.record", recorded, nil, recorded.Issues())
	})
}

// stillOpen refuses a closed year before anything is looked at; the store would refuse the write as well.
func stillOpen(ctx context.Context, store *sqlite.Store, year int) error {
	closed, err := store.ClosedYears(ctx)
	if closing, shut := closed[year]; err == nil && shut {
		err = &sqlite.YearClosed{Closing: closing}
	}
	return err
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

func (s *single) records(at *spot) ([]importer.Record, error) {
	base := importer.Record{ProjectID: string(at.project), Item: at.item}
	if at.row == nil {
		if !s.hasValue || s.tier != "" || s.score != "" || s.reason != "" {
			return nil, misuse("record-project-value", "field", at.name)
		}
		base.Field, base.Value = at.field, s.value
		return []importer.Record{base}, nil
	}
	base.IndicatorID = string(at.row.ID)
	var records []importer.Record
	for _, said := range []struct {
		field engine.RecordField
		value string
		given bool
	}{
		{engine.RecordActual, s.value, s.hasValue}, {engine.RecordTier, s.tier, s.tier != ""},
		{engine.RecordClaimed, s.score, s.score != ""}, {engine.RecordReason, s.reason, s.reason != ""},
	} {
		if said.given {
			record := base
			record.Field, record.Value = said.field, said.value
			records = append(records, record)
		}
	}
	return records, nil
}

// theSpot finds, in the one selected project, what a person typed: the one indicator of that id or name, else a value of the
// project by its label or code.
func (a *app) theSpot(ctx context.Context, store *sqlite.Store, filter engine.Filter, text string) (*spot, error) {
	for stored, err := range store.Submissions(ctx, filter) {
		if err != nil {
			return nil, err
		}
		at := &spot{project: stored.Submission.ID(), name: text}
		row, issue := assessment.MatchIndicator(stored.Submission, assessment.IndicatorQuery{Text: text})
		if issue == nil {
			at.row, at.name = row, row.Name
			return at, nil
		}
		if orphan, found := assessment.MatchOrphan(stored.Orphans, text); found {
			at.orphan, at.name = orphan.Indicator, orphan.Name
			return at, nil
		}
		item, field, known := assessment.MatchProjectField(text)
		if !known {
			return nil, refused(issue)
		}
		at.item, at.field = item, field
		return at, nil
	}
	return nil, failed("nothing-imported", "db", a.config.DB)
}

// entries lists what the ledger holds of the spot, the oldest first.
func (s *spot) entries(ctx context.Context, store *sqlite.Store) ([]engine.Entry, error) {
	switch {
	case s.row != nil:
		return store.History(ctx, s.project, s.row.ID)
	case s.orphan != "":
		return store.History(ctx, s.project, s.orphan)
	}
	all, err := store.History(ctx, s.project, "")
	return slices.DeleteFunc(all, func(entry engine.Entry) bool { return entry.Field != s.field || entry.Item != s.item }), err
}

// withdraw takes back the newest value of a spot that still counts, so that the one before counts again. Of an indicator that is
// its actual; only where no actual counts, the newest of what was said beside it.
func (a *app) withdraw(ctx context.Context, store *sqlite.Store, at *spot, entries []engine.Entry, note string) error {
	entries = slices.DeleteFunc(slices.Clone(entries), func(entry engine.Entry) bool { return entry.Field.OfReview() })
	actuals := slices.DeleteFunc(slices.Clone(entries), func(entry engine.Entry) bool { return entry.Field != engine.RecordActual })
	newest, found := assessment.NewestInForce(actuals)
	if !found {
		newest, found = assessment.NewestInForce(entries)
	}
	if !found {
		return failed("nothing-to-withdraw", "indicator", at.name)
	}
	stamp := a.stamp()
	entry, err := store.Withdraw(ctx, newest.RecordKey, stamp.By, stamp.At, note)
	if err != nil {
		return err
	}
	if a.config.JSON {
		return reports.WriteWithdrawalJSON(a.out, entry)
	}
	after := entry.Value
	if after == "" {
		after = "—"
	}
	if !a.config.Quiet {
		fmt.Fprintln(a.out, a.say("done.withdraw", "indicator", at.name, "field", entry.Field.String(), "before", entry.Before, "after", after))
	}
	return nil
}

func (a *app) showHistory(entries []engine.Entry) error {
	if a.config.JSON {
		return reports.WriteHistoryJSON(a.out, entries)
	}
	rows := make([][]string, len(entries))
	for i, entry := range entries {
		what := a.recordedText(entry.Field, entry.Value)
		if entry.Withdraws != 0 {
			what = a.say("label.withdrawn")
		}
		rows[i] = []string{entry.At, entry.By, a.say("field." + entry.Field.String()), what, a.recordedText(entry.Field, entry.Before), a.texts().Place(entry.Source), entry.Note}
	}
	header := []string{a.say("label.at"), a.say("label.by"), a.say("label.field"), a.say("label.value"), a.say("label.before"),
		a.say("label.place"), a.say("label.note")}
	return reports.WriteListing(a.out, header, rows, a.width(), a.colour())
}

// recordedText is a recorded value as people read it: the word of a tier, a review in one line, and anything else as it was written.
func (a *app) recordedText(field engine.RecordField, value string) string {
	if field.OfReview() && value != "" {
		return reviewText(value)
	}
	if field == engine.RecordTier && value != "" {
		return a.say("tier." + value)
	}
	return value
}
