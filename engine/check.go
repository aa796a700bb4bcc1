package engine

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
)

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

// CheckSummary is what the checks came to for one project, without the evidence: what a run keeps of them. Checks of departments and those that look
// at last year are not in it. It is blank where there was none to ask.
type CheckSummary struct {
	Asked string // the codes of the checks, in the order of the pack, with a space between two
	// Outcomes has a letter for each of them: o for ok, - for not applicable, ? for not enough data, and x for a finding, behind which stands in how
	// many places it is where that is more than one.
	Outcomes string
}

var outcomeLetters = [...]byte{CheckNoData: '?', CheckOK: 'o', CheckFound: 'x', CheckNotApplicable: '-'}

// AppendOutcome appends what one more check came to, to the Outcomes of a [CheckSummary]. places counts only where something was found.
func AppendOutcome(text []byte, outcome CheckOutcome, places int) []byte {
	text = append(text, outcomeLetters[outcome])
	if outcome == CheckFound && places > 1 {
		text = strconv.AppendInt(text, int64(places), 10)
	}
	return text
}

// Valid tells whether the outcomes are such as [AppendOutcome] writes, one for each check asked.
func (s CheckSummary) Valid() bool {
	asked := 0
	if s.Asked != "" {
		asked = 1 + strings.Count(s.Asked, " ")
	}
	return s.walk(asked, func(int, CheckOutcome, int) {})
}

// walk tells the outcome of each check and where something was found in how many places. It is false where there are not as many outcomes as asked, or
// what stands there is none.
func (s CheckSummary) walk(asked int, tell func(check int, outcome CheckOutcome, places int)) bool {
	check := 0
	for i := 0; i < len(s.Outcomes); check++ {
		outcome := CheckOutcome(bytes.IndexByte(outcomeLetters[:], s.Outcomes[i]))
		if int(outcome) >= len(outcomeLetters) || check >= asked {
			return false
		}
		i++
		places := 0
		if outcome == CheckFound {
			places, i = s.places(i)
		}
		tell(check, outcome, places)
	}
	return check == asked
}

// places reads the number at a place of the outcomes, which is 1 where there is none, and returns what comes behind it.
func (s CheckSummary) places(at int) (n, next int) {
	for next = at; next < len(s.Outcomes) && s.Outcomes[next] >= '0' && s.Outcomes[next] <= '9'; next++ {
		n = min(10*n+int(s.Outcomes[next]-'0'), math.MaxInt32)
	}
	return max(1, n), next
}

// CheckCounter counts the summaries of many projects.
type CheckCounter struct {
	Counts map[string]*CheckCount   // by check
	asked  map[string][]*CheckCount // the counts of the checks in an Asked
}

// NewCheckCounter returns a counter that has counted nothing.
func NewCheckCounter() *CheckCounter {
	return &CheckCounter{Counts: map[string]*CheckCount{}, asked: map[string][]*CheckCount{}}
}

// Add counts the summary of one project, which must be valid.
func (c *CheckCounter) Add(summary CheckSummary) {
	counts := c.countsOf(summary.Asked)
	summary.walk(len(counts), func(check int, outcome CheckOutcome, places int) {
		counts[check].Outcomes[outcome]++
		counts[check].Places += places
	})
}

func (c *CheckCounter) countsOf(asked string) []*CheckCount {
	list, found := c.asked[asked]
	if found {
		return list
	}
	for _, code := range strings.Fields(asked) {
		if c.Counts[code] == nil {
			c.Counts[code] = &CheckCount{}
		}
		list = append(list, c.Counts[code])
	}
	c.asked[asked] = list
	return list
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
