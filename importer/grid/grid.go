package grid

import (
	"fmt"
	"strings"
)

// Place says where a cell or a fault stands in the input, so that a person can find it.
type Place struct {
	// File is the name that Read was given.
	File string
	// Sheet is the worksheet's name, "" for text and csv.
	Sheet string
	// Ref is "B7" in a worksheet and "c3" (third field, counted from 1, blank fields included) in text and csv. It is "" where no single cell is meant.
	Ref string
	// Line is the physical line, counted from 1, on which the field begins. It is 0 in worksheets, which have no lines.
	Line int
}

// Cell is one non-blank cell.
type Cell struct {
	// Row and Col are counted from 0 within the grid. Blank rows and blank fields count.
	Row, Col int
	// Text is the content without outer white space, never "". Line breaks inside are kept as \n.
	Text string
	// Place is where the cell stands in the input.
	Place Place
	// MergeRows and MergeCols are the extent of the merged range that begins here, 1 and 1 without one.
	MergeRows, MergeCols int
	// Hidden marks a cell that a reader of the workbook does not see: its row, column or sheet is hidden, or a merged range lies over it.
	Hidden bool
	// Formula marks a value that a formula left; it was not computed here.
	Formula bool
}

// Delimiter names what separates the fields of a text.
type Delimiter string

// The delimiters. A grid from a worksheet has none.
const (
	DelimiterNone      Delimiter = ""
	DelimiterTab       Delimiter = "tab"
	DelimiterPipe      Delimiter = "pipe"
	DelimiterComma     Delimiter = "comma"
	DelimiterSemicolon Delimiter = "semicolon"
	DelimiterLine      Delimiter = "line"
)

// Grid is one worksheet, or the whole of a text.
type Grid struct {
	// Sheet is the worksheet's name, "" for text and csv.
	Sheet string
	// Rows holds the non-blank cells by row, ordered by column. The index is the row's number from 0; a blank row is there and empty.
	// In a text a row is a line; in csv it is a record, which may run over several lines.
	Rows [][]Cell
	// Delimiter is what separated the fields. DelimiterTab and DelimiterPipe mean that at least one line was divided so, DelimiterLine that every line is a cell.
	Delimiter Delimiter
	// Hidden tells that the whole worksheet is hidden.
	Hidden bool
}

// Document is everything that was read from one file.
type Document struct {
	// File is the name that Read was given.
	File string
	// Format is what the content is, whatever the name says.
	Format Format
	// Encoding is one of the Encoding constants for text and csv, "" otherwise.
	Encoding string
	// Grids are in the order of the file, those without a cell included.
	Grids []Grid
	// Faults are what a person should look at, in reading order within each grid.
	Faults []Fault
}

// CellCount is the number of non-blank cells: the "read" of the law of conservation.
func (d *Document) CellCount() int {
	count := 0
	for _, g := range d.Grids {
		for _, row := range g.Rows {
			count += len(row)
		}
	}
	return count
}

// Arg is one named argument of a fault or an error. Numbers are written in decimal.
type Arg struct{ Name, Value string }

// Args are the arguments of a fault or an error, always all of them and in the order that the code's comment gives.
type Args []Arg

// Get returns the value of the argument called name, "" where there is none.
func (a Args) Get(name string) string {
	for _, arg := range a {
		if arg.Name == name {
			return arg.Value
		}
	}
	return ""
}

// Fault is something in the input that a person should look at. The cells around it were read.
type Fault struct {
	Code  string
	Args  Args
	Place Place
}

// The codes of faults, with their arguments in order.
const (
	// FaultFormula (formula, value): the cell holds a formula; the value that its program last stored was taken.
	FaultFormula = "formula"
	// FaultFormulaNoValue (formula): a formula without a stored value. There is nothing to read, so there is no cell.
	FaultFormulaNoValue = "formula_no_value"
	// FaultCellError (value): the cell holds an error such as #DIV/0!, which is its text.
	FaultCellError = "cell_error"
	// FaultNumberRounded (stored, text): the stored number has more than the 15 digits that spreadsheet programs show, and rounding to them changed it.
	FaultNumberRounded = "number_rounded"
	// FaultStyleMissing (style, value): the cell names a number format that the workbook does not define; the bare number was taken, which may be a date or a percentage.
	FaultStyleMissing = "style_missing"
	// FaultMergeUnreadable (range): a merged range that cannot be understood; its cells were read as unmerged.
	FaultMergeUnreadable = "merge_unreadable"
	// FaultRagged (expected, found): a csv record has another number of fields than most, so that its values may stand in the wrong columns.
	FaultRagged = "csv_ragged"
	// FaultQuote (text): a csv field begins with a quotation mark that is not closed properly; the mark was taken as text.
	FaultQuote = "csv_quote"
)

// Error says why a file could not be read at all.
type Error struct {
	Code  string
	Args  Args
	Place Place
}

