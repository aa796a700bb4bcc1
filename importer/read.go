package importer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jixiao/engine"
	"jixiao/importer/grid"
)

// Options are what the caller knows and a file may not say.
type Options struct {
	// Year is the year of forms and rows that print none; 0 where nobody knows. A printed year wins, with an info issue.
	Year int
	// Trace asks for [Result.Traces], which cost memory.
	Trace bool
	// Reviews asks for what a reviewer wrote (复核分, 审核意见) in flat tables, and for nothing else.
	Reviews bool
}

// Record is one value that a file says was achieved, claimed or spent. Identities are as far as the file gives them.
type Record struct {
	Project        engine.ProjectKey
	ProjectID      string            // 项目标识, where the sheet carries it
	IndicatorID    string            // 指标标识, where the sheet carries it
	Level1, Level2 string            // as written
	Name           string            // of the indicator, as written
	Ordinal        int               // 同名序号; 0 where the sheet has none
	Target         string            // 年度指标值, where the sheet repeats it
	Item           engine.BudgetItem // of amounts
	Field          engine.RecordField
	Value          string // as written; amounts in yuan as a plain decimal; of a review the score
	Opinion        string // of a review, as written
	Source         engine.Source
}

// Result is everything that one file says.
type Result struct {
	// Submissions are the projects' forms in the order of the file, identified. Not all are [Storable]; those that are not have an
	// issue of severity error. A file may hold the same project twice.
	Submissions []*engine.Submission
	Records     []Record
	Issues      []engine.Issue // in the order of the file
	Cells       []Cell         // every non-blank cell in the order of the file
	Counts      Counts
	Traces      []Trace // where the fields of the forms come from, if that was asked for
}

// NoForm says that a file was read and holds neither a form nor a table.
type NoForm struct{ File string }

// Error names the file; people read the catalogue's sentence.
func (e *NoForm) Error() string { return "recognise a form in " + e.File + ": none found" }

// WrongHeaders says that a table's headers do not tell what its columns are.
type WrongHeaders struct {
	Source  engine.Source // of the row that looked most like headers
	Found   []string      // its texts
	Missing []string      // labels of the columns that a table needs; alternatives are joined by /
}

// Error names headers for logs; people read the catalogue's sentence.
func (e *WrongHeaders) Error() string {
	return fmt.Sprintf("recognise the headers of %s: found %q, missing %q", e.Source.File, e.Found, e.Missing)
}

// reader collects the result of one file.
type reader struct {
	file   string
	opt    Options
	result *Result
	sheets []*sheet
	raised []raised
	placed map[grid.Place]place // filled by places
	failed map[grid.Place]bool  // cells that the spreadsheet itself calls errors

	spelled [2]spellings       // departments and units
	give    func(*Result) bool // takes what a long table says bit by bit
	fillIn  bool               // the file is the program's own fill-in workbook, which hides columns and has a guide
	guides  map[int]bool       // its guide, by the number of the sheet

	// what the issues being raised are about
	sub       *engine.Submission
	indicator int
}

// Read reads targets and records of one file. The error is a wrapped *grid.Error where the bytes cannot be read, a *NoForm or a
// *WrongHeaders where they hold nothing to import; whatever is wrong with single cells, rows and forms is an issue.
func Read(name string, data []byte, opt Options) (*Result, error) {
	return together(Parts(name, data, opt))
}

// readDocument gives meaning to cells that were read.
func readDocument(doc *grid.Document, opt Options) (*Result, error) {
	return together(documentParts(doc, opt))
}

// readParts reads a document and gives what it says.
func (r *reader) readParts(doc *grid.Document) error {
	for i := range doc.Grids {
		r.sheets = append(r.sheets, newSheet(i, &doc.Grids[i]))
	}
	r.failed = failedCells(doc.Faults)
	if err := r.readSheets(doc); err != nil {
		return err
	}
	r.about(nil, -1)
	r.faults(doc)
	r.hidden()
	r.identify()
	r.spelledTwoWays()
	r.finishIssues()
	if err := r.conserve(doc.CellCount()); err != nil {
		return err
	}
	if r.opt.Trace {
		r.result.Traces = traces(r.result)
	}
	r.give(r.result)
	return nil
}

// layout is how a sheet is to be read: as a flat table from its header row, as forms, or not at all.
type layout struct {
	header *header
	forms  *segments
	long   *long // the table, where it is read row by row
}

func (l layout) usable() bool { return l.forms != nil || l.header != nil && l.header.complete() }

