package importer

import (
	"cmp"
	"maps"
	"slices"

	"jixiao/engine"
	"jixiao/engine/notation"
	"jixiao/importer/grid"
)

// The codes of the issues that an import raises. What notation notices about a value comes with its own codes on top.
const (
	TargetMissing       = "target-missing"
	CellOutOfPlace      = "cell-out-of-place"
	ClassContradicts    = "class-contradicts"
	ClassInferred       = "class-inferred"
	ClassMissing        = "class-missing"
	ClassUnknown        = "class-unknown"
	Level2Missing       = "level2-missing"
	ClassDoubtful       = "class-doubtful"
	LabelBroken         = "label-broken"
	CellJoined          = "cell-joined"
	LinesJoined         = "lines-joined"
	LinesUnclear        = "lines-unclear"
	CellNotUnderstood   = "cell-not-understood"
	CellNotKept         = "cell-not-kept"
	SeparatorRow        = "separator-row"
	TemplateStub        = "template-stub"
	TitleOutsideForm    = "title-outside-form"
	HeaderMissing       = "header-missing"
	SpelledTwoWays      = "department-spelled-two-ways"
	FieldMissing        = "field-missing"
	NameMissing         = "project-name-missing"
	NoIndicators        = "form-without-indicators"
	YearMissing         = "year-missing"
	YearDiffers         = "year-differs"
	YearUnreadable      = "year-unreadable"
	MoneyUnreadable     = "money-unreadable"
	MoneyUnitMissing    = "money-unit-missing"
	DateUnreadable      = "date-unreadable"
	PointsUnreadable    = "points-unreadable"
	WeightInName        = "weight-in-name"
	CodeInName          = "code-in-name"
	OrdinalUnreadable   = "ordinal-unreadable"
	BudgetItemUnknown   = "budget-item-unknown"
	IndicatorNameless   = "indicator-name-missing"
	RowWithoutProject   = "row-without-project"
	ColumnNotUnderstood = "column-not-understood"
	ColumnNotUsed       = "column-not-used"
	ColumnTwice         = "column-twice"
	ValueTwice          = "value-twice"
	SheetSkipped        = "sheet-skipped"
	SheetHeaders        = "sheet-wrong-headers"
	HiddenCells         = "hidden-cells"
	Formula             = "formula"
	FormulaNoValue      = "formula-no-value"
	CellError           = "cell-error"
	NumberRounded       = "number-rounded"
	StyleMissing        = "style-missing"
	MergeUnreadable     = "merge-unreadable"
	SheetUnread         = "sheet-unread"
	CSVRagged           = "csv-ragged"
	CSVQuote            = "csv-quote"
	HiddenText          = "hidden-text"
	PromptLeft          = "prompt-left"
	SymbolUnknown       = "symbol-unknown"
	Embedded            = "embedded-not-read"
	CutOff              = "page-cut-off"
	ColumnNotKept       = "column-not-kept"
	BlankMark           = "blank-mark"
	ProgramRemark       = "program-remark"
	ChoiceTaken         = "choice-taken"
	ChoiceUnclear       = "choice-unclear"
	NameInferred        = "project-name-inferred"
	NameIsValue         = "indicator-name-is-value"
	NameMayContinue     = "indicator-name-may-continue"
	InvisibleCharacters = "invisible-characters"
	PDFUnruled          = "pdf-unruled"
	PDFUnaligned        = "pdf-unaligned"
	PDFTwoColumns       = "pdf-two-columns"
	PDFGlyphs           = "pdf-glyphs"
	PDFCrossed          = "pdf-crossed"
	PDFPageBreak        = "pdf-page-break"
	PDFPageBreakUnclear = "pdf-page-break-unclear"
	PDFWatermark        = "pdf-watermark"
	PDFPicturePage      = "pdf-picture-page"
	PDFUnseenText       = "pdf-unseen-text"
)

// IssueCode is one kind of issue: its code, the severities that it may have (the usual one first), and its arguments in order.
type IssueCode struct {
	Code       string
	Severities []engine.Severity
	Args       []string
}

