package engine

// LastYear is what the newest finished run of the year before says of a project, beside the form of this year. A nil LastYear says that
// there is no such run.
type LastYear struct {
	Found      bool // the run has the project
	Doubtful   bool // several projects of the run may be the one meant: nobody can tell which
	Determined bool // and so Total and Grade count
	Total      Points
	Grade      string // empty where the pack of that year gave none
	rows       []lastRow
}

// lastRow is a row of last year's form beside a row of this year's; nil where there is none.
type lastRow struct {
	indicator *Indicator
	doubtful  bool // several rows of one name, and not as many in the other year
}

// IndicatorRename is a confirmed rename of an indicator inside one project.
type IndicatorRename struct{ From, To IndicatorKey }

// NewLastYear puts last year's form, with what was recorded, and its evaluation beside this year's form. Indicators are the same where
// level 2 and name are; renames, of either year, say which names are one. Where a name stands several times and not equally often in both
// years, nobody can tell which is which.
func NewLastYear(s, last *Submission, e *Evaluation, renames []IndicatorRename) *LastYear {
	l := &LastYear{Found: true, Determined: e.Determined, Total: e.Total, Grade: e.Grade, rows: make([]lastRow, len(s.Indicators))}
	names := newOneName(renames)
	now, before := names.index(s), names.index(last)
	for i := range s.Indicators {
		name := names.of(&s.Indicators[i])
		alike := before[name]
		switch at := s.Indicators[i].Ordinal - 1; {
		case len(alike) == 0:
		case len(alike) != len(now[name]) || at >= len(alike):
			l.rows[i].doubtful = true
		default:
			l.rows[i].indicator = &last.Indicators[alike[at]]
		}
	}
	return l
}

// rowName is what indicators of two years are matched by.
type rowName struct {
	level2 Category
	name   string // folded
}

// oneName gives each name the one that it was last confirmed to be.
type oneName map[rowName]rowName

func newOneName(renames []IndicatorRename) oneName {
	names := oneName{}
	for _, r := range renames {
		from, to := rowName{r.From.Level2, Fold(r.From.Name)}, rowName{r.To.Level2, Fold(r.To.Name)}
		delete(names, to) // a name that was taken up again is its own
		names[from] = to
	}
	return names
}

func (n oneName) of(x *Indicator) rowName {
	name := rowName{x.Level2, Fold(x.Name)}
	for range len(n) {
		next, renamed := n[name]
		if !renamed {
			break
		}
		name = next
	}
	return name
}

// index lists the rows of each name, in the form's order.
func (n oneName) index(s *Submission) map[rowName][]int {
	rows := make(map[rowName][]int, len(s.Indicators))
	for i := range s.Indicators {
		name := n.of(&s.Indicators[i])
		rows[name] = append(rows[name], i)
	}
	return rows
}

// lastYear establishes whether the row was there last year, and what was achieved then in the unit of this year's target.
func (f *RowFacts) lastYear(x *Indicator, row int, last *LastYear, p *Policy) {
	if last == nil || last.Doubtful {
		return
	}
	if !last.Found {
		f.LastKept = known(truth(false))
		return
	}
	before := last.rows[row]
	if before.doubtful {
		return
	}
	f.LastKept = known(truth(before.indicator != nil))
	if before.indicator != nil && x.Target.Kind == NumberTarget && before.indicator.Target.Kind == NumberTarget {
		f.LastActual = lastActual(&x.Target, before.indicator, p)
	}
}

// lastActual reads an actual against the target that it was written for, since a bare number is meant in that target's unit.
func lastActual(target *Target, before *Indicator, p *Policy) Known {
	facts, reason, _ := numberFacts(p, &Facts{Op: before.Target.Op}, before, before.Target.Number)
	if reason != nil {
		return Known{}
	}
	value, ok := Convert(facts.Actual, before.Target.Number.ScaledUnit, target.Number.ScaledUnit)
	return Known{value, ok}
}
