package docx

// Document is what a file holds, from top to bottom.
type Document struct {
	Title   string // in the file's properties
	Margins Margins
	Blocks  []Block
}

// Margins are the empty edges of a page, in twips (1/1440 inch, 1/20 point).
type Margins struct{ Top, Right, Bottom, Left int }

// PageWidth is how wide a page is, in twips: A4 upright.
const PageWidth = 11_906

const pageHeight = 16_838

// Block is a [Paragraph] or a [Table].
type Block interface{ write(x *markup) }

// Style names how a paragraph looks. The zero value is the text of a form.
type Style string

// The styles that every document has.
const (
	FormText    Style = ""            // 宋体 10
	FormHead    Style = "FormHead"    // the labels of a form: 宋体 10, bold
	FormTitle   Style = "FormTitle"   // 黑体 18, in the middle
	FormYear    Style = "FormYear"    // 宋体 11, in the middle
	Gap         Style = "Gap"         // one point high: keeps two tables apart that would become one
	ReportTitle Style = "ReportTitle" // 方正小标宋简体 22, in the middle
	ReportHead  Style = "ReportHead"  // under the title: 仿宋 16, in the middle
	Heading1    Style = "Heading1"    // 黑体 16
	Heading2    Style = "Heading2"    // 楷体 16
	Body        Style = "Body"        // 仿宋 16, first line set in by two characters, lines 28 points apart
	Closing     Style = "Closing"     // 仿宋 16, to the right
)

// Align says where a text stands between the edges of its cell.
type Align uint8

// The places of a text in its cell.
const (
	Left Align = iota
	Centre
	Right
)

// Run is a piece of text of one look. A line feed in it begins a new line.
type Run struct {
	Text   string
	Marked bool // set off by a yellow ground, for a reader to find
}

// Paragraph is a paragraph of text.
type Paragraph struct {
	Style   Style
	Runs    []Run
	NewPage bool // begins a page
	// KeepNext keeps it on the page of the next paragraph.
	KeepNext bool
}

// Text returns a paragraph of one run.
func Text(style Style, text string) Paragraph {
	return Paragraph{Style: style, Runs: []Run{{Text: text}}}
}

// Table is a table as wide as the sum of its columns, with lines around every cell.
type Table struct {
	Columns []int // widths in twips
	Rows    []Row
	// Plain tables have no lines.
	Plain bool
}

// Row is a row of a table. Its cells' spans must sum to the table's columns.
type Row struct {
	Cells  []Cell
	Height int  // in twips at least; 0 leaves it to the text
	Header bool // stands at the top of every page that the table reaches; only the first rows of a table can
	Whole  bool // is not parted by the end of a page
	// KeepNext keeps it on the page of the next row, or of the paragraph behind the table.
	KeepNext bool
	Plain    bool // has no lines but that of the row above
}

// Merge says how a cell belongs to the one above it.
type Merge uint8

// The merges of a cell with its neighbours below and above.
const (
	Single    Merge = iota
	Begins          // the rows below go on with this cell
	Continues       // the cell above reaches down to here; the text of this one is not shown
)

// Cell is a cell of a row.
type Cell struct {
	Span  int // columns; 0 is 1
	Merge Merge
	Align Align
	Style Style
	Runs  []Run
}

// Fit scales widths of any unit to sum to a total exactly.
func Fit(widths []float64, total int) []int {
	sum := 0.0
	for _, width := range widths {
		sum += width
	}
	fitted, done, used := make([]int, len(widths)), 0.0, 0
	for i, width := range widths {
		done += width
		fitted[i] = int(done/sum*float64(total)+0.5) - used
		used += fitted[i]
	}
	return fitted
}
