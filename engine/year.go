package engine

// YearState says whether departments may still hand in for a year.
type YearState uint8

// The states of a year. A year of which nothing was said is open. The numbers are stored and must not be reordered.
const (
	YearOpen     YearState = iota
	YearClosed             // nothing that departments declare or report is taken any more
	YearReopened           // open again, with a reason
)

var yearStates = [...]string{"open", "closed", "reopened"}

// String returns open, closed or reopened.
func (s YearState) String() string { return yearStates[s] }

// YearChange is a decision about a year, one line of its history.
type YearChange struct {
	Year   int
	State  YearState
	By, At string // who, and when (RFC 3339)
	Reason string // why; never empty where a year is reopened
}
