package engine

import (
	"fmt"
	"slices"
	"testing"
)

func drawOf(seed int64, size int, list []Drawn) (ids []ProjectID) {
	s := NewSample(seed, size)
	for _, d := range list {
		s.Add(d)
	}
	for _, d := range s.Drawn() {
		ids = append(ids, d.Project)
	}
	return ids
}

func TestSampleDoesNotDependOnTheOrder(t *testing.T) {
	var list []Drawn
	for i := range 500 {
		list = append(list, Drawn{Project: ProjectID(fmt.Sprintf("%016x", i)), Tickets: 1 + i%MaxTickets})
	}
	want := drawOf(7, 20, list)
	slices.Reverse(list)
	if got := drawOf(7, 20, list); !slices.Equal(got, want) || len(want) != 20 {
		t.Errorf("%v, want %v", got, want)
	}
	if slices.Equal(drawOf(8, 20, list), want) {
		t.Error("another seed draws the same")
	}
	if longer := drawOf(7, 50, list); !slices.Equal(longer[:20], want) {
		t.Error("a larger sample does not begin with the smaller one")
	}
	if all := drawOf(7, 1000, list); len(all) != 500 {
		t.Errorf("%d drawn of 500", len(all))
	}
}

// Of two projects the one with three times the tickets is drawn first in three of four draws; over 4,000 draws that is 3,000, and 100 off
// is more than three standard deviations.
func TestSampleIsWeighted(t *testing.T) {
	first := 0
	for seed := range int64(4000) {
		if drawOf(seed, 1, []Drawn{{Project: "a", Tickets: 1}, {Project: "b", Tickets: 3}})[0] == "b" {
			first++
		}
	}
	if first < 2900 || first > 3100 {
		t.Errorf("drawn first %d times of 4000", first)
	}
}

func TestTickets(t *testing.T) {
	budget := func(yuan int64) *Submission {
		m := Money(yuan * 100)
		return &Submission{Budget: Budget{Rows: []BudgetRow{{Item: TotalFunds, Adjusted: &m}}}}
	}
	sure := &Evaluation{Determined: true, Execution: ExecutionScore{Verdict: Met}}
	open := &Evaluation{Scores: []Score{{}}, Execution: ExecutionScore{Verdict: Met}}
	for _, c := range []struct {
		s        *Submission
		e        *Evaluation
		findings []Finding
		want     int
	}{
		{&Submission{}, sure, nil, 1},
		{budget(99_999), sure, nil, 1},
		{budget(100_000), sure, nil, 2},
		{budget(10_000_000), sure, []Finding{{Severity: Error}, {Severity: Warning}, {Severity: Info}}, 11},
		{budget(1_000_000_000), open, nil, 11},
		{&Submission{}, sure, slices.Repeat([]Finding{{Severity: Error}}, 30), MaxTickets},
	} {
		if got := Tickets(c.s, c.e, c.findings); got.Tickets != c.want {
			t.Errorf("%d tickets, want %d", got.Tickets, c.want)
		}
	}
}
