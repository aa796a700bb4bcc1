package reports

import (
	"bytes"
	"context"
	"reflect"
	"testing"

	"jixiao/assessment"
	"jixiao/engine"
)

// What the fill-in sheet shows comes back when it is read: projects and indicators by the same ids, amounts, texts and tiers.
func TestFillInSheetIsReadBack(t *testing.T) {
	var book, table bytes.Buffer
	if err := WriteSheetXLSX(&book, NewFillIn(forms(t))); err != nil {
		t.Fatal(err)
	}
	if err := WriteSheetCSV(&table, NewFillIn(forms(t))); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"sheet.xlsx": book.Bytes(), "sheet.csv": table.Bytes()} {
		read, err := assessment.ReadFiles([]assessment.File{{Name: name, Data: data}}, assessment.ReadOptions{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer read.Close()
		if len(read.Failures) > 0 {
			t.Fatalf("%s: %v", name, read.Failures[0].Err)
		}
		recorded, err := assessment.Preview(context.Background(), read)
		if err != nil {
			t.Fatal(err)
		}
		defer recorded.Close()
		for issue, err := range assessment.Together(read.Issues(), recorded.Issues()) {
			if err != nil {
				t.Fatal(err)
			}
			if issue.Severity == engine.Error {
				t.Errorf("%s: %s %v", name, issue.Code, issue.Args)
			}
		}
		var got, wanted [][]string
		for s, err := range read.Submissions() {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, filled(s))
		}
		for _, want := range forms(t) {
			wanted = append(wanted, filled(want))
		}
		if !reflect.DeepEqual(got, wanted) {
			t.Errorf("%s: got  %q\nwant %q", name, got, wanted)
		}
	}
}

// filled lists what a fill-in sheet carries of a project. A row of the funds without any amount says nothing.
func filled(s *engine.Submission) (all []string) {
	all = append(all, string(s.ID()), s.Goal, s.GoalActual, s.Filler, s.Telephone, s.FilledOn.String(), s.ExecutionReason, claimed(s.ExecutionClaimed).Text)
	for _, row := range s.Budget.Rows {
		for _, amount := range []*engine.Money{row.Initial, row.Adjusted, row.Executed} {
			if amount != nil {
				all = append(all, row.Item.String(), amount.String())
			}
		}
	}
	for _, indicator := range s.Indicators {
		all = append(all, string(indicator.ID), indicator.Name, indicator.Target.Text, indicator.Actual.Text,
			indicator.Tier.String(), claimed(indicator.Claimed).Text, claimed(indicator.Weight).Text, indicator.Reason)
	}
	return all
}