var (
	always  = []engine.Severity{engine.Error}
	warns   = []engine.Severity{engine.Warning}
	informs = []engine.Severity{engine.Info}
)

// codes is the one list of what this package can raise; a test holds every raised issue against it.
var codes = []IssueCode{
	{TargetMissing, always, []string{"name", "text"}},
	{CellOutOfPlace, []engine.Severity{engine.Warning, engine.Error}, []string{"text", "as"}},
	{ClassContradicts, always, []string{"printed", "level2", "level1"}},
	{ClassInferred, []engine.Severity{engine.Warning, engine.Info}, []string{"name", "class", "from"}},
	{ClassMissing, always, []string{"name"}},
	{ClassUnknown, always, []string{"text", "column"}},
	{Level2Missing, warns, []string{"name", "level1"}},
	{ClassDoubtful, warns, []string{"name", "level2", "likely"}},
	{LabelBroken, warns, []string{"text", "rest", "label"}},
	{CellJoined, []engine.Severity{engine.Warning, engine.Info}, []string{"text", "field"}},
	{LinesJoined, informs, []string{"cells", "lines"}},
	{LinesUnclear, always, []string{"text"}},
	{CellNotUnderstood, []engine.Severity{engine.Warning, engine.Error, engine.Info}, []string{"text"}},
	{CellNotKept, informs, []string{"label", "text"}},
	{SeparatorRow, informs, []string{"text"}},
	{TemplateStub, informs, []string{"text"}},
	{TitleOutsideForm, informs, []string{"text"}},
	{HeaderMissing, warns, nil},
	{SpelledTwoWays, warns, []string{"field", "one", "other", "one_places", "other_places"}},
	{FieldMissing, warns, []string{"field"}},
	{NameMissing, always, nil},
	{NoIndicators, always, nil},
	{YearMissing, always, nil},
	{YearDiffers, informs, []string{"form", "given"}},
	{YearUnreadable, always, []string{"text"}},
	{MoneyUnreadable, []engine.Severity{engine.Error, engine.Warning}, []string{"label", "text"}},
	{MoneyUnitMissing, always, []string{"label", "text"}},
	{DateUnreadable, warns, []string{"label", "text"}},
	{PointsUnreadable, always, []string{"label", "text"}},
	{WeightInName, []engine.Severity{engine.Warning, engine.Info}, []string{"name", "weight"}},
	{CodeInName, informs, []string{"name", "code"}},
	{OrdinalUnreadable, always, []string{"text"}},
	{BudgetItemUnknown, always, []string{"text"}},
	{IndicatorNameless, []engine.Severity{engine.Error, engine.Warning}, []string{"text"}},
	{RowWithoutProject, always, []string{"text"}},
	{ColumnNotUnderstood, []engine.Severity{engine.Warning, engine.Info}, []string{"header", "cells"}},
	{ColumnNotUsed, informs, []string{"header", "cells"}},
	{ColumnTwice, always, []string{"header", "column", "cells"}},
	{ValueTwice, always, []string{"label", "text", "before"}},
	{SheetSkipped, informs, []string{"sheet", "cells"}},
	{SheetHeaders, always, []string{"sheet", "missing", "cells"}},
	{HiddenCells, warns, []string{"cells"}},
	{Formula, informs, []string{"formula", "value"}},
	{FormulaNoValue, always, []string{"formula"}},
	{CellError, always, []string{"value"}},
	{NumberRounded, warns, []string{"stored", "text"}},
	{StyleMissing, warns, []string{"style", "value"}},
	{MergeUnreadable, warns, []string{"range"}},
	{SheetUnread, warns, []string{"kind"}},
	{CSVRagged, warns, []string{"expected", "found"}},
	{CSVQuote, warns, []string{"text"}},
	{HiddenText, warns, []string{"text"}},
	{PromptLeft, informs, []string{"text"}},
	{SymbolUnknown, warns, []string{"font", "char"}},
	{Embedded, warns, []string{"part"}},
	{CutOff, warns, []string{"element"}},
	{ColumnNotKept, informs, []string{"header", "cells"}},
	{BlankMark, informs, []string{"text"}},
	{ProgramRemark, informs, []string{"text"}},
	{ChoiceTaken, informs, []string{"field", "text", "value"}},
	{ChoiceUnclear, warns, []string{"field", "text"}},
	{NameInferred, informs, []string{"name"}},
	{NameIsValue, always, []string{"name", "target"}},
	{NameMayContinue, warns, []string{"name", "text"}},
	{InvisibleCharacters, warns, []string{"text", "found"}},
	{PDFUnruled, warns, []string{"lines", "columns"}},
	{PDFUnaligned, warns, []string{"lines"}},
	{PDFTwoColumns, warns, []string{"lines"}},
	{PDFGlyphs, always, []string{"text", "codes"}},
	{PDFCrossed, warns, []string{"text"}},
	{PDFPageBreak, warns, []string{"text"}},
	{PDFPageBreakUnclear, warns, []string{"text", "before"}},
	{PDFWatermark, informs, []string{"text"}},
	{PDFPicturePage, always, []string{"page"}},
	{PDFUnseenText, warns, []string{"page"}},
}

