package grid

// Place says where a cell or a fault stands in the input, so that a person can find it.
type Place struct {
	// File is the name that Read was given.
	File string
	// Sheet is the worksheet's name, "" for text and csv. In a pdf it is the page, "p3" for the third.
	Sheet string
	// Ref is "B7" in a worksheet and "c3" (third field, counted from 1, blank fields included) in text, csv and pdf. In Word documents and web pages,
	// where paragraphs and tables are counted from 1, it is "T2R5C3" for table 2, row 5, column 3 and "P12" for paragraph 12; what stands
	// around the body of a document has H1, F1, N1 or E1 before it: the first header, footer, foot-notes or end-notes. It is "" where no single cell is meant.
	Ref string
	// Line is the physical line, counted from 1, on which the field begins; in a pdf the row of its page. It is 0 in worksheets and documents, which have no lines.
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
	DelimiterSpaces    Delimiter = "spaces"
	DelimiterLine      Delimiter = "line"
)

// Grid is one worksheet, or the whole of a text, a document or a page.
// Grid is one worksheet, or the whole of a text or a pdf.
type Grid struct {
	// Sheet is the worksheet's name, "" for text, csv and pdf.
	Sheet string
	// Rows holds the non-blank cells by row, ordered by column. The index is the row's number from 0; a blank row is there and empty.
	// In a text a row is a line; in csv it is a record, which may run over several lines. In documents and pages it is a paragraph or a row of a table.
	Rows [][]Cell
	// Delimiter is what separated the fields. DelimiterTab, DelimiterPipe and DelimiterSpaces (columns that
	// stand below each other, or are drawn with lines) mean that at least one line was divided so and none by one named before; DelimiterLine
	// means that every line is a cell.
	Delimiter Delimiter
	// Hidden tells that the whole worksheet is hidden.
	Hidden bool

	long *longSheet
}

// Document is everything that was read from one file.
type Document struct {
	// File is the name that Read was given.
	File string
	// Format is what the content is, whatever the name says.
	Format Format
	// Encoding is one of the Encoding constants for text, csv and what is written as text (pages), "" otherwise.
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
