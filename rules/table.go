package rules

import (
	"slices"

	"github.com/expr-lang/expr/ast"
	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// maxTableRows bounds the rows of a table, which are searched one after the other.
const maxTableRows = 50

// The columns that a row of a table can give.
const (
	ShareColumn  = "share"
	PointsColumn = "points"
)

// Table is a list of bands of a number, each with what it gives. Expressions call it by its name: over_share(rate).
type Table struct {
	Name    string
	Meaning Text
	Gives   string // ShareColumn or PointsColumn
	Rows    []TableRow
}

// TableRow is one band: from From (included) to To (not included) the table gives Value.
type TableRow struct {
	From, To *engine.Rational // nil in the first and the last row where the table has no end
	Value    engine.Rational
}

// table is a compiled table.
type table struct {
	Table
	key  *yaml.Node
	rows *yaml.Node
	used bool
}

func (p *parameters) table(name string) *table {
	for _, t := range p.tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// readTables reads the section tables. Ends and values may be expressions over parameters, not over other tables.
func (s *source) readTables(n *yaml.Node, params *parameters) {
	if n == nil {
		return
	}
	constants := newScope(0, true, &parameters{list: params.list})
	var all []*table
	for _, e := range s.mapping(n, "tables") {
		if !s.free(e.key, &parameters{list: params.list, tables: all}) {
			continue
		}
		all = append(all, s.table(e, constants))
	}
	params.tables = all
}

func (s *source) table(e entry, constants *scope) *table {
	in := "tables." + e.key.Value
	fields := s.fields(e.value, in, 3, "zh", "en", "rows")
	t := &table{Table: Table{Name: e.key.Value, Meaning: Text{s.text(fields["zh"], in+".zh"), s.text(fields["en"], in+".en")}},
		key: e.key, rows: fields["rows"]}
	if t.rows == nil {
		return t
	}
	before := len(s.list)
	items := s.items(t.rows, in+".rows")
	if t.rows.Kind == yaml.SequenceNode && (len(items) == 0 || len(items) > maxTableRows) {
		s.on(t.rows, "list-length", "in", in+".rows", "most", itoa(maxTableRows))
		return t
	}
	for _, item := range items {
		t.Rows = append(t.Rows, s.tableRow(item, in, t, constants))
	}
	if len(s.list) == before {
		s.proveTable(t)
	}
	return t
}

func (s *source) tableRow(n *yaml.Node, in string, t *table, constants *scope) TableRow {
	fields := s.fields(n, in, 0, "from", "to", ShareColumn, PointsColumn)
	gives := ""
	for _, column := range []string{ShareColumn, PointsColumn} {
		if fields[column] != nil && gives != "" {
			s.on(n, "table-both", "table", t.Name)
		}
		if fields[column] != nil {
			gives = column
		}
	}
	switch {
	case gives == "" && n.Kind == yaml.MappingNode:
		s.on(n, "table-nothing", "table", t.Name)
	case t.Gives == "":
		t.Gives = gives
	case gives != t.Gives && gives != "":
		s.on(fields[gives], "table-mixed", "table", t.Name, "first", t.Gives, "now", gives)
	}
	row := TableRow{From: s.end(fields["from"], in+".from", constants), To: s.end(fields["to"], in+".to", constants)}
	row.Value = s.tableValue(fields[gives], in+"."+gives, gives, constants)
	return row
}

func (s *source) end(n *yaml.Node, in string, constants *scope) *engine.Rational {
	x, ok := s.constantNumber(n, in, constants)
	if !ok {
		return nil
	}
	return &x
}

// tableValue reads what a row gives: a share in [0, 1], or points.
func (s *source) tableValue(n *yaml.Node, in, gives string, constants *scope) engine.Rational {
	if gives == PointsColumn {
		return s.constantPoints(n, in, constants).Rational()
	}
	x, ok := s.constantNumber(n, in, constants)
	if ok && (x.Sign() < 0 || x.Cmp(engine.NewRational(1, 1)) > 0) {
		text, _ := numberText(x)
		s.on(n, "table-share", "share", text)
	}
	return x
}

// proveTable shows that the bands follow each other without a hole and without an overlap.
func (s *source) proveTable(t *table) {
	for i := range t.Rows {
		row, node := &t.Rows[i], t.rows.Content[i]
		last := i == len(t.Rows)-1
		switch {
		case row.From == nil && i > 0:
			s.on(node, "table-end", "table", t.Name, "end", "from")
		case row.To == nil && !last:
			s.on(node, "table-end", "table", t.Name, "end", "to")
		case row.From != nil && row.To != nil && row.From.Cmp(*row.To) >= 0:
			s.on(node, "table-order", "table", t.Name, "from", rationalText(row.From), "to", rationalText(row.To))
		case i == 0 || t.Rows[i-1].To == nil:
		case row.From.Cmp(*t.Rows[i-1].To) > 0:
			s.on(node, "table-hole", "table", t.Name, "from", rationalText(t.Rows[i-1].To), "to", rationalText(row.From))
		case row.From.Cmp(*t.Rows[i-1].To) < 0:
			s.on(node, "table-overlap", "table", t.Name, "from", rationalText(row.From), "to", rationalText(t.Rows[i-1].To))
		}
	}
}

func rationalText(x *engine.Rational) string {
	if x == nil {
		return ""
	}
	text, _ := numberText(*x)
	return text
}

// find returns what the table gives for a number; not ok where no row holds it.
func (t *Table) find(x engine.Rational) (engine.Rational, bool) {
	for i := range t.Rows {
		row := &t.Rows[i]
		if row.To != nil && x.Cmp(*row.To) >= 0 {
			continue
		}
		if row.From != nil && x.Cmp(*row.From) < 0 {
			break
		}
		return row.Value, true
	}
	return engine.Rational{}, false
}

// lookUp finds a number in a table. Outside it the row is left undetermined, like after a division by zero.
func (f *frame) lookUp(t *table, x engine.Rational) engine.Rational {
	value, ok := t.find(x)
	if !ok && !f.divided {
		f.divided, f.outside = true, t
	}
	return value
}

// lookup compiles the call of a table.
func (c *compiler) lookup(n ast.Node, t *table, arguments []ast.Node) term {
	t.used = true
	if len(arguments) != 1 {
		c.fault(n.Location().From, "table-call", "table", t.Name, "got", itoa(len(arguments)))
		return term{}
	}
	argument := c.compile(arguments[0], nil)
	if !c.wants(arguments[0], argument, numberKind) {
		return term{}
	}
	x := argument.number
	found := numberTerm(func(f *frame) engine.Rational { return f.lookUp(t, x(f)) }).of(t.bits()).folded(argument)
	if !found.bounded && len(t.Rows) > 0 {
		found.bounded, found.least, found.most = true, t.least(), t.most()
	}
	return found
}

// bits returns what the numbers that a table gives have at most.
func (t *Table) bits() (most int) {
	for i := range t.Rows {
		most = max(most, bitsOf(t.Rows[i].Value))
	}
	return most
}

func (t *Table) least() engine.Rational {
	return slices.MinFunc(t.Rows, func(a, b TableRow) int { return a.Value.Cmp(b.Value) }).Value
}

func (t *Table) most() engine.Rational {
	return slices.MaxFunc(t.Rows, func(a, b TableRow) int { return a.Value.Cmp(b.Value) }).Value
}

// Tables lists the pack's tables in the order of the pack.
func (r *Ruleset) Tables() []Table {
	tables := make([]Table, len(r.tables))
	for i, t := range r.tables {
		tables[i] = t.Table
		tables[i].Rows = slices.Clone(t.Rows)
	}
	return tables
}