// Codes lists the issues that this package raises by itself, with their severities and arguments.
func Codes() []IssueCode { return slices.Clone(codes) }

// FaultCodes lists those of them that a file raises by itself, before anything in it is understood.
func FaultCodes() []string { return slices.Sorted(maps.Values(faultCodes)) }

var codeIndex = func() map[string]*IssueCode {
	index := make(map[string]*IssueCode, len(codes))
	for i := range codes {
		index[codes[i].Code] = &codes[i]
	}
	return index
}()

// faultCodes are the issues that the faults of the cell readers become.
var faultCodes = map[string]string{
	grid.FaultFormula:          Formula,
	grid.FaultFormulaNoValue:   FormulaNoValue,
	grid.FaultCellError:        CellError,
	grid.FaultNumberRounded:    NumberRounded,
	grid.FaultStyleMissing:     StyleMissing,
	grid.FaultMergeUnreadable:  MergeUnreadable,
	grid.FaultSheetUnread:      SheetUnread,
	grid.FaultRagged:           CSVRagged,
	grid.FaultQuote:            CSVQuote,
	grid.FaultHiddenText:       HiddenText,
	grid.FaultPrompt:           PromptLeft,
	grid.FaultSymbol:           SymbolUnknown,
	grid.FaultEmbedded:         Embedded,
	grid.FaultCutOff:           CutOff,
	grid.FaultInvisible:        InvisibleCharacters,
	grid.FaultUnruled:          PDFUnruled,
	grid.FaultUnaligned:        PDFUnaligned,
	grid.FaultTwoColumns:       PDFTwoColumns,
	grid.FaultGlyphs:           PDFGlyphs,
	grid.FaultCrossed:          PDFCrossed,
	grid.FaultPageBreak:        PDFPageBreak,
	grid.FaultPageBreakUnclear: PDFPageBreakUnclear,
	grid.FaultWatermark:        PDFWatermark,
	grid.FaultPicturePage:      PDFPicturePage,
	grid.FaultUnseenText:       PDFUnseenText,
}

// place orders issues as a reader meets them in the file.
type place struct{ sheet, row, col int }

func (c *cell) place() place { return place{c.sheet, c.Row, c.Col} }

// raised is an issue that waits for the ids of its project and indicator, which are known once the form is read.
type raised struct {
	engine.Issue
	place
	sub       *engine.Submission
	indicator int // index in sub, -1 for the project
}

// about says which indicator of the current submission the following issues concern; -1 for none.
func (r *reader) about(sub *engine.Submission, indicator int) { r.sub, r.indicator = sub, indicator }

// raise notes an issue at a cell with the usual severity of its code. It does not settle the cell.
func (r *reader) raise(code string, at *cell, values ...string) {
	r.raiseAs(codeIndex[code].Severities[0], code, at, values...)
}

