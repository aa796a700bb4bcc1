package formtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// NewDamaged makes the form of a seed and damages it as conversions do. Spans are lost; what they covered is blank. Where a damage
// takes a value out of the form altogether and nobody could see that it was there, the truth loses it as well.
func NewDamaged(seed uint64) *Form {
	f, r := compose(seed, drawDamaged)
	d := &damager{f: f, r: r, rows: f.Sheet.grid(), lost: map[int]bool{}}
	for times, tries := 1+r.IntN(3), 0; times > 0 && tries < 50; tries++ {
		if d.once() {
			times--
		}
	}
	f.Sheet = newSheet(f.Sheet.Width)
	for _, row := range d.rows {
		for i := range row {
			row[i].Rows, row[i].Cols = 0, 0
		}
		f.Sheet.add(row...)
	}
	f.print(r)
	return f
}

// drawDamaged keeps to formats in which a row of the form is a row of the file.
func drawDamaged(r *rand.Rand) *Layout {
	l := draw(r)
	for l.Format.spaced() || l.Long == "block" || l.Long == "beside" {
		l = draw(r)
	}
	l.Format = pick(r, []Format{FormatTab, FormatTab, FormatCSV, FormatXLSX, FormatXLS})
	l.Rules, l.Compact, l.TwoLevel, l.Sheets, l.Wrapped, l.Torn = false, false, false, false, false, ""
	l.Side = strings.ReplaceAll(l.Side, "\n", "")
	if l.Kind == FlatTable {
		l.Classes = "repeated" // a blank cell below an unmerged one names no project
	}
	return l
}

type damager struct {
	f    *Form
	r    *rand.Rand
	rows [][]Cell
	lost map[int]bool // the rows that lost a class
}

// once does one thing to the form; a kind of damage that finds no place does nothing.
func (d *damager) once() bool {
	kinds := []func() string{d.slideRight, d.slideLeft, d.loseClass, d.breakWord, d.blankCell, d.blankCell, d.swap, d.misread, d.loseHeader, d.breakPage}
	done := kinds[d.r.IntN(len(kinds))]()
	if done != "" {
		d.f.Damage = append(d.f.Damage, done)
	}
	return done != ""
}

// spots lists the cells that carry one of the fields.
func (d *damager) spots(fields ...Field) [][2]int {
	var list [][2]int
	for i, row := range d.rows {
		for k, c := range row {
			if c.Text != "" && c.Fact != nil && slices.Contains(fields, c.Fact.Field) {
				list = append(list, [2]int{i, k})
			}
		}
	}
	return list
}

func (d *damager) spot(fields ...Field) (row, col int, ok bool) {
	list := d.spots(fields...)
	if len(list) == 0 {
		return 0, 0, false
	}
	at := pick(d.r, list)
	return at[0], at[1], true
}

// plain takes the spans off, which a damaged cell does not have any more, and the number, which is damaged text now.
func (c Cell) plain(text string) Cell {
	return Cell{Text: text, Fact: c.Fact}
}

func (d *damager) slideRight() string {
	row, _, ok := d.spot(FieldIndicator)
	if !ok {
		return ""
	}
	d.rows[row] = append([]Cell{{}}, d.rows[row]...)
	return fmt.Sprintf("row %d slid right", row+1)
}

func (d *damager) slideLeft() string {
	row, _, ok := d.spot(FieldIndicator)
	if !ok || d.rows[row][0].Text != "" {
		return ""
	}
	d.rows[row] = d.rows[row][1:]
	return fmt.Sprintf("row %d slid left", row+1)
}

