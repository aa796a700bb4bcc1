package engine

import "strings"

// Amounts are the three amounts of the total row of the funds (年度资金总额), in fen. A nil amount is a blank cell, which is not zero.
type Amounts struct{ Initial, Adjusted, Executed *Money }

// Rate returns executed ÷ adjusted, not capped. It is not ok where an amount is blank or negative, or nothing was budgeted.
func (a Amounts) Rate() (Rational, bool) {
	if a.Adjusted == nil || a.Executed == nil || *a.Adjusted <= 0 || *a.Executed < 0 {
		return Rational{}, false
	}
	return a.Executed.Rational().Quo(a.Adjusted.Rational())
}

// size is the money that a project is about: 全年预算数, or 年初预算数 where that is blank.
func (a Amounts) size() Money {
	switch {
	case a.Adjusted != nil:
		return *a.Adjusted
	case a.Initial != nil:
		return *a.Initial
	}
	return 0
}

// ProjectSummary is what a bureau's summary knows of one project.
type ProjectSummary struct {
	ID                           ProjectID
	Code, Name, Department, Unit string
	HandedIn                     HandedIn
	Rows, Reported               int // indicators, and those of them that are reported
	// Scored is false for a project that came after the run, or that somebody expects and nobody imported.
	Scored                 bool
	Amounts                Amounts
	Determined             bool
	Total, AtLeast, AtMost Points
	Grade                  string // empty where there is none
	OpenRows               int    // rows that nobody could judge, the execution of the budget among them
	Claimed                *Points
	Severities             [Error + 1]int // of the findings
	LastTotal              *Points        // in last year's run; nil where that has no such project, or no total of it
	LastGrade              string         // in last year's run; empty where there is none
}

// SummaryOf makes a project's line. The evaluation is nil for a project that was not scored, and last where there is no run of last year. Texts
// are copied: those of a form are parts of one text, which thousands of lines would keep.
func SummaryOf(s *Submission, e *Evaluation, findings []Finding, last *LastYear) ProjectSummary {
	p := ProjectSummary{ID: s.ID(), Code: strings.Clone(s.Code), Name: strings.Clone(s.Name), Department: strings.Clone(s.Department),
		Unit: strings.Clone(s.Unit), Rows: len(s.Indicators)}
	p.HandedIn, p.Reported = HandedInOf(s)
	if row, found := s.Budget.Row(TotalFunds); found {
		p.Amounts = Amounts{row.Initial, row.Adjusted, row.Executed}
	}
	if e == nil {
		return p
	}
	p.Scored, p.Determined, p.Grade, p.OpenRows = true, e.Determined, e.Grade, e.UndeterminedCount()
	p.Total, p.AtLeast, p.AtMost = e.Total, e.AtLeast, e.AtMost
	if claimed, known := ClaimedTotal(s, e); known {
		p.Claimed = &claimed
	}
	for _, finding := range findings {
		p.Severities[finding.Severity]++
	}
	if last != nil && last.Determined {
		total := last.Total
		p.LastTotal, p.LastGrade = &total, last.Grade
	}
	return p
}

// Difference returns claimed − computed; not ok where either is not known.
func (p *ProjectSummary) Difference() (Points, bool) {
	if p.Claimed == nil || !p.Determined {
		return 0, false
	}
	return *p.Claimed - p.Total, true
}

// Change returns the total less that of last year; not ok where either is not known.
func (p *ProjectSummary) Change() (Points, bool) {
	if p.LastTotal == nil || !p.Determined {
		return 0, false
	}
	return p.Total - *p.LastTotal, true
}

// Need is why a person has to look at a project.
type Need uint8

// The needs, the most urgent first.
const (
	NeedJudgement Need = iota // it was handed in, and has no total
	NeedRepair                // a finding of severity error
	NeedReview                // the claimed total is more than ClaimTolerance from the computed one

)

var needCodes = [...]string{NeedJudgement: "judgement", NeedRepair: "repair", NeedReview: "review"}

// String returns judgement, repair or review.
func (n Need) String() string { return needCodes[n] }

// Needs lists why a person has to look at the project, the most urgent first. A project that handed in nothing needs its department, and
// one that was not scored needs a run: neither is here.
func (p *ProjectSummary) Needs() []Need {
	if !p.Scored || p.HandedIn == NotHandedIn {
		return nil
	}
	var list []Need
	if !p.Determined {
		list = append(list, NeedJudgement)
	}
	if p.Severities[Error] > 0 {
		list = append(list, NeedRepair)
	}
	if difference, known := p.Difference(); known && distance(difference, 0) > ClaimTolerance {
		list = append(list, NeedReview)
	}
	return list
}
