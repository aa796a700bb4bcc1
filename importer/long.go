package importer

import (
	"errors"
	"fmt"
	"iter"

	"jixiao/engine"
	"jixiao/importer/grid"
)

// longCells is how many cells a worksheet may have to be read as a whole. A longer table is read row by row.
const longCells = 40_000

// partRows is how many rows of a long table become one part.
const partRows = 2_000

// Parts reads like [Read], but gives what a long table says bit by bit, so that its length costs no memory: a project with its records
// once its last row has passed, issues and cells as they pass. All that can make a file unreadable is found before the first part. What
// the parts say together is what Read returns; only the order differs, where rows of projects stand far apart. A file without a long
// table is one part. An error is the last thing that is given.
func Parts(name string, data []byte, opt Options) iter.Seq2[*Result, error] {
	return func(yield func(*Result, error) bool) {
		doc, err := grid.Open(name, data, grid.DefaultLimits(), longCells)
		if err != nil {
			yield(nil, fmt.Errorf("read the cells: %w", err))
			return
		}
		documentParts(doc, opt)(yield)
	}
}

func documentParts(doc *grid.Document, opt Options) iter.Seq2[*Result, error] {
	return func(yield func(*Result, error) bool) {
		r := &reader{file: doc.File, opt: opt, result: &Result{}, indicator: -1}
		r.give = func(part *Result) bool { return yield(part, nil) }
		if err := r.readParts(doc); err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
}

// errEnough ends the reading of a long table when nobody wants more.
var errEnough = errors.New("no more parts are wanted")

// together puts the parts of a file into one result.
func together(parts iter.Seq2[*Result, error]) (*Result, error) {
	var all *Result
	for part, err := range parts {
		switch {
		case err != nil:
			return nil, err
		case all == nil:
			all = part
		default:
			all.add(part)
		}
	}
	return all, nil
}

func (all *Result) add(part *Result) {
	all.Submissions = append(all.Submissions, part.Submissions...)
	all.Records = append(all.Records, part.Records...)
	all.Issues = append(all.Issues, part.Issues...)
	all.Cells = append(all.Cells, part.Cells...)
	all.Traces = append(all.Traces, part.Traces...)
	all.Counts.Read += part.Counts.Read
	all.Counts.Used += part.Counts.Used
	all.Counts.Labels += part.Counts.Labels
	all.Counts.Reported += part.Counts.Reported
}

// long is a flat table that is read row by row. A first look at all rows tells where each project ends; that is all that is kept of them.
type long struct {
	*flat
	sheet   *sheet
	last    map[engine.ProjectKey]int // the last row of each project
	below   columnCounts
	records map[*engine.Submission][]Record // of the projects that have not ended
	hidden  hiddenCells
	rows    int // since the last part
	read    int // cells since the last part
}

// recognise says how a sheet is to be read. A long one is read row by row if it is a table, and fetched as a whole if it is anything else,
// or if somebody wants to see where every field comes from.
func (r *reader) recognise(doc *grid.Document, i int) (layout, error) {
	g := &doc.Grids[i]
	l := recognise(r.sheets[i], r.opt.Reviews)
	if !g.Long() {
		return l, nil
	}
	if l.header != nil && !r.opt.Trace && l.header.complete() {
		table := &long{flat: newFlat(r, l.header), sheet: r.sheets[i], records: make(map[*engine.Submission][]Record)}
		table.flat.long = table
		l.long = table
		err := table.survey(g)
		if !errors.Is(err, grid.ErrUnordered) {
			return l, err
		}
	}
	if err := doc.Load(g); err != nil {
		return layout{}, fmt.Errorf("read the cells: %w", err)
	}
	r.sheets[i] = newSheet(i, g)
	r.failed = failedCells(doc.Faults)
	return recognise(r.sheets[i], r.opt.Reviews), nil
}

// survey looks at all rows once. Where the table has merged cells, which are known at its end only, it looks again.
func (l *long) survey(g *grid.Grid) error {
	if err := l.look(g); err != nil || !g.Merged() {
		return err
	}
	return l.look(g)
}

func (l *long) look(g *grid.Grid) error {
	l.last, l.below = make(map[engine.ProjectKey]int), make(columnCounts)
	aside := newFlat(&reader{file: l.file, opt: l.opt, indicator: -1}, l.header)
	for row, err := range g.All() {
		if err != nil {
			return readingFailed(err)
		}
		if row.Index <= l.header.at || len(row.Cells) == 0 {
			continue
		}
		cells := newRow(l.sheet.at, row.Cells)
		l.below.add(cells)
		if key, declares := aside.projectOf(cells); declares {
			l.last[key] = row.Index
		}
	}
	return nil
}

func readingFailed(err error) error {
	if errors.Is(err, grid.ErrUnordered) {
		return err
	}
	return fmt.Errorf("read the cells: %w", err)
}

// projectOf tells which project a row declares something about. What reading the row brings up is forgotten.
func (t *flat) projectOf(row []*cell) (engine.ProjectKey, bool) {
	t.raised = t.raised[:0]
	if t.isSeparator(row) || t.isSum(row) {
		return engine.ProjectKey{}, false
	}
	if t.slid(row) {
		return engine.ProjectKey{}, false
	}
	r := t.arrange(row)
	t.identifyRow(r)
	return foldedKey(r.key), t.declares(r)
}

// readAll reads the table and gives its parts. The rows of its beginning, by which it was recognised, are read with the others.
func (l *long) readAll(g *grid.Grid) error {
	l.sheet.rows, g.Rows = nil, nil
	failed := l.failed
	defer func() { l.failed = failed }()
	for row, err := range g.All() {
		if err != nil {
			return readingFailed(err)
		}
		if err := l.readGridRow(row); err != nil {
			return err
		}
	}
	l.about(nil, -1)
	l.raiseHidden(l.hidden)
	return l.flush()
}

func (l *long) readGridRow(row grid.Row) error {
	l.failed = failedCells(row.Faults)
	cells := newRow(l.sheet.at, row.Cells)
	l.read += len(cells)
	l.readLine(row.Index, cells, l.below)
	l.about(nil, -1)
	for _, fault := range row.Faults {
		l.fault(fault, placeIn(cells, fault.Place, place{l.sheet.at, row.Index, -1}))
	}
	l.hidden.note(cells)
	if err := l.account(cells); err != nil {
		return err
	}
	l.endProjects(row.Index)
	if l.rows++; l.rows >= partRows {
		return l.flush()
	}
	return nil
}

func placeIn(row []*cell, at grid.Place, otherwise place) place {
	for _, c := range row {
		if c.Place == at {
			return c.place()
		}
	}
	return otherwise
}

// endProjects gives away the project of the row that was just read, if that was its last one.
func (l *long) endProjects(row int) {
	key := l.now
	s := l.projects[key]
	if s == nil || l.last[key] != row {
		return
	}
	delete(l.projects, key)
	l.result.Submissions = append(l.result.Submissions, s)
	l.result.Records = append(l.result.Records, l.records[s]...)
	delete(l.records, s)
}

// flush gives what is complete as one part. Issues of projects that go on wait for them.
func (l *long) flush() error {
	complete := make(map[*engine.Submission]bool, len(l.result.Submissions))
	for _, s := range l.result.Submissions {
		complete[s] = true
	}
	var waiting, ready []raised
	for _, issue := range l.raised {
		if issue.sub == nil || complete[issue.sub] {
			ready = append(ready, issue)
		} else {
			waiting = append(waiting, issue)
		}
	}
	l.raised = ready
	l.identify()
	l.noteSpellings()
	l.finishIssues()
	if err := l.balance(l.read); err != nil {
		return err
	}
	part := l.result
	l.result, l.raised, l.rows, l.read = &Result{}, waiting, 0, 0
	if !l.give(part) {
		return errEnough
	}
	return nil
}
