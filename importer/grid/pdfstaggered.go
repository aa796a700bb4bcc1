package grid

import "strconv"

// columnSwitches is how often lines have to change from one side of a page to the other until they are two columns of text.
const columnSwitches = 3

// staggeredLines is how many lines at the beginning are two columns of text whose lines do not stand beside each other: read from top to
// bottom their sentences would be mixed. No line reaches over the free space between them.
func staggeredLines(lines []pdfLine) int {
	var left, right box
	switches, end, before := 0, 0, 0
	for i, l := range lines {
		if len(l.fragments(loneGap)) > 1 || i > 0 && l.box.top-lines[i-1].box.bottom > 3*l.box.height() {
			break
		}
		side := sideOf(l.box, &left, &right)
		if side == 0 {
			break
		}
		if before != 0 && side != before {
			switches++
		}
		before, end = side, i+1
	}
	if switches < columnSwitches {
		return 0
	}
	return end
}

// sideOf tells on which side a line stands, -1 or 1, and adds it to that side; 0 where it reaches over both.
func sideOf(line box, left, right *box) int {
	switch {
	case *left == box{}:
		*left = line
	case *right == box{} && line.left > left.right:
		*right = line
		return 1
	case *right == box{} && line.right < left.left:
		*left, *right = line, *left
		return -1
	case *right == box{} || line.right < right.left:
		*left = left.union(line)
	case line.left > left.right:
		*right = right.union(line)
		return 1
	default:
		return 0
	}
	return -1
}

// writeStaggered writes two columns of text one after the other, and says so.
func (w *pdfWriter) writeStaggered(lines []pdfLine) error {
	place := w.place(w.row, 0)
	var left, right box
	for _, l := range lines {
		sideOf(l.box, &left, &right)
	}
	for _, side := range []int{-1, 1} {
		for _, l := range lines {
			if (l.box.left > left.right) != (side == 1) {
				continue
			}
			if err := w.writeRow([]pdfLine{l}, nil); err != nil {
				return err
			}
		}
	}
	w.faults = append(w.faults, Fault{FaultTwoColumns, Args{{"lines", strconv.Itoa(len(lines))}}, place})
	return nil
}