func (r *reader) readSheets(doc *grid.Document) error {
	layouts := make([]layout, len(r.sheets))
	any := false
	for i := range r.sheets {
		l, err := r.recognise(doc, i)
		if err != nil {
			return err
		}
		layouts[i] = l
		any = any || l.usable()
		r.fillIn = r.fillIn || l.header != nil && l.header.has[engine.ColumnHint]
	}
	if !any {
		return r.nothing(doc, layouts)
	}
	for i, s := range r.sheets {
		if layouts[i].long == nil {
			r.readSheet(s, layouts[i])
			continue
		}
		if err := layouts[i].long.readAll(&doc.Grids[i]); err != nil {
			return err
		}
	}
	return nil
}

func recognise(s *sheet, reviews bool) layout {
	if reviews {
		return layout{header: findHeader(s, true)}
	}
	if s.loose() {
		return layout{forms: splitForms(s)}
	}
	h := findHeader(s, false)
	if h != nil && h.complete() {
		return layout{header: h}
	}
	return layout{header: h, forms: splitForms(s)}
}

func (r *reader) readSheet(s *sheet, l layout) {
	r.about(nil, -1)
	switch {
	case l.forms != nil:
		r.readForms(s, l.forms)
	case l.usable():
		r.readTable(s, l.header)
	default:
		r.skip(s, l.header)
	}
}

// looksLikeHeader is how many known columns a row needs before it counts as a header that lacks something.
const looksLikeHeader = 3

// skip reports a sheet that is neither form nor table, such as the instructions of a fill-in workbook.
func (r *reader) skip(s *sheet, h *header) {
	cells := s.cells()
	switch {
	case len(cells) == 0:
	case r.isGuide(cells):
		r.guides = map[int]bool{s.at: true}
		for _, c := range cells {
			c.label("guide")
		}
	case h != nil && h.known >= looksLikeHeader:
		r.report(SheetHeaders, cells, s.name, strings.Join(h.missing(), ", "), strconv.Itoa(len(cells)))
	default:
		r.report(SheetSkipped, cells, s.name, strconv.Itoa(len(cells)))
	}
}

// isGuide tells the guide of the fill-in workbook, whatever its sheet is called now.
func (r *reader) isGuide(cells []*cell) bool {
	return r.fillIn && strings.HasSuffix(cells[0].fold, engine.FillInTitle)
}

// nothing chooses the error of a file without a usable sheet: a table with wrong headers, or nothing at all.
func (r *reader) nothing(doc *grid.Document, layouts []layout) error {
	var best *header
	for _, l := range layouts {
		if l.header != nil && (best == nil || l.header.known > best.known) {
			best = l.header
		}
	}
	if best == nil || best.known < looksLikeHeader && doc.Format != grid.FormatCSV {
		return &NoForm{File: r.file}
	}
	return &WrongHeaders{Source: best.row[0].source, Found: best.texts(), Missing: best.missing()}
}

// bookkeeping are the columns that the fill-in sheet hides itself.
var bookkeeping = []string{engine.ColumnProjectID.ID(), engine.ColumnIndicatorID.ID(), engine.ColumnOrdinal.ID()}

// hidden warns of cells that a reader of the workbook does not see; they were read like all others. The fill-in workbook hides columns
// itself, and whoever fills it in may hide rows.
func (r *reader) hidden() {
	for _, s := range r.sheets {
		var seen hiddenCells
		for _, row := range s.rows {
			seen.note(row)
		}
		r.raiseHidden(seen)
	}
}

// hiddenCells are the used cells of a sheet that nobody sees.
type hiddenCells struct {
	first *cell
	count int
}

func (h *hiddenCells) note(row []*cell) {
	for _, c := range row {
		if c.Hidden && c.fate == FateUsed && !slices.Contains(bookkeeping, c.as) {
			if h.first == nil {
				h.first = c
			}
			h.count++
		}
	}
}

func (r *reader) raiseHidden(seen hiddenCells) {
	if seen.first != nil && !r.fillIn {
		r.raise(HiddenCells, seen.first, strconv.Itoa(seen.count))
	}
}

// identify gives the submissions and their indicators their ids.
func (r *reader) identify() {
	for _, s := range r.result.Submissions {
		s.Identify()
	}
}

// Storable tells whether a submission has an identity, and something to be judged. What it lacks was reported as an error; to
// store it would give it another project's place, or take the indicators away from its own.
func Storable(s *engine.Submission) bool {
	return s.Year != 0 && engine.Fold(s.Code+s.Name) != "" && len(s.Indicators) > 0
}

func gridPlace(s engine.Source) grid.Place {
	return grid.Place{File: s.File, Sheet: s.Sheet, Ref: s.Ref, Line: s.Line}
}

// placeText names a place inside its file in a few characters: a line, page and row, or sheet and cell.
func placeText(s engine.Source) string {
	switch s.Kind() {
	case "table", "paragraph", "margin":
		return s.Ref
	case "page-line", "page-field":
		return s.Sheet + ":" + strconv.Itoa(s.Line)
	case "line", "field":
		return strconv.Itoa(s.Line)
	}
	return s.Sheet + "!" + s.Ref
}
