package reports

import (
	"bytes"
	"context"
	"reflect"
	"testing"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/importer"
)

// What the fill-in sheet shows comes back when it is read: projects and indicators by the same ids, amounts, texts and tiers.
func TestFillInSheetIsReadBack(t *testing.T) {
	var book, table bytes.Buffer
	if err := WriteSheetXLSX(&book, forms(t)); err != nil {
		t.Fatal(err)
	}
	if err := WriteSheetCSV(&table, forms(t)); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"sheet.xlsx": book.Bytes(), "sheet.csv": table.Bytes()} {
		read := assessment.ReadFiles([]assessment.File{{Name: name, Data: data}}, importer.Options{}, nil)
		if len(read.Failures) > 0 {
			t.Fatalf("%s: %v", name, read.Failures[0].Err)
		}
		recorded, err := assessment.Preview(context.Background(), read)
		if err != nil {
			t.Fatal(err)
		}
		for _, issue := range append(read.Issues, recorded.Issues...) {
			if issue.Severity == engine.Error {
				t.Errorf("%s: %s %v", name, issue.Code, issue.Args)
			}
		}
		if len(read.Submissions) != len(forms(t)) {
			t.Fatalf("%s: %d projects", name, len(read.Submissions))
		}
		for i, want := range forms(t) {
			if got, want := filled(read.Submissions[i]), filled(want); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got  %q\nwant %q", name, got, want)
			}
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
