package assessment

import (
	"testing"

	"jixiao/engine"
)

func projectRows(keys ...engine.ProjectKey) []engine.ProjectRow {
	rows := make([]engine.ProjectRow, len(keys))
	for i, key := range keys {
		rows[i] = engine.ProjectRow{ID: key.ID(), Key: key}
	}
	return rows
}

func TestMatchProject(t *testing.T) {
	culture := engine.ProjectKey{Year: 2025, Department: "文化局", Unit: "文化馆", Name: "培训费"}
	health := engine.ProjectKey{Year: 2025, Department: "卫健委", Unit: "卫健委", Code: "P-17", Name: "培训费"}
	lamps := engine.ProjectKey{Year: 2025, Department: "城关镇", Unit: "城关镇", Name: "老旧路灯改造"}
	rows := projectRows(culture, health, lamps)
	for _, test := range []struct {
		name  string
		query ProjectQuery
		want  engine.ProjectID
		issue string
	}{
		{"a name that only one has", ProjectQuery{Text: "老旧路灯改造"}, lamps.ID(), ""},
		{"spaces and width do not count", ProjectQuery{Text: "老旧 路灯　改造"}, lamps.ID(), ""},
		{"a code", ProjectQuery{Text: "Ｐ-17"}, health.ID(), ""},
		{"an id", ProjectQuery{Text: string(culture.ID())}, culture.ID(), ""},
		{"a name that two have", ProjectQuery{Text: "培训费"}, "", "project-ambiguous"},
		{"the same name, told apart by the unit", ProjectQuery{Key: engine.ProjectKey{Name: "培训费", Unit: "文化馆"}}, culture.ID(), ""},
		{"the right name in another year", ProjectQuery{Key: engine.ProjectKey{Year: 2024, Name: "老旧路灯改造"}}, "", "project-unknown"},
		{"a near miss is not taken", ProjectQuery{Text: "老旧路灯改照"}, "", "project-unknown"},
		{"nothing said", ProjectQuery{}, "", "project-unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			row, issue := MatchProject(rows, test.query)
			if row.ID != test.want {
				t.Errorf("got %q, want %q", row.ID, test.want)
			}
			if code := codeOf(issue); code != test.issue {
				t.Errorf("issue %q, want %q", code, test.issue)
			}
		})
	}
}

func codeOf(issue *engine.Issue) string {
	if issue == nil {
		return ""
	}
	return issue.Code
}

func argOf(issue *engine.Issue, name string) string {
	for _, arg := range issue.Args {
		if arg.Name == name {
			return arg.Value
		}
	}
	return ""
}

func trainingForm() *engine.Submission {
	s := &engine.Submission{
		ProjectKey: engine.ProjectKey{Year: 2025, Department: "文化局", Unit: "文化馆", Name: "培训费"},
		Indicators: []engine.Indicator{
			{Level1: engine.Output, Level2: engine.Quantity, Name: "培训人数", Target: number("≥500人", engine.AtLeast, 500, "人")},
			{Level1: engine.Output, Level2: engine.Quality, Name: "考核合格率", Target: number("≥90%", engine.AtLeast, 90, "%")},
			{Level1: engine.Output, Level2: engine.Quality, Name: "考核合格率", Target: number("≥95%", engine.AtLeast, 95, "%")},
			{Level1: engine.Benefit, Level2: engine.SocialBenefit, Name: "能力提升", Target: engine.Target{Text: "提升", Kind: engine.WordsTarget}},
		},
	}
	s.Identify()
	return s
}

func number(text string, op engine.Op, value int64, unit string) engine.Target {
	d := engine.DecimalFromInt(value)
	return engine.Target{Text: text, Kind: engine.NumberTarget, Op: op, Number: engine.Measure{Value: d, Unit: unit, Scaled: d, ScaledUnit: unit}}
}

func TestMatchIndicator(t *testing.T) {
	s := trainingForm()
	for _, test := range []struct {
		name  string
		query IndicatorQuery
		want  int // index of the row
		issue string
	}{
		{"by name", IndicatorQuery{Text: "培训人数"}, 0, ""},
		{"by id", IndicatorQuery{Text: string(s.Indicators[3].ID)}, 3, ""},
		{"two of a name", IndicatorQuery{Text: "考核合格率"}, 0, "indicator-ambiguous"},
		{"two of a name, told apart by the ordinal", IndicatorQuery{Name: "考核合格率", Ordinal: 2}, 2, ""},
		{"the class must fit where it is given", IndicatorQuery{Name: "培训人数", Level2: "质量指标"}, 0, "indicator-unknown"},
		{"the class by its short name", IndicatorQuery{Name: "培训人数", Level2: "数量"}, 0, ""},
		{"a near miss", IndicatorQuery{Text: "培训人次"}, 0, "indicator-unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			row, issue := MatchIndicator(s, test.query)
			if code := codeOf(issue); code != test.issue {
				t.Fatalf("issue %q, want %q", code, test.issue)
			}
			if test.issue == "" && row != &s.Indicators[test.want] {
				t.Errorf("got %q", row.Name)
			}
		})
	}
}

func TestNearMissesAreProposed(t *testing.T) {
	_, issue := MatchIndicator(trainingForm(), IndicatorQuery{Text: "培训人次"})
	if got, want := argOf(issue, "candidates"), string(trainingForm().Indicators[0].ID)+" 数量指标「培训人数」"; got != want {
		t.Errorf("candidates %q, want %q", got, want)
	}
	_, issue = MatchIndicator(trainingForm(), IndicatorQuery{Text: "河道清淤长度"})
	if got := argOf(issue, "candidates"); got != "—" {
		t.Errorf("nothing is near, yet %q was proposed", got)
	}
}

func TestAProjectOfAnotherUnitIsNamedWithIt(t *testing.T) {
	rows := projectRows(engine.ProjectKey{Year: 2025, Department: "文化局", Unit: "文化馆", Name: "培训费"})
	_, issue := MatchProject(rows, ProjectQuery{Key: engine.ProjectKey{Year: 2025, Unit: "图书馆", Name: "培训费"}})
	if codeOf(issue) != "project-unknown" || argOf(issue, "project") != "2025 图书馆 培训费" {
		t.Errorf("issue %+v", issue)
	}
}