func (r *reader) raiseAs(severity engine.Severity, code string, at *cell, values ...string) {
	names := codeIndex[code].Args
	args := make([]engine.Arg, len(names))
	for i, name := range names {
		args[i] = engine.Arg{Name: name, Value: values[i]}
	}
	r.add(engine.Issue{Code: code, Severity: severity, Args: args, Source: at.source}, at.place())
}

// report raises an issue that accounts for cells: they are settled as reported. The issue stands at the first.
func (r *reader) report(code string, cells []*cell, values ...string) {
	r.reportAs(codeIndex[code].Severities[0], code, cells, values...)
}

func (r *reader) reportAs(severity engine.Severity, code string, cells []*cell, values ...string) {
	for _, c := range cells {
		c.settle(FateReported, code)
	}
	r.raiseAs(severity, code, cells[0], values...)
}

// placeholderNote is the note of the reading of a target that says what [TargetMissing] says better.
const placeholderNote = "target-placeholder"

// notes turns what notation noticed about a value into issues at its cell.
func (r *reader) notes(list []notation.Note, at *cell) {
	for _, n := range list {
		if n.Code == placeholderNote {
			continue // the missing target was reported with the name of its row
		}
		r.add(engine.Issue{Code: n.Code, Severity: n.Severity, Args: n.Args, Source: at.source}, at.place())
	}
}

func (r *reader) add(issue engine.Issue, at place) {
	r.raised = append(r.raised, raised{issue, at, r.sub, r.indicator})
}

// faults turns what the cell reader noticed into issues.
func (r *reader) faults(doc *grid.Document) {
	if len(doc.Faults) == 0 {
		return
	}
	r.about(nil, -1)
	places := r.places()
	for _, fault := range doc.Faults {
		at, found := places[fault.Place]
		if !found {
			at = place{sheet: r.sheetNamed(fault.Place.Sheet), row: -1}
		}
		if fault.Code == grid.FaultFormula && r.guides[at.sheet] {
			continue // it counts what is blank
		}
		r.fault(fault, at)
	}
}

func (r *reader) fault(fault grid.Fault, at place) {
	if fault.Code == grid.FaultPageBreakUnclear && isSettledByLabels(fault.Args[0].Value, fault.Args[1].Value) {
		return
	}
	args := make([]engine.Arg, len(fault.Args))
	for i, arg := range fault.Args {
		args[i] = engine.Arg(arg)
	}
	issue := engine.Issue{Code: fault.Code, Severity: engine.Warning, Args: args, Source: sourceOf(fault.Place)}
	if known, found := codeIndex[faultCodes[fault.Code]]; found {
		issue.Code, issue.Severity = known.Code, known.Severities[0]
	}
	r.add(issue, at)
}

// places finds cells by their places, and rows of a text by their lines.
func (r *reader) places() map[grid.Place]place {
	if r.placed != nil {
		return r.placed
	}
	index := make(map[grid.Place]place)
	r.placed = index
	for _, s := range r.sheets {
		for _, row := range s.rows {
			for i, c := range row {
				index[c.Place] = c.place()
				if i == 0 && c.Place.Line > 0 {
					index[grid.Place{File: c.Place.File, Sheet: c.Place.Sheet, Line: c.Place.Line}] = c.place()
				}
			}
		}
	}
	return index
}

func (r *reader) sheetNamed(name string) int {
	for _, s := range r.sheets {
		if s.name == name {
			return s.at
		}
	}
	return 0
}

// finishIssues fills in the ids and puts the issues into the order of the file.
func (r *reader) finishIssues() {
	slices.SortStableFunc(r.raised, func(a, b raised) int {
		return cmp.Or(cmp.Compare(a.sheet, b.sheet), cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col))
	})
	r.result.Issues = make([]engine.Issue, len(r.raised))
	for i, issue := range r.raised {
		if issue.sub != nil {
			issue.Project = issue.sub.ID()
			if issue.indicator >= 0 && issue.indicator < len(issue.sub.Indicators) {
				issue.Indicator = issue.sub.Indicators[issue.indicator].ID
			}
		}
		r.result.Issues[i] = issue.Issue
	}
}
