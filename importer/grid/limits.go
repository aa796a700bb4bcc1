package grid

// The limits that ErrorTooLarge names.
const (
	LimitFileBytes     = "file_bytes"
	LimitUnpackedBytes = "unpacked_bytes"
	LimitRatio         = "ratio"
	LimitEntries       = "entries"
	LimitXMLDepth      = "xml_depth"
	LimitXMLElements   = "xml_elements"
	LimitTokenBytes    = "xml_token"
	LimitSheets        = "sheets"
	LimitRows          = "rows"
	LimitColumns       = "columns"
	LimitCells         = "cells"
	LimitCellBytes     = "cell_bytes"
	LimitMerges        = "merges"
	LimitFaults        = "faults"
	LimitPages         = "pages"
	LimitGlyphs        = "glyphs"
	LimitDrawings      = "drawings"
	LimitSeconds       = "seconds"
	LimitMemory        = "memory"
)

// Limits bound what one file may cost. Each must be positive.
type Limits struct {
	// FileBytes is the size of the file as given.
	FileBytes int
	// UnpackedBytes is the sum over the parts of an archive, as declared and as really unpacked.
	UnpackedBytes int64
	// LargeBytes may be unpacked, beyond UnpackedBytes, where that is not more than LargeRatio times the size of the archive: what a
	// file costs is then in proportion to what had to be sent.
	LargeBytes, LargeRatio int64
	// Ratio is how many times its packed size a part larger than 4 MiB may unpack to.
	Ratio int64
	// Entries is the number of files in an archive.
	Entries int
	// XMLDepth is how deep elements may be nested; in a web page, tables.
	XMLDepth int
	// XMLElements is the number of elements in all parts that are read, or in a web page; XMLElementsPerByte is what a large archive may
	// hold beyond.
	XMLElements, XMLElementsPerByte int
	// TokenBytes is the size of one element with its attributes, or of one text.
	TokenBytes int64
	// Sheets is the number of worksheets.
	Sheets int
	// Rows and Columns bound the place of a non-blank cell; in text and csv they bound lines and fields, blank ones included.
	Rows, Columns int
	// Cells is the number of non-blank cells in the whole file, but for those that are read row by row.
	Cells int
	// CellBytes is the length of one cell's text in UTF-8.
	CellBytes int
	// Merges is the number of rows that all merged ranges of a sheet span together, and of the cells that lie under them.
	Merges int
	// Faults is the number of faults of one worksheet: mostly its formulas.
	Faults int
	// TextFaults is the number of faults of a text or csv: more of them mean that it is not what it was taken for.
	TextFaults int
	// Pages is the number of pages of a pdf.
	Pages int
	// Glyphs is the number of characters of a pdf, Drawings that of its lines and other objects.
	Glyphs, Drawings int
}

// DefaultLimits admit every form and a flat table of 100,000 rows in any format and one of 400,000 as a workbook, and stop a hostile file within seconds. doc.go has the figures behind them.
func DefaultLimits() Limits {
	return Limits{
		FileBytes:     64 << 20,
		LargeBytes:    1 << 30,
		LargeRatio:    40,
		UnpackedBytes: 192 << 20,
		Ratio:         250,
		Entries:       10_000,
		XMLDepth:      64,
		XMLElements:   6_000_000,

		XMLElementsPerByte: 2,

		TokenBytes: 8 << 20,
		Sheets:     256,
		Rows:       500_000,
		Columns:    4_096,
		Cells:      1_500_000,
		CellBytes:  1 << 20,
		Merges:     2_000_000,
		Faults:     400_000,
		TextFaults: 50_000,
		Pages:      1_000,
		Glyphs:     1_000_000,
		Drawings:   200_000,
	}
}

// unpacked is how many bytes an archive of the given size may unpack to.
func (l Limits) unpacked(size int) int64 {
	return max(l.UnpackedBytes, min(l.LargeBytes, l.LargeRatio*int64(size)))
}

// elements is how many XML elements an archive of the given size may hold.
func (l Limits) elements(size int) int { return max(l.XMLElements, l.XMLElementsPerByte*size) }