// The codes of errors, with their arguments in order.
const (
	// ErrorEmpty (): no bytes, or only white space.
	ErrorEmpty = "file_empty"
	// ErrorNoCells (format): the file is in order and holds no non-blank cell.
	ErrorNoCells = "file_no_cells"
	// ErrorTooLarge (what, limit): a limit was passed; what is one of the Limit constants.
	ErrorTooLarge = "file_too_large"
	// ErrorBinary (kind): a picture, a program, an archive or other data that no form is written in.
	ErrorBinary = "file_binary"
	// ErrorUnsupported (format): a document in a format that is recognised and cannot be read.
	ErrorUnsupported = "file_unsupported"
	// ErrorEncrypted (format): protected by a password.
	ErrorEncrypted = "file_encrypted"
	// ErrorBroken (format, part, reason): damaged; part is the file inside the archive or "", reason one of the Reason constants.
	ErrorBroken = "file_broken"
	// ErrorNotText (encoding, found): bytes that no text contains; found is the character as "U+0000", or "invalid" for bytes that the encoding does not have.
	ErrorNotText = "file_not_text"
)

// The reasons of ErrorBroken.
const (
	// ReasonArchive: the zip archive cannot be unpacked, or what it says about its content is not true.
	ReasonArchive = "archive"
	// ReasonDuplicatePart: two files of the archive have the same name.
	ReasonDuplicatePart = "duplicate_part"
	// ReasonPartMissing: a file that the workbook needs is not in the archive.
	ReasonPartMissing = "part_missing"
	// ReasonXML: not well-formed.
	ReasonXML = "xml"
	// ReasonDoctype: a DOCTYPE, which no workbook has and attackers use.
	ReasonDoctype = "doctype"
	// ReasonSharedString: a cell names a text that the workbook does not hold.
	ReasonSharedString = "shared_string"
	// ReasonReference: the reference of a row or a cell is wrong.
	ReasonReference = "reference"
	// ReasonDuplicateCell: two non-blank cells claim the same place.
	ReasonDuplicateCell = "duplicate_cell"
)

// The limits that ErrorTooLarge names.
const (
	LimitFileBytes     = "file_bytes"
	LimitUnpackedBytes = "unpacked_bytes"
	LimitRatio         = "ratio"
	LimitEntries       = "entries"
	LimitXMLDepth      = "xml_depth"
	LimitXMLElements   = "xml_elements"
	LimitSheets        = "sheets"
	LimitRows          = "rows"
	LimitColumns       = "columns"
	LimitCells         = "cells"
	LimitCellBytes     = "cell_bytes"
	LimitMerges        = "merges"
	LimitFaults        = "faults"
)

// Error gives code, arguments and place for logs; people read the catalogue's sentence.
func (e *Error) Error() string {
	var s strings.Builder
	s.WriteString("read " + e.Place.File + ": " + e.Code)
	for _, arg := range e.Args {
		fmt.Fprintf(&s, " %s=%q", arg.Name, arg.Value)
	}
	if e.Place.Sheet != "" || e.Place.Ref != "" {
		fmt.Fprintf(&s, " at %s!%s", e.Place.Sheet, e.Place.Ref)
	}
	if e.Place.Line > 0 {
		fmt.Fprintf(&s, " at line %d", e.Place.Line)
	}
	return s.String()
}

// Limits bound what one file may cost. Each must be positive.
type Limits struct {
	// FileBytes is the size of the file as given.
	FileBytes int
	// UnpackedBytes is the sum over the parts of an archive, as declared and as really unpacked.
	UnpackedBytes int64
	// Ratio is how many times its packed size a part larger than 4 MiB may unpack to.
	Ratio int64
	// Entries is the number of files in an archive.
	Entries int
	// XMLDepth is how deep elements may be nested.
	XMLDepth int
	// XMLElements is the number of elements in all parts that are read.
	XMLElements int
	// Sheets is the number of worksheets.
	Sheets int
	// Rows and Columns bound the place of a non-blank cell; in text and csv they bound lines and fields, blank ones included.
	Rows, Columns int
	// Cells is the number of non-blank cells in the whole file.
	Cells int
	// CellBytes is the length of one cell's text in UTF-8.
	CellBytes int
	// Merges is the number of rows that all merged ranges of a sheet span together.
	Merges int
	// Faults is the number of faults of one worksheet: mostly its formulas.
	Faults int
}

// DefaultLimits admit every form and a flat table of 100,000 rows, and stop a hostile file within seconds. doc.go has the figures behind them.
func DefaultLimits() Limits {
	return Limits{
		FileBytes:     64 << 20,
		UnpackedBytes: 192 << 20,
		Ratio:         250,
		Entries:       10_000,
		XMLDepth:      64,
		XMLElements:   6_000_000,
		Sheets:        256,
		Rows:          500_000,
		Columns:       4_096,
		Cells:         1_500_000,
		CellBytes:     1 << 20,
		Merges:        2_000_000,
		Faults:        1_000_000,
	}
}
