package reports

import (
	"io"

	"jixiao/engine"
)

type fundsJSON struct {
	Initial  number `json:"initial"`
	Adjusted number `json:"adjusted"`
	Executed number `json:"executed"`
}

type claimsJSON struct {
	Projects     int    `json:"projects"`
	MeanClaimed  number `json:"mean_claimed"`
	MeanComputed number `json:"mean_computed"`
	Difference   number `json:"difference"` // claimed − computed
	Above        int    `json:"above"`      // by more than 5.00 points
	Below        int    `json:"below"`
}

// yearsJSON compares the projects that have a total in both years.
type yearsJSON struct {
	Projects int    `json:"projects"`
	MeanLast number `json:"mean_last"`
	MeanThis number `json:"mean_this"`
	Change   number `json:"change"` // this − last
}

func newYearsJSON(years engine.YearSum) yearsJSON {
	before, here, change, known := years.Means()
	return yearsJSON{years.Projects, knownJSON(before, known), knownJSON(here, known), knownJSON(change, known)}
}

// partJSON sums up a department, or all.
type partJSON struct {
	Due              int            `json:"due"`
	HandedIn         int            `json:"handed_in"` // incomplete ones among them
	Complete         int            `json:"complete"`
	Partly           int            `json:"partly"`
	Missing          int            `json:"missing"`
	NotScored        int            `json:"not_scored"`
	Funds            fundsJSON      `json:"funds"`
	Rate             number         `json:"rate"`
	RateProjects     int            `json:"rate_projects"`
	WithTotal        int            `json:"with_total"`
	Mean             number         `json:"mean"`
	Median           number         `json:"median"`
	ByGrade          map[string]int `json:"by_grade"`
	Ungraded         int            `json:"ungraded"`          // with a total, and no grade
	Undetermined     int            `json:"undetermined"`      // projects that handed in something and have no total
	UndeterminedRows int            `json:"undetermined_rows"` // of projects that handed in something
	Needing          int            `json:"needing"`
	Severities       map[string]int `json:"severities"`
	Claims           claimsJSON     `json:"claims"`
	LastYear         yearsJSON      `json:"last_year"`
	Findings         []kindJSON     `json:"findings"`
}

type kindJSON struct {
	Code     string           `json:"code"`
	Severity string           `json:"severity"`
	Findings int              `json:"findings"`
	Projects int              `json:"projects"`
	Project  engine.ProjectID `json:"project"` // of the example
	Message  string           `json:"message"` // the example
}

type departmentJSON struct {
	Department *string `json:"department"`
	Rank       *int    `json:"rank"` // null where no project has a total
	partJSON
}

type binJSON struct {
	From     engine.Points `json:"from"`
	To       engine.Points `json:"to"`
	Projects int           `json:"projects"`
}

type lineJSON struct {
	ID             engine.ProjectID `json:"id"`
	Code           *string          `json:"code"`
	Name           *string          `json:"name"`
	Department     *string          `json:"department"`
	Unit           *string          `json:"unit"`
	HandedIn       string           `json:"handed_in"` // complete, partly, missing
	Indicators     int              `json:"indicators"`
	Reported       int              `json:"reported"`
	Scored         bool             `json:"scored"`
	Funds          amountsJSON      `json:"funds"`
	Rate           number           `json:"rate"`
	Claimed        *engine.Points   `json:"claimed"`
	Total          *engine.Points   `json:"total"`
	AtLeast        *engine.Points   `json:"at_least"`
	AtMost         *engine.Points   `json:"at_most"`
	Difference     *engine.Points   `json:"difference"`
	Grade          *string          `json:"grade"`
	Rank           *int             `json:"rank"`
	DepartmentRank *int             `json:"department_rank"`
	Undetermined   int              `json:"undetermined"` // rows
	Severities     map[string]int   `json:"severities"`
	Needs          []string         `json:"needs"` // judgement, repair, review
	LastTotal      *engine.Points   `json:"last_total"`
	LastGrade      *string          `json:"last_grade"`
	Change         *engine.Points   `json:"change"` // total − last_total
}

type amountsJSON struct {
	Initial  *engine.Money `json:"initial"`
	Adjusted *engine.Money `json:"adjusted"`
	Executed *engine.Money `json:"executed"`
}

