package grid

import (
	"fmt"
	"strings"
)

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
	// FaultSheetUnread (kind): a sheet of macros or a module of a program, kind "macros" or "module"; nothing in it was read.
	FaultSheetUnread = "sheet_unread"
	// FaultRagged (expected, found): a csv record has another number of fields than most, so that its values may stand in the wrong columns.
	FaultRagged = "csv_ragged"
	// FaultQuote (text): a csv field begins with a quotation mark that is not closed properly; the mark was taken as text.
	FaultQuote = "csv_quote"
	// FaultInvisible (text, found): characters stand in the cell that nobody sees and that change the order in which the others are shown,
	// so that a person reads something else; they were taken out. found lists them as "U+202E".
	FaultInvisible = "invisible_characters"
	// FaultHiddenText (text): hidden text stands in a cell that also has text that is shown; only the latter was taken.
	FaultHiddenText = "hidden_text"
	// FaultPrompt (text): a content control still shows its prompt, which nobody wrote; it was taken as blank.
	FaultPrompt = "prompt"
	// FaultSymbol (font, char): a symbol that is not known here; its private character was taken.
	FaultSymbol = "symbol_unknown"
	// FaultEmbedded (part): something is embedded in the document that cannot be read, such as a worksheet or a chart.
	FaultEmbedded = "embedded"
	// FaultCutOff (element): the page ends within this element; what should follow is not there.
	FaultCutOff = "cut_off"
	// FaultUnruled (lines, columns): a table of a pdf without ruling lines; its lines were divided into columns where they stand below each other.
	FaultUnruled = "pdf_unruled"
	// FaultUnaligned (lines): lines of a pdf that look like a table whose columns cannot be told; each line is a row, each piece of it a cell.
	FaultUnaligned = "pdf_unaligned"
	// FaultTwoColumns (lines): lines of a pdf that stand in two columns and not beside each other; the left column was read first.
	FaultTwoColumns = "pdf_two_columns"
	// FaultGlyphs (text, codes): characters whose meaning the pdf does not say; they read U+FFFD in the text. codes are what stands in their place in the file.
	FaultGlyphs = "pdf_glyphs"
	// FaultCrossed (text): a cell of a pdf whose text crosses its edge, so that parts of it may belong to a neighbour, or parts of a neighbour to it.
	FaultCrossed = "pdf_crossed"
	// FaultPageBreak (text): a cell of a pdf whose text was cut by the end of the page and put together again.
	FaultPageBreak = "pdf_page_break"
	// FaultPageBreakUnclear (text, before): a cell of a pdf at the beginning of a page, which may be the rest of the one at the end of the page before; it was left as a cell of its own.
	FaultPageBreakUnclear = "pdf_page_break_unclear"
	// FaultWatermark (text): slanted text across a page of a pdf; it is in no cell.
	FaultWatermark = "pdf_watermark"
	// FaultPicturePage (page): a page of a pdf that shows a picture and no text.
	FaultPicturePage = "pdf_picture_page"
	// FaultUnseenText (page): the text of a page is not drawn: it lies over a picture of the page, as text recognition leaves it.
	FaultUnseenText = "pdf_unseen_text"
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
	// ErrorMixed (encoding, other): text in two encodings; other is found at the line, the rest is in encoding.
	ErrorMixed = "file_mixed"
	// ErrorNoText (format, pages): a document of pictures, such as a scan.
	ErrorNoText = "file_no_text"
	// ErrorReader (format): the library that reads the format does not start on this machine.
	ErrorReader = "file_reader"
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
	// ReasonMIME: the parts of a web archive cannot be told apart, or one ends too early.
	ReasonMIME = "mime"
	// ReasonSharedString: a cell names a text that the workbook does not hold.
	ReasonSharedString = "shared_string"
	// ReasonReference: the reference of a row or a cell is wrong.
	ReasonReference = "reference"
	// ReasonDuplicateCell: two non-blank cells claim the same place.
	ReasonDuplicateCell = "duplicate_cell"
	// ReasonPanic: reading failed in a way that nobody foresaw.
	ReasonPanic = "panic"
	// ReasonCompound: the compound file around an old workbook cannot be unpacked, or what it says about its content is not true.
	ReasonCompound = "compound"
	// ReasonRecord: a record of an old workbook is cut off, or says what it cannot mean.
	ReasonRecord = "record"
	// ReasonSheetOffset: an old workbook says that a sheet stands where none does.
	ReasonSheetOffset = "sheet_offset"
	// ReasonCodePage: an old workbook holds texts in an encoding that is not known, or bytes that its encoding does not have.
	ReasonCodePage = "code_page"
	// ReasonPDF: the structure of a pdf, or of the page that part names, cannot be read.
	ReasonPDF = "pdf"
	// ReasonStream: the packed content of a pdf is damaged.
	ReasonStream = "stream"
	// ReasonLibrary: the library that reads the format crashed on the file.
	ReasonLibrary = "library"
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
