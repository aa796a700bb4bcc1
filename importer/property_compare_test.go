package importer_test

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"jixiao/engine"
	"jixiao/importer"
	"jixiao/importer/formtest"
)

// difference is one part of the truth that was read otherwise.
type difference struct {
	project, indicator int // index in the truth; indicator -1 for the head; project -1 for what was read and is not there
	id                 engine.IndicatorID
	sub                *engine.Submission
	field              formtest.Field
	item               string
	want, got          string
}

func (d difference) String() string {
	where := fmt.Sprintf("project %d", d.project+1)
	if d.indicator >= 0 {
		where += fmt.Sprintf(" row %d", d.indicator+1)
	}
	return fmt.Sprintf("%s %s%s: want %q, got %q", where, d.field, d.item, d.want, d.got)
}

// kind groups differences for the report.
func (d difference) kind() string {
	switch {
	case d.got == "":
		return string(d.field) + d.item + " missing"
	case d.want == "":
		return string(d.field) + d.item + " invented"
	}
	return string(d.field) + d.item + " wrong"
}

// squeeze takes out all white space.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\ufeff' {
			return -1
		}
		return r
	}, text)
}

// compare lists where what was read differs from the truth.
func compare(f *formtest.Form, result *importer.Result) []difference {
	var all []difference
	for i := range f.Projects {
		if i >= len(result.Submissions) {
			all = append(all, difference{project: i, indicator: -1, field: "form", want: f.Projects[i].Name + f.Projects[i].Department})
			continue
		}
		c := comparison{form: f, at: i, truth: &f.Projects[i], sub: result.Submissions[i]}
		c.collect(result)
		c.head()
		c.funds()
		c.indicators()
		all = append(all, c.differences...)
	}
	for i := len(f.Projects); i < len(result.Submissions); i++ {
		all = append(all, difference{project: -1, indicator: -1, sub: result.Submissions[i], field: "form", got: result.Submissions[i].Name})
	}
	return all
}

// comparison holds one project against its submission and its records.
type comparison struct {
	form        *formtest.Form
	at          int
	truth       *formtest.Project
	sub         *engine.Submission
	ofProject   map[string]string // by field and item
	ofIndicator map[string]string // by field and name
	differences []difference
}

func (c *comparison) collect(result *importer.Result) {
	c.ofProject, c.ofIndicator = map[string]string{}, map[string]string{}
	for _, r := range result.Records {
		if len(result.Submissions) > 1 && r.Project.ID() != c.sub.ID() {
			continue
		}
		switch {
		case r.Field.OfIndicator():
			c.ofIndicator[r.Field.String()+" "+bareName(r.Name)] = r.Value
		case r.Field.OfBudget():
			c.ofProject[r.Field.String()+" "+r.Item.String()] = r.Value
		default:
			c.ofProject[r.Field.String()] = r.Value
		}
	}
}

func (c *comparison) check(field formtest.Field, want, got string) {
	if squeeze(want) != squeeze(got) {
		c.differences = append(c.differences, difference{project: c.at, indicator: -1, sub: c.sub, field: field, want: want, got: got})
	}
}

func (c *comparison) head() {
	t, s := c.truth, c.sub
	if t.Name != "" {
		c.check(formtest.FieldName, t.Name, s.Name)
		c.check(formtest.FieldUnit, t.Unit, s.Unit)
	}
	c.check(formtest.FieldDepartment, t.Department, s.Department)
	c.check(formtest.FieldCode, t.Code, s.Code)
	c.check(formtest.FieldYear, strconv.Itoa(t.Year), strconv.Itoa(s.Year))
	c.check(formtest.FieldStart, t.Start, s.Start.String())
	c.check(formtest.FieldEnd, t.End, s.End.String())
	c.check(formtest.FieldGoal, t.Goal, s.Goal)
	c.check(formtest.FieldGoalActual, t.GoalActual, c.ofProject["goal_actual"])
	c.check(formtest.FieldNature, t.Nature, s.Nature)
}

func (c *comparison) funds() {
	for i := range c.truth.Funds {
		f := &c.truth.Funds[i]
		c.amount(f, "initial", f.Initial)
		c.amount(f, "adjusted", f.Adjusted)
		c.amount(f, "executed", f.Executed)
	}
	c.check(formtest.FieldExecutionWeight, hundredths(c.truth.ExecutionWeight), pointsText(c.sub.ExecutionWeight))
	c.check(formtest.FieldExecutionClaimed, hundredths(c.truth.ExecutionClaimed), normalPoints(c.ofProject["execution_claimed"]))
}

