package reports

import (
	"strconv"

	"jixiao/engine"
)

// Pictures are drawn in whole units of a tenth of a CSS pixel, so that no machine rounds them otherwise: 6400 is 640 pixels.
const drawWidth = 6400

// mark is a dashed line with words at it: where a grade begins.
type mark struct {
	At    int
	Label string
	// LabelAt keeps labels of neighbours apart.
	LabelAt int
}

// bar is one bar with its number. Fill names a pattern: grades differ in black and white too.
type bar struct {
	X, Y, Width, Height int
	Fill                string
	Label, Text         string
	TextAt              int // across in the ranking, down in the distribution
	Middle              int
}

// barPicture is the distribution of totals.
type barPicture struct {
	Title, Desc   string
	Bars          []bar
	Marks         []mark
	Ticks         []mark
	Left, Base    int
	Width, Height int
}

// fills are the patterns of grades from the best down; more grades begin again.
var fills = [...]string{"#444", "url(#hatch)", "url(#dots)", "#fff"}

// fillOf is the pattern of the grade of a total.
func (b *Bureau) fillOf(total engine.Points) string {
	for i, band := range b.Bands {
		if total >= band.From {
			return fills[i%len(fills)]
		}
	}
	return fills[len(fills)-1]
}

// drawDistribution draws the twenty bins, as high as the most frequent one allows.
func (b *Bureau) drawDistribution() barPicture {
	const left, top, base, step = 300, 420, 2400, 300
	picture := barPicture{Title: b.say("figure-distribution"), Desc: b.distributionWords(), Left: left, Base: base, Width: drawWidth, Height: base + 320}
	bins := b.All.Distribution()
	most := 1
	for _, bin := range bins {
		most = max(most, bin.Projects)
	}
	for i, bin := range bins {
		height := (base - top) * bin.Projects / most
		picture.Bars = append(picture.Bars, bar{X: left + i*step + 20, Y: base - height, Width: step - 40, Height: height, Fill: b.fillOf(bin.From),
			Label: binLabel(bin, i == len(bins)-1), Text: count(bin.Projects).Text, TextAt: base - height - 50, Middle: left + i*step + step/2})
		low, _ := bin.From.Rational().Decimal(0)
		picture.Ticks = append(picture.Ticks, mark{At: left + i*step, Label: low})
	}
	picture.Ticks = append(picture.Ticks, mark{At: left + len(bins)*step, Label: "100"})
	picture.Marks = b.gradeMarks(func(from engine.Points) int { return left + int(from)*step/int(bins[0].To) })
	return picture
}

// gradeMarks are where grades begin, but for the lowest, which begins with nothing.
func (b *Bureau) gradeMarks(place func(engine.Points) int) (marks []mark) {
	for i, band := range b.Bands {
		if band.From > 0 {
			marks = append(marks, mark{At: place(band.From), LabelAt: 130 + 120*(i%2),
				Label: b.say("grade-from", "grade", band.Name, "points", band.From.String())})
		}
	}
	return marks
}

// distributionWords describe the picture to whoever does not see it.
func (b *Bureau) distributionWords() string {
	text := ""
	for i, bin := range b.All.Distribution() {
		if bin.Projects > 0 {
			if text != "" {
				text += b.say("and")
			}
			text += binLabel(bin, i == len(b.All.Distribution())-1) + ": " + count(bin.Projects).Text
		}
	}
	if text == "" {
		return b.say("none")
	}
	return text
}

// rankPicture is a part of the ranking of departments: as many bars as fit a page.
type rankPicture struct {
	Title, Desc string
	Bars        []bar
	Marks       []mark
	Left        int
	Height      int
	Width       int
}

// rankedBars is how many bars stand in one picture.
const rankedBars = 32