// loseClass takes the text of a level-1 class, or that of the first level-2 class below a level-1 word of its own. Any other one
// would look like a class that goes on.
func (d *damager) loseClass() string {
	row, col, ok := d.spot(FieldLevel1, FieldLevel2)
	if !ok || d.f.Layout.NoLevel1 {
		return ""
	}
	c := &d.rows[row][col]
	ind := d.f.Projects[c.Fact.Project].Indicators[c.Fact.Indicator]
	old := ind.Level1 == "产出指标" && ind.Level2 == "成本指标"
	own := slices.ContainsFunc(d.rows[row], func(o Cell) bool { return o.Fact != nil && o.Fact.Field == FieldLevel1 && o.Text != "" })
	first := c.Fact.Indicator == 0 || d.f.Projects[c.Fact.Project].Indicators[c.Fact.Indicator-1].Level1 != ind.Level1
	if old || d.lost[row] || c.Fact.Field == FieldLevel2 && !(own && first) {
		return ""
	}
	text := c.Text
	c.Text = ""
	d.lost[row] = true // without both words nobody can tell
	return fmt.Sprintf("row %d: the class %s was lost", row+1, text)
}

// breakWord continues a text of the table in the same column of a new row.
func (d *damager) breakWord() string {
	row, col, ok := d.spot(FieldIndicator, FieldLevel2, FieldTarget, FieldReason, FieldActual)
	if !ok {
		return ""
	}
	c := d.rows[row][col]
	letters := []rune(c.Text)
	if len(letters) < 4 || c.Raw != "" {
		return ""
	}
	at := 2 + d.r.IntN(len(letters)-3)
	rest := make([]Cell, len(d.rows[row]))
	rest[col] = c.plain(string(letters[at:]))
	d.rows[row][col] = c.plain(string(letters[:at]))
	d.rows = slices.Insert(d.rows, row+1, rest)
	return fmt.Sprintf("row %d: %s goes on in the next row", row+1, string(letters[:at]))
}

// blankCell loses a value. Values that a form need not have are taken out of the truth as well.
func (d *damager) blankCell() string {
	row, col, ok := d.spot(FieldTarget, FieldTarget, FieldIndicator, FieldActual, FieldClaimed, FieldWeight, FieldReason, FieldFunds, FieldName, FieldDepartment,
		FieldUnit, FieldCode, FieldGoal, FieldGoalActual, FieldStart, FieldNature, FieldExecutionClaimed)
	if !ok || d.f.Layout.HeadStyle == "colon" && d.rows[row][col].Fact.Indicator < 0 {
		return ""
	}
	c := &d.rows[row][col]
	if c.Fact.Field == FieldTarget && d.f.Layout.Three && !d.isValue(c) {
		return ""
	}
	if c.Fact.Field == FieldFunds && c.Fact.Item == "" {
		return "" // the unit of money
	}
	if d.pieces(c.Fact) > 1 && !d.f.Layout.Three {
		return "" // the rest of a text that was broken, which nobody misses
	}
	if d.f.Layout.Kind == FlatTable && c.Fact.Indicator < 0 {
		return "" // which stands in the other rows as well
	}
	d.forget(c)
	text := c.Text
	c.Text, c.Raw = "", ""
	return fmt.Sprintf("row %d: %s %q was lost", row+1, c.Fact.Field, text)
}

// pieces counts the cells that carry the same part of the truth.
func (d *damager) pieces(fact *Fact) int {
	count := 0
	for _, row := range d.rows {
		for _, c := range row {
			if c.Text != "" && c.Fact != nil && *c.Fact == *fact {
				count++
			}
		}
	}
	return count
}

// isValue tells the middle one of the three columns of a target.
func (d *damager) isValue(c *Cell) bool {
	t := d.f.Projects[c.Fact.Project].Indicators[c.Fact.Indicator].Target
	return c.Text == t.Value && t.Kind == "number"
}

// forget takes a value out of the truth that nobody misses.
func (d *damager) forget(c *Cell) {
	p := &d.f.Projects[c.Fact.Project]
	if c.Fact.Indicator >= 0 {
		ind := &p.Indicators[c.Fact.Indicator]
		switch c.Fact.Field {
		case FieldActual:
			ind.Actual = ""
		case FieldClaimed:
			ind.Claimed = nil
		case FieldWeight:
			ind.Weight = nil
		case FieldReason:
			ind.Reason = ""
		}
		return
	}
	switch c.Fact.Field {
	case FieldCode:
		p.Code = ""
	case FieldGoal:
		p.Goal = ""
	case FieldGoalActual:
		p.GoalActual = ""
	case FieldStart:
		p.Start = ""
		if d.f.Layout.Dates == "span" {
			p.End = ""
		}
	case FieldNature:
		p.Nature = ""
	case FieldExecutionClaimed:
		p.ExecutionClaimed = nil
	case FieldFunds:
		d.forgetAmount(p, c)
	}
}

