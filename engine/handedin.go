package engine

// HandedIn says how much of its self-evaluation a project handed in.
type HandedIn uint8

// The states. NotHandedIn is the zero value: what nobody saw was not handed in.
const (
	NotHandedIn    HandedIn = iota // 未报: nothing was recorded but perhaps funds
	PartlyHandedIn                 // 已报，不全: something, but not every indicator
	FullyHandedIn                  // 已报: every indicator has an actual or a stated tier
)

var handedIn = [...]string{NotHandedIn: "missing", PartlyHandedIn: "partly", FullyHandedIn: "complete"}

// HandedInStates lists all states, the fullest first.
func HandedInStates() []HandedIn { return []HandedIn{FullyHandedIn, PartlyHandedIn, NotHandedIn} }

// String returns complete, partly or missing.
func (h HandedIn) String() string { return handedIn[h] }

// HandedInOf tells how much of a project's self-evaluation was handed in, and how many of its indicators are reported: those that have an
// actual, an actual of 0 among them, or a tier that somebody stated. Amounts do not count: the bureau knows them from its own books. Of a
// project without indicators nothing can be complete.
func HandedInOf(s *Submission) (state HandedIn, reported int) {
	something := s.GoalActual != "" || s.Filler != "" || s.ExecutionClaimed != nil || s.ClaimedTotal != nil || Explains(s.ExecutionReason)
	for i := range s.Indicators {
		row := &s.Indicators[i]
		if row.Actual.Reported || row.Tier != NoTier {
			reported++
		}
		something = something || row.Claimed != nil || Explains(row.Reason)
	}
	switch {
	case reported > 0 && reported == len(s.Indicators):
		return FullyHandedIn, reported
	case reported > 0 || something:
		return PartlyHandedIn, reported
	}
	return NotHandedIn, 0
}