func (c *comparison) amount(f *formtest.Funds, name string, fen *int64) {
	want := ""
	if fen != nil {
		want = fmt.Sprintf("%d.%02d", *fen/100, *fen%100)
	}
	got := c.ofProject[name+" "+f.Item]
	for _, row := range c.sub.Budget.Rows {
		if got == "" && row.Item.String() == f.Item {
			got = moneyText(map[string]*engine.Money{"initial": row.Initial, "adjusted": row.Adjusted, "executed": row.Executed}[name])
		}
	}
	if want != got {
		c.differences = append(c.differences, difference{project: c.at, indicator: -1, sub: c.sub, field: formtest.FieldFunds, item: " " + f.Item + " " + name, want: want, got: got})
	}
}

func moneyText(m *engine.Money) string {
	if m == nil {
		return ""
	}
	return m.String()
}

func hundredths(v *int) string {
	if v == nil {
		return ""
	}
	return fmt.Sprintf("%d.%02d", *v/100, *v%100)
}

func pointsText(p *engine.Points) string {
	if p == nil {
		return ""
	}
	return p.String()
}

func normalPoints(text string) string {
	value, err := strconv.ParseFloat(strings.TrimSuffix(squeeze(text), "分"), 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(value, 'f', 2, 64)
}

// bareName takes off the number that some forms print before a name.
func bareName(name string) string {
	name = squeeze(name)
	if rest, found := strings.CutPrefix(name, "指标"); found {
		if bare := strings.TrimLeft(rest, "0123456789"); bare != rest {
			return strings.TrimLeft(bare, "：:")
		}
	}
	return name
}

func (c *comparison) indicators() {
	found := map[string]*engine.Indicator{}
	for i := range c.sub.Indicators {
		ind := &c.sub.Indicators[i]
		if name := bareName(ind.Name); found[name] == nil {
			found[name] = ind
			continue
		}
		c.extra(ind)
	}
	for i := range c.truth.Indicators {
		name := squeeze(c.truth.Indicators[i].Name)
		ind := found[name]
		delete(found, name)
		if ind == nil {
			c.differ(i, nil, formtest.FieldIndicator, name, "")
			continue
		}
		c.indicator(i, ind)
	}
	for i := range c.sub.Indicators {
		if ind := &c.sub.Indicators[i]; found[bareName(ind.Name)] == ind {
			c.extra(ind)
		}
	}
}

func (c *comparison) extra(ind *engine.Indicator) {
	c.differences = append(c.differences, difference{project: c.at, indicator: -1, id: ind.ID, sub: c.sub, field: formtest.FieldIndicator, got: ind.Name})
}

func (c *comparison) differ(i int, ind *engine.Indicator, field formtest.Field, want, got string) {
	if squeeze(want) == squeeze(got) {
		return
	}
	d := difference{project: c.at, indicator: i, sub: c.sub, field: field, want: want, got: got}
	if ind != nil {
		d.id = ind.ID
	}
	c.differences = append(c.differences, d)
}

func (c *comparison) indicator(i int, ind *engine.Indicator) {
	t := &c.truth.Indicators[i]
	name := bareName(ind.Name)
	c.differ(i, ind, formtest.FieldLevel1, t.Level1, ind.Level1.String())
	c.differ(i, ind, formtest.FieldLevel2, t.Level2, ind.Level2.String())
	c.differ(i, ind, formtest.FieldTarget, truthTarget(&t.Target), readTarget(&t.Target, &ind.Target))
	c.differ(i, ind, formtest.FieldWeight, hundredths(t.Weight), pointsText(ind.Weight))
	c.differ(i, ind, formtest.FieldActual, t.Actual, c.ofIndicator["actual "+name])
	c.differ(i, ind, formtest.FieldClaimed, hundredths(t.Claimed), normalPoints(c.ofIndicator["claimed "+name]))
	reason := c.ofIndicator["reason "+name]
	if reason == c.form.Layout.Filler {
		reason = "" // 无 may be kept as it is written, or left out
	}
	c.differ(i, ind, formtest.FieldReason, t.Reason, reason)
}

func truthTarget(t *formtest.Target) string {
	switch t.Kind {
	case "number":
		return strings.Join([]string{t.Kind, t.Op, t.Value, t.Unit}, " ")
	case "range":
		return strings.Join([]string{t.Kind, t.Min, t.Max, t.Unit}, " ")
	case "deadline":
		return t.Kind + " " + t.Due
	}
	return t.Kind + " " + t.Text
}

// readTarget writes a target as truthTarget does. Words may come with the mark of a column of their own.
func readTarget(truth *formtest.Target, t *engine.Target) string {
	kind := t.Kind.String()
	switch kind {
	case "number":
		return strings.Join([]string{kind, t.Op.String(), t.Number.Value.String(), t.Number.Unit}, " ")
	case "range":
		return strings.Join([]string{kind, t.Min.Value.String(), t.Max.Value.String(), t.Max.Unit}, " ")
	case "deadline":
		return kind + " " + t.Due.String()
	}
	text := t.Text
	if truth.Kind == "words" && strings.TrimPrefix(squeeze(text), "定性") == squeeze(truth.Text) {
		text = truth.Text
	}
	return kind + " " + text
}