// WriteBureauJSON writes a bureau's summary: the run, all projects together, the departments by rank, the distribution of totals, the
// projects that need a person first, those with the highest and lowest totals, and every project, one at a time.
func WriteBureauJSON(w io.Writer, b *Bureau) error {
	out := &jsonWriter{w: w}
	out.text("{\"run\":")
	out.value(newRunJSON(b.Run))
	out.field("last_run", b.lastRunJSON())
	out.field("department", present(b.Department))
	out.field("expected", b.Expected)
	out.field("stale", b.Stale)
	out.field("summary", b.partJSON(b.All))
	ranking := b.Ranking()
	elements(out, "departments", len(ranking), func(i int) any {
		part := ranking[i]
		return departmentJSON{present(part.Name), rankJSON(part.Rank), b.partJSON(part.Part)}
	})
	bins := b.All.Distribution()
	elements(out, "distribution", len(bins), func(i int) any { return binJSON(bins[i]) })
	ranks := b.ranks()
	for _, chosen := range []struct {
		key   string
		lines []engine.ProjectSummary
	}{{"needing", b.Needing}, {"highest", b.Highest}, {"lowest", b.Lowest}} {
		elements(out, chosen.key, len(chosen.lines), func(i int) any { return newLineJSON(&chosen.lines[i], ranks) })
	}
	out.text(",\n\"projects\":[")
	list(out, b.Lines, func(line engine.ProjectSummary) lineJSON { return newLineJSON(&line, ranks) })
	out.text("]}\n")
	return out.failure()
}

// lastRunJSON is the run of last year; null where there is none.
func (b *Bureau) lastRunJSON() any {
	if b.LastRun == nil {
		return nil
	}
	return newRunJSON(*b.LastRun)
}

func rankJSON(place int) *int {
	if place == 0 {
		return nil
	}
	return &place
}

func (b *Bureau) partJSON(part *engine.Part) partJSON {
	median, known := part.Median()
	out := partJSON{
		Due: part.Due(), HandedIn: part.Reported(), Complete: part.Complete, Partly: part.Partly, Missing: part.Missing, NotScored: part.Unscored,
		Funds:        fundsJSON{sumJSON(part.Initial), sumJSON(part.Adjusted), sumJSON(part.Executed)},
		RateProjects: part.RateAdjusted.Known, WithTotal: part.Totals.Projects, Median: knownJSON(median, known),
		ByGrade: map[string]int{}, Ungraded: part.Grade(""), Undetermined: part.Undetermined, UndeterminedRows: part.OpenRows,
		Needing: part.Needing, Severities: severitiesJSON(part.Severities()), Claims: newClaimsJSON(part.Claims),
		LastYear: newYearsJSON(part.LastYear), Findings: b.kindsJSON(part),
	}
	rate, known := part.Rate()
	out.Rate = knownJSON(rate, known)
	mean, known := part.Totals.Value()
	out.Mean = knownJSON(mean, known)
	for _, grade := range b.Grades() {
		out.ByGrade[grade] = part.Grade(grade)
	}
	return out
}

// knownJSON writes a rate or a mean, null where it is not known.
func knownJSON(x engine.Rational, known bool) number {
	if !known {
		return nil
	}
	return sixDecimals(x)
}

// sumJSON writes a sum of amounts in yuan, all digits of it.
func sumJSON(sum engine.MoneySum) number {
	yuan, known := sum.Yuan()
	if !known {
		return nil
	}
	text, _ := yuan.Decimal(2)
	return number(text)
}

func newClaimsJSON(claims engine.ClaimSum) claimsJSON {
	claimed, computed, difference, known := claims.Means()
	return claimsJSON{claims.Projects, knownJSON(claimed, known), knownJSON(computed, known), knownJSON(difference, known), claims.Above, claims.Below}
}

func severitiesJSON(counts [engine.Error + 1]int) map[string]int {
	out := map[string]int{}
	for severity, count := range counts {
		out[engine.Severity(severity).String()] = count
	}
	return out
}

func (b *Bureau) kindsJSON(part *engine.Part) []kindJSON {
	found := part.Findings()
	kinds := make([]kindJSON, len(found))
	for i, kind := range found {
		kinds[i] = kindJSON{kind.Code, kind.Severity.String(), kind.Findings, kind.Projects, kind.Project, b.kind(&kind)}
	}
	return kinds
}

func newLineJSON(line *engine.ProjectSummary, ranks *ranks) lineJSON {
	all, department := ranks.of(line)
	out := lineJSON{
		ID: line.ID, Code: present(line.Code), Name: present(line.Name), Department: present(line.Department), Unit: present(line.Unit),
		HandedIn: line.HandedIn.String(), Indicators: line.Rows, Reported: line.Reported, Scored: line.Scored,
		Funds: amountsJSON(line.Amounts), Claimed: line.Claimed, Grade: present(line.Grade), Rank: rankJSON(all), DepartmentRank: rankJSON(department),
		Undetermined: line.OpenRows, Severities: severitiesJSON(line.Severities), Needs: []string{},
		LastTotal: line.LastTotal, LastGrade: present(line.LastGrade),
	}
	rate, known := line.Amounts.Rate()
	out.Rate = knownJSON(rate, known)
	if line.Determined {
		out.Total = &line.Total
	}
	if line.Scored {
		out.AtLeast, out.AtMost = &line.AtLeast, &line.AtMost
	}
	if difference, known := line.Difference(); known {
		out.Difference = &difference
	}
	if change, known := line.Change(); known {
		out.Change = &change
	}
	for _, need := range line.Needs() {
		out.Needs = append(out.Needs, need.String())
	}
	return out
}
