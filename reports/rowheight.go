package reports

// rowFit says how high a row of a list must be for its texts, in points and characters of the workbook's standard font.
type rowFit struct{ line, padding, margin float64 }

// scales are the sizes of a text in a list, as parts of the usual one. Rows of a list cannot be merged, since people sort and filter it: a
// text that would be higher than a row may be is set smaller.
var scales = [...]float64{1, 0.7, 0.5}

// fit returns the largest of the scales at which a text fits into a row, and how high the row must be then. What fits at none is shown in
// part; the cell holds all of it.
func (m rowFit) fit(text string, width float64) (scale int, height float64) {
	for scale = range scales {
		lines := len(wrap(text, int((width-m.margin)/scales[scale]), sheetCells))
		if height = float64(lines)*m.line*scales[scale] + m.padding; height <= mostHeight {
			return scale, height
		}
	}
	return scale, mostHeight
}
