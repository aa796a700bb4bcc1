package reports

import (
	"io"

	"jixiao/engine"
)

type comparedSideJSON struct {
	Run    *int64 `json:"run"` // null where nothing is stored
	Pack   string `json:"pack"`
	Digest string `json:"digest"` // of the pack
	Engine string `json:"engine"`
}

type packChangeJSON struct {
	Path   string  `json:"path"`
	Before *string `json:"before"`
	After  *string `json:"after"`
}

type comparedCountsJSON struct {
	Compared   int `json:"compared"`
	Changed    int `json:"changed"`
	OnlyBefore int `json:"only_before"`
	OnlyAfter  int `json:"only_after"`
}

type transitionJSON struct {
	Before *string `json:"before"`
	After  *string `json:"after"`
	Count  int     `json:"count"`
}

type meansJSON struct {
	Before number `json:"before"`
	After  number `json:"after"`
}

type departmentMeansJSON struct {
	Department *string   `json:"department"`
	Projects   int       `json:"projects"`
	Changed    int       `json:"changed"`
	Mean       meansJSON `json:"mean"`
}

type moveJSON struct {
	ID         engine.ProjectID `json:"id"`
	Name       *string          `json:"name"`
	Department *string          `json:"department"`
	Unit       *string          `json:"unit"`
	Before     movedTotalJSON   `json:"before"`
	After      movedTotalJSON   `json:"after"`
	Rows       []rowMoveJSON    `json:"rows"`
}

type movedTotalJSON struct {
	Total   *engine.Points `json:"total"`
	AtLeast engine.Points  `json:"at_least"`
	AtMost  engine.Points  `json:"at_most"`
	Grade   *string        `json:"grade"`
}

type rowMoveJSON struct {
	ID     *string         `json:"id"` // null for the execution of the budget
	Level2 *string         `json:"level2"`
	Name   *string         `json:"name"`
	Target *string         `json:"target"`
	Actual *string         `json:"actual"`
	Why    []string        `json:"why"`
	Before *movedScoreJSON `json:"before"`
	After  *movedScoreJSON `json:"after"`
}

type movedScoreJSON struct {
	Verdict string         `json:"verdict"`
	Score   *engine.Points `json:"score"`
	Weight  engine.Points  `json:"weight"`
	Rule    *string        `json:"rule"`
	Reason  *string        `json:"reason"`
}

// WriteComparisonJSON writes what moved: the two sides, how their packs differ, the counts, the transitions of verdicts and grades
// that occur, all departments, and the projects that moved most.
func WriteComparisonJSON(w io.Writer, c Comparison) error {
	out := &jsonWriter{w: w}
	out.text(`{"year":`)
	out.value(c.Year)
	out.field("before", newComparedSideJSON(&c.Before))
	out.field("after", newComparedSideJSON(&c.After))
	elements(out, "pack_changes", len(c.Changes), func(i int) any {
		change := c.Changes[i]
		return packChangeJSON{change.Path, present(change.Before), present(change.After)}
	})
	out.field("projects", comparedCountsJSON{c.Projects, c.Changed, c.OnlyBefore, c.OnlyAfter})
	out.field("rows", comparedCountsJSON{c.Rows, c.RowsChanged, c.RowsRemoved, c.RowsAdded})
	out.field("mean", newMeansJSON(c.Means.Before, c.Means.After))
	out.field("verdicts", c.verdictTransitions())
	out.field("grades", c.gradeTransitions())
	departments := c.Departments()
	elements(out, "departments", len(departments), func(i int) any {
		d := departments[i]
		return departmentMeansJSON{present(d.Name), d.Projects, d.Changed, newMeansJSON(d.Before, d.After)}
	})
	elements(out, "movers", len(c.Movers), func(i int) any { return c.moveJSON(c.Movers[i]) })
	out.text("}\n")
	return out.failure()
}

// field writes a key and its value on a line of their own, behind other fields.
func (j *jsonWriter) field(key string, value any) {
	j.text(",\n\"" + key + "\":")
	j.value(value)
}

// elements writes a key and a list, one element a line.
func elements(j *jsonWriter, key string, count int, element func(int) any) {
	j.text(",\n\"" + key + "\":[")
	for i := range count {
		j.element(element(i), i == 0)
	}
	j.text("]")
}

func newComparedSideJSON(side *engine.ComparedSide) comparedSideJSON {
	out := comparedSideJSON{Pack: side.Pack.Name, Digest: side.Pack.Digest.String(), Engine: side.Engine}
	if side.Run != 0 {
		out.Run = &side.Run
	}
	return out
}

func newMeansJSON(before, after engine.Mean) (out meansJSON) {
	if mean, known := before.Value(); known {
		out.Before = sixDecimals(mean)
	}
	if mean, known := after.Value(); known {
		out.After = sixDecimals(mean)
	}
	return out
}

func (c *Comparison) verdictTransitions() []transitionJSON {
	list := []transitionJSON{}
	for _, before := range engine.Verdicts() {
		for _, after := range engine.Verdicts() {
			if count := c.Verdicts[before][after]; count > 0 {
				list = append(list, transitionJSON{present(before.String()), present(after.String()), count})
			}
		}
	}
	return list
}

// gradeTransitions has null for a project without a grade.
func (c *Comparison) gradeTransitions() []transitionJSON {
	list := []transitionJSON{}
	for i, before := range c.Grades {
		for j, after := range c.Grades {
			if count := c.GradeMoves[i][j]; count > 0 {
				list = append(list, transitionJSON{present(before), present(after), count})
			}
		}
	}
	return list
}

func (c *Comparison) moveJSON(move *engine.Move) moveJSON {
	s := move.After.Submission
	out := moveJSON{ID: s.ID(), Name: present(s.Name), Department: present(s.Department), Unit: present(s.Unit),
		Before: newMovedTotalJSON(move.Before.Evaluation), After: newMovedTotalJSON(move.After.Evaluation), Rows: []rowMoveJSON{}}
	for i := range move.Rows {
		row := &move.Rows[i]
		moved := rowMoveJSON{Why: row.Why, Before: c.TextsBefore.movedScoreJSON(row.Before), After: c.TextsAfter.movedScoreJSON(row.After)}
		if indicator := row.Indicator; indicator != nil {
			moved.ID, moved.Level2, moved.Name = present(string(indicator.ID)), present(indicator.Level2.String()), present(indicator.Name)
			moved.Target, moved.Actual = present(indicator.Target.Text), present(actualText(&indicator.Actual))
		}
		out.Rows = append(out.Rows, moved)
	}
	return out
}

func newMovedTotalJSON(e *engine.Evaluation) movedTotalJSON {
	out := movedTotalJSON{AtLeast: e.AtLeast, AtMost: e.AtMost}
	if e.Determined {
		out.Total, out.Grade = &e.Total, present(e.Grade)
	}
	return out
}

func (t Texts) movedScoreJSON(score *engine.Score) *movedScoreJSON {
	if score == nil {
		return nil
	}
	out := &movedScoreJSON{Verdict: score.Verdict.String(), Weight: score.Weight, Rule: present(score.Rule), Reason: present(t.reason(score))}
	if score.Verdict != engine.Undetermined {
		out.Score = &score.Earned
	}
	return out
}