// drawRankings draws the departments' means, in pictures of [rankedBars]. Departments without a total have no bar and are in the table.
func (b *Bureau) drawRankings() (pictures []rankPicture) {
	var ranked []engine.RankedPart
	for _, part := range b.Ranking() {
		if part.Rank > 0 {
			ranked = append(ranked, part)
		}
	}
	for from := 0; from < len(ranked); from += rankedBars {
		to := min(from+rankedBars, len(ranked))
		pictures = append(pictures, b.drawRanking(ranked[from:to], from, len(ranked)))
	}
	return pictures
}

func (b *Bureau) drawRanking(parts []engine.RankedPart, before, all int) rankPicture {
	const left, top, step = 2300, 320, 170
	picture := rankPicture{Left: left, Width: drawWidth + 600, Height: top + step*len(parts) + 60,
		Title: b.say("figure-departments", "from", count(before+1).Text, "to", count(before+len(parts)).Text, "count", count(all).Text)}
	place := func(p engine.Points) int { return left + int(min(p, engine.FullMarks))*4000/int(engine.FullMarks) }
	for i, part := range parts {
		value, known := part.Totals.Value()
		figure := mean(value, known)
		rounded, _ := engine.RoundHalfUp(value)
		name := shorten(count(part.Rank).Text+" "+b.department(part.Name).Text, 30)
		y := top + i*step
		end := place(rounded)
		picture.Bars = append(picture.Bars, bar{X: left, Y: y + 25, Width: end - left, Height: step - 50, Fill: b.fillOf(rounded),
			Label: name, Text: figure.Text, TextAt: max(end, left) + 60, Middle: y + step/2 + 40})
		if i > 0 {
			picture.Desc += b.say("and")
		}
		picture.Desc += name + ": " + figure.Text
	}
	picture.Marks = b.gradeMarks(place)
	return picture
}

// shorten cuts a text to a width in half characters, and says so with an ellipsis; the whole text stands in the table.
func shorten(text string, width int) string {
	text = printable(text)
	used := 0
	for at, r := range text {
		if used += sheetCells(r); used > width {
			return text[:at] + "…"
		}
	}
	return text
}

// spreadPicture is funds against totals: a circle for the projects of a class of budgets and a bin.
type spreadPicture struct {
	Title, Desc string
	Circles     []circle
	Columns     []mark
	Rows        []mark
	Marks       []mark
	Left, Base  int
	Width       int
	Height      int
	None        string // where there is nothing to draw
}

type circle struct {
	X, Y, Radius int
	Text         string
	TextAt       int
}

// drawSpread draws the circles; the largest nearly fills its place, and the others are in proportion to it by their areas.
func (b *Bureau) drawSpread() spreadPicture {
	const left, top, column, row, largest, words = 500, 320, 540, 190, 90, 750
	bins := b.All.Distribution()
	base := top + row*len(bins)
	picture := spreadPicture{Title: b.say("figure-spread"), Left: left, Base: base, Width: left + column*len(b.Spread) + words, Height: base + 280}
	most := 0
	for i := range b.Spread {
		picture.Columns = append(picture.Columns, mark{At: left + i*column + column/2, Label: b.fundsLabel(i)})
		for _, projects := range b.Spread[i] {
			most = max(most, projects)
		}
	}
	for j := 0; j <= len(bins); j += 2 {
		picture.Rows = append(picture.Rows, mark{At: base - j*row, Label: strconv.Itoa(j * 5)})
	}
	for i := range b.Spread {
		for j, projects := range b.Spread[i] {
			if projects == 0 {
				continue
			}
			x, y, radius := left+i*column+column/2, base-j*row-row/2, max(root(largest*largest*projects/most), 14)
			picture.Circles = append(picture.Circles, circle{x - 90, y, radius, count(projects).Text, x - 90 + radius + 25})
		}
	}
	picture.Marks = b.gradeMarks(func(from engine.Points) int { return base - int(from)*row/int(bins[0].To) })
	if picture.Desc = picture.Title; most == 0 {
		picture.None = b.say("none")
	}
	return picture
}

// root is the whole part of a square root.
func root(n int) int {
	r := 0
	for (r+1)*(r+1) <= n {
		r++
	}
	return r
}
