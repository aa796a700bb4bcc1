package formtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"jixiao/importer/pdftest"
)

// Form is a made-up form: what it says, how it is laid out, and the file.
type Form struct {
	Seed     uint64
	Layout   *Layout
	Projects []Project // what a careful person reads
	Sheet    *Sheet
	Given    int      // the year that is given beside the file; 0 where the form prints one
	Damage   []string // what was done to it
	Text     string   // the sheet as text, for people
	Name     string
	Data     []byte
	lines    []*Fact        // of a torn text: what each line carries
	printed  []pdftest.Part // of a pdf
	// Encoding is the encoding that Data, which is UTF-8 then, is still to be brought into: gb18030, or "" where nothing is to be done.
	Encoding string
}

// New makes the undamaged form of a seed.
func New(seed uint64) *Form {
	f, r := compose(seed, draw)
	f.print(r)
	return f
}

func compose(seed uint64, layout func(*rand.Rand) *Layout) (*Form, *rand.Rand) {
	r := rand.New(rand.NewPCG(seed, 3))
	l := layout(r)
	f := &Form{Seed: seed, Layout: l}
	year := 2020 + r.IntN(6)
	for range l.Projects {
		p := drawProject(r, year, l)
		strip(&p, l)
		f.Projects = append(f.Projects, p)
	}
	distinct(f.Projects)
	f.Sheet = f.compose(r)
	if l.YearPlace == "option" {
		f.Given = year
	}
	return f, r
}

// distinct makes the names of the projects of one file differ.
func distinct(projects []Project) {
	for i := range projects {
		for _, before := range projects[:i] {
			if before.Name == projects[i].Name {
				projects[i].Name += "（" + []string{"二", "三", "四"}[i-1] + "期）"
			}
		}
	}
}

// strip takes out of a truth what its layout does not print.
func strip(p *Project, l *Layout) {
	if !l.CodeGiven {
		p.Code = ""
	}
	if l.Dates == "none" {
		p.Start, p.End = "", ""
	}
	if l.Checkbox == "" && l.HeadOrder[6] < 6 || l.Kind == FlatTable || l.Kind.department() {
		p.Nature = ""
	}
	if l.Kind.department() {
		p.Name, p.Unit = "", ""
	}
	if !l.Kind.filled() {
		p.GoalActual = ""
		p.ExecutionWeight, p.ExecutionClaimed = nil, nil
	}
	if l.GoalStyle != "long" {
		p.LongGoal = ""
	}
	if l.Kind == FlatTable {
		p.Goal, p.Funds = "", nil
	}
	if l.FundsStyle == "lines" || l.FundsStyle == "short" {
		p.Funds = p.Funds[:1]
		p.Funds[0].Initial = nil
		p.ExecutionWeight = nil
	}
	if l.FundsStyle == "lines" {
		p.ExecutionClaimed = nil
	}
	for i := range p.Funds {
		if !l.Kind.filled() {
			p.Funds[i].Adjusted, p.Funds[i].Executed = nil, nil
		}
	}
	for i := range p.Indicators {
		stripIndicator(&p.Indicators[i], l)
	}
}

func stripIndicator(ind *Indicator, l *Layout) {
	has := func(c Column) bool { return slices.Contains(l.Columns, c) }
	if !has(ColActual) {
		ind.Actual = ""
	}
	if !has(ColWeight) {
		ind.Weight = nil
	}
	if !has(ColClaimed) {
		ind.Claimed = nil
	}
	if !has(ColReason) {
		ind.Reason = ""
	}
}

func (f *Form) compose(r *rand.Rand) *Sheet {
	l := f.Layout
	width := len(l.Columns)
	if l.Side != "" {
		width++
	}
	least := map[string]int{"table": 8, "double": 5, "lines": 5, "short": 6, "simple": 3}[l.FundsStyle]
	b := &printer{Sheet: newSheet(max(width, least, 4)), r: r, l: l}
	if l.Kind == FlatTable {
		flat(b, f.Projects)
		return b.Sheet
	}
	for i := range f.Projects {
		b.p, b.project = &f.Projects[i], i
		if l.Sheets && i > 0 {
			b.Breaks = append(b.Breaks, len(b.Rows))
		}
		b.form()
		if !l.Sheets && i < len(f.Projects)-1 && chance(r, 50) {
			b.add()
		}
	}
	return b.Sheet
}

func (b *printer) form() {
	b.title()
	b.head()
	b.funds()
	b.goals()
	b.tasks()
	b.table()
	if b.l.Sum {
		b.sum()
	}
	if b.l.Blocks {
		b.blocks()
	}
	if b.l.Notes {
		b.wide(pick(b.r, notes))
	}
	if b.l.Signature {
		b.wide(pick(b.r, []string{"填报人：张敏    联系电话：62880001    填报日期：" + fmt.Sprint(b.p.Year) + "年12月31日", "单位负责人（签字）：", "填表人：陈静"}))
	}
}

// String shows everything that is needed to understand a failure.
func (f *Form) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "seed %d, %s\n  %s\n", f.Seed, f.Name, f.Layout)
	for _, d := range f.Damage {
		fmt.Fprintf(&text, "  damage: %s\n", d)
	}
	return text.String() + "\n" + f.Text
}

// PutIn is everything that stands in the file, in reading order, or in that of what was read (without white space) where two orders are right.
func (f *Form) PutIn(read string) string {
	if f.Layout.Format == FormatPDF {
		return partsLike(f.printed, read)
	}
	if f.Layout.Format.table() || f.Layout.Format == FormatCSV {
		return strings.Join(f.Sheet.Texts(), "")
	}
	if f.Layout.Format == FormatPipe {
		return strings.ReplaceAll(f.Text, "|", "")
	}
	return f.Text
}