func (d *damager) forgetAmount(p *Project, c *Cell) {
	for i := range p.Funds {
		if f := &p.Funds[i]; f.Item == c.Fact.Item {
			*map[string]**int64{"initial": &f.Initial, "adjusted": &f.Adjusted, "executed": &f.Executed}[c.Fact.Column] = nil
		}
	}
}

// swap exchanges a name with its target or its weight, which a person notices.
func (d *damager) swap() string {
	row, name, ok := d.spot(FieldIndicator)
	if !ok {
		return ""
	}
	fact := d.rows[row][name].Fact
	numeric := d.f.Projects[fact.Project].Indicators[fact.Indicator].Target.Kind == "number"
	for k, c := range d.rows[row] {
		if c.Text == "" || c.Fact == nil || c.Fact.Indicator < 0 {
			continue
		}
		if c.Fact.Field == FieldTarget && numeric && !d.f.Layout.Three || c.Fact.Field == FieldWeight {
			d.rows[row][name], d.rows[row][k] = d.rows[row][k].plain(c.Text), d.rows[row][name].plain(d.rows[row][name].Text)
			return fmt.Sprintf("row %d: the name and the %s changed places", row+1, c.Fact.Field)
		}
	}
	return ""
}

// misread turns a comparator into what character recognition takes it for.
func (d *damager) misread() string {
	row, col, ok := d.spot(FieldTarget)
	if !ok {
		return ""
	}
	c := &d.rows[row][col]
	for _, sign := range []string{"≥", "≤"} {
		if rest, found := strings.CutPrefix(c.Text, sign); found && rest != "" {
			c.Text = pick(d.r, []string{"2", "二", "8"}) + rest
			return fmt.Sprintf("row %d: %s was read as %s", row+1, sign+rest, c.Text)
		}
	}
	return ""
}

// loseHeader drops the header of the table where the columns stand in their usual order.
func (d *damager) loseHeader() string {
	l := d.f.Layout
	if l.order() != "usual" || l.Kind == FlatTable || l.Long != "" || slices.Contains(l.Columns, ColRemark) {
		return ""
	}
	for i, row := range d.rows {
		for _, c := range row {
			if c.Text != "" && c.Text == l.Headers[ColName] {
				d.rows = slices.Delete(d.rows, i, i+1)
				return fmt.Sprintf("the header of the table in row %d was lost", i+1)
			}
		}
	}
	return ""
}

// breakPage ends a page in the middle of a row: the rest of its cells stand in the next row, in their columns.
func (d *damager) breakPage() string {
	row, col, ok := d.spot(FieldTarget, FieldActual, FieldWeight)
	if !ok {
		return ""
	}
	rest := make([]Cell, len(d.rows[row]))
	for k := col; k < len(rest); k++ {
		rest[k] = d.rows[row][k]
		d.rows[row][k] = Cell{}
	}
	d.rows = slices.Insert(d.rows, row+1, rest)
	if chance(d.r, 50) {
		d.rows = slices.Insert(d.rows, row+1, []Cell{{Text: "- 2 -"}})
	}
	return fmt.Sprintf("row %d was divided before its column %d by a page break", row+1, col+1)
}

// Rows are the rows of the file, from 1, in which a part of the truth stands. With field "" it is all of an indicator.
func (f *Form) Rows(project, indicator int, field Field) []int {
	var rows []int
	for i, fact := range f.lines {
		if fact != nil && fact.Project == project && fact.Indicator == indicator && (field == "" || fact.Field == field) {
			rows = append(rows, i+1)
		}
	}
	if f.lines != nil {
		return rows
	}
	for i, row := range f.Sheet.Rows {
		if slices.ContainsFunc(row, func(c Cell) bool {
			return c.Fact != nil && c.Fact.Project == project && c.Fact.Indicator == indicator && (field == "" || c.Fact.Field == field)
		}) {
			rows = append(rows, i+1)
		}
	}
	return rows
}
