package engine

import "slices"

// CheckOutcome says what a quality check (自评复核) came to.
type CheckOutcome uint8

// The outcomes. CheckNoData is the zero value: what nobody looked at is not in order.
const (
	CheckNoData        CheckOutcome = iota // 数据不足: the form does not say enough
	CheckOK                                // 通过
	CheckFound                             // 发现问题
	CheckNotApplicable                     // 不适用: the form has nothing that the check speaks of
)

var checkOutcomes = [...]string{CheckNoData: "not-enough-data", CheckOK: "ok", CheckFound: "finding", CheckNotApplicable: "not-applicable"}

// CheckOutcomes lists all outcomes, in the order in which people read them.
func CheckOutcomes() []CheckOutcome {
	return []CheckOutcome{CheckFound, CheckOK, CheckNoData, CheckNotApplicable}
}

// String returns finding, ok, not-enough-data or not-applicable.
func (o CheckOutcome) String() string { return checkOutcomes[o] }

// CheckResult is what one quality check says about an evaluated project, or about one of its indicators. A check that found something
// in several places has a result for each of them.
type CheckResult struct {
	Check     string // the check's code, PACK/ID: mof-2020/C1
	Outcome   CheckOutcome
	Severity  Severity    // of what was found; Info where nothing was
	Args      []Arg       // the evidence: the figures that the check compared
	Indicator IndicatorID // empty where it concerns the whole project
}

// CheckCount says how often a check came to each outcome, counted in projects, or in departments for a check of departments: a project has
// one outcome, however many of its rows were found wanting. Those rows are its Places.
type CheckCount struct {
	Outcomes [len(checkOutcomes)]int // by CheckOutcome
	Places   int                     // findings: rows for a check of rows, otherwise as many as Outcomes[CheckFound]
}

// CountChecks adds the results of one project, or of one department, to the counts by check. Results of one check follow one another.
func CountChecks(counts map[string]*CheckCount, results []CheckResult) {
	for i := range results {
		count := counts[results[i].Check]
		if count == nil {
			count = &CheckCount{}
			counts[results[i].Check] = count
		}
		if i == 0 || results[i-1].Check != results[i].Check {
			count.Outcomes[results[i].Outcome]++
		}
		if results[i].Outcome == CheckFound {
			count.Places++
		}
	}
}

// Finding returns what the check found, as a finding whose code is the check's id; not ok where it found nothing.
func (r CheckResult) Finding() (Finding, bool) {
	return Finding{Code: r.Check, Severity: r.Severity, Args: r.Args, Indicator: r.Indicator}, r.Outcome == CheckFound
}

// Noticed lists what the scoring noticed and then what the checks found.
func Noticed(e *Evaluation, checks []CheckResult) []Finding {
	list := slices.Clone(e.Findings)
	for _, result := range checks {
		if finding, found := result.Finding(); found {
			list = append(list, finding)
		}
	}
	return list
}
