package reports

import "strings"

// formGrid is the official form as bands of blocks, before anybody decides about pages, rows and heights.
type formGrid struct {
	bands  []band
	spans  []blockSpan
	titles int // the band of the indicators' headers, repeated on every page that they reach
	behind int // the band behind the last indicator
}

// band is one logical row of the form.
type band struct {
	least  float64 // its height at least, in points
	heads  bool    // it is the head of the next one, or closes the form with it, and stays with it
	blocks []block
}

// blockSpan is a block beside several bands, first to last.
type blockSpan struct {
	first, last int
	label       bool // a label of the form itself, beside a whole part of it
	block
}

// block is one cell of a band, reaching over columns from..to (1 is A).
type block struct {
	from, to int
	look     look
	text     string
	own      string // the end of text that the program wrote, whose lines may be broken by it
	figure   Figure // instead of text, where its kind is not words
	// explanation says how a score came about, a line each.
	explanation []string
	tall        bool // part of a band of several rows of a sheet
}

func textBlock(from, to int, look look, text string) block {
	return block{from: from, to: to, look: look, text: text}
}

// ours returns the block with the end of its text that is the program's.
func (b block) ours(own string) block {
	b.own = own
	return b
}

// parts parts the block's text, or what was made of it, into the unit's words and those of the program below them.
func (b block) parts(text string) (theirs, own string) {
	theirs, found := strings.CutSuffix(text, b.own)
	if !found || b.own == "" {
		return text, ""
	}
	return strings.TrimSuffix(theirs, "\n"), b.own
}

// figureBlock shows a figure as a number where it is one, and otherwise as words in the middle of the cell.
func figureBlock(from, to int, figure Figure) block {
	b := block{from: from, to: to, look: centreLook, text: figure.Text, figure: figure}
	switch figure.Kind {
	case PointsFigure:
		b.look = pointsLook
	case SignedFigure:
		b.look = signedLook
	case MoneyFigure:
		b.look = moneyLook
	case PercentFigure:
		b.look = percentLook
	}
	return b
}

// explained returns the block with what explains its score.
func (b block) explained(lines []string) block {
	b.explanation = lines
	return b
}

func newFormGrid(v *View) *formGrid {
	g := &formGrid{}
	g.head(v)
	g.funds(v)
	g.goal(v)
	g.indicators(v)
	g.closing(v)
	g.endTogether()
	return g
}

// lastTogether is how many of the last indicators stay on the page of the total and of who signs.
const lastTogether = 2

// endTogether keeps the last bands on one page: the total alone on a page would be signed by somebody who sees nothing of what it sums up.
func (g *formGrid) endTogether() {
	for i := max(g.behind-lastTogether, g.titles+1); i < len(g.bands)-1; i++ {
		g.bands[i].heads = true
	}
}

func (g *formGrid) band(least float64, blocks ...block) {
	g.bands = append(g.bands, band{least: least, blocks: blocks})
}

// heading is a band that stays with the next one.
func (g *formGrid) heading(least float64, blocks ...block) {
	g.bands = append(g.bands, band{least, true, blocks})
}

// beside sets a label beside the bands from first to the last one so far.
func (g *formGrid) beside(first int, b block) {
	g.spans = append(g.spans, blockSpan{first, len(g.bands) - 1, true, b})
}

func (g *formGrid) head(v *View) {
	g.heading(34, textBlock(1, lastColumn, titleLook, v.Title))
	g.heading(20, textBlock(1, lastColumn, yearLook, v.Year))
	g.band(leastHeight, textBlock(1, 1, headLook, v.Words.Name), textBlock(2, lastColumn, centreLook, v.Name))
	g.band(leastHeight, textBlock(1, 1, headLook, v.Words.Department), textBlock(2, 4, centreLook, v.Department),
		textBlock(5, 5, headLook, v.Words.Unit), textBlock(6, lastColumn, centreLook, v.Unit))
}

func (g *formGrid) funds(v *View) {
	first := len(g.bands)
	g.heading(leastHeight, textBlock(2, 3, headLook, ""), textBlock(4, 4, headLook, v.Words.Initial), textBlock(5, 5, headLook, v.Words.Adjusted),
		textBlock(6, 6, headLook, v.Words.Executed), textBlock(7, 7, headLook, v.Words.FundsWeight), textBlock(8, 8, headLook, v.Words.Rate),
		textBlock(9, 9, headLook, v.Words.FundsPoints))
	explanation := v.ExecutionExplanation // of the first line, the total
	for _, line := range v.Budget {
		g.band(leastHeight, textBlock(2, 3, textLook, line.Label), figureBlock(4, 4, line.Initial), figureBlock(5, 5, line.Adjusted),
			figureBlock(6, 6, line.Executed), figureBlock(7, 7, line.Weight), figureBlock(8, 8, line.Rate), figureBlock(9, 9, line.Score).explained(explanation))
		explanation = nil
	}
	g.beside(first, textBlock(1, 1, headLook, v.Words.Funds+"\n（"+v.MoneyUnit+"）"))
}

func (g *formGrid) goal(v *View) {
	first := len(g.bands)
	g.heading(leastHeight, textBlock(2, 5, headLook, v.Words.Expected), textBlock(6, lastColumn, headLook, v.Words.GoalActual))
	g.band(48, textBlock(2, 5, textLook, v.Goal), textBlock(6, lastColumn, textLook, v.GoalActual))
	g.beside(first, textBlock(1, 1, headLook, v.Words.Goal))
}

func (g *formGrid) indicators(v *View) {
	g.titles = len(g.bands)
	g.heading(leastHeight, textBlock(2, 2, headLook, v.Words.Level1), textBlock(3, 3, headLook, v.Words.Level2), textBlock(4, 4, headLook, v.Words.Indicator),
		textBlock(5, 5, headLook, v.Words.Target), textBlock(6, 6, headLook, v.Words.Actual), textBlock(7, 7, headLook, v.Words.Weight),
		textBlock(8, 8, headLook, v.Words.Points), textBlock(9, 9, headLook, v.Words.Reason))
	for i := range v.Indicators {
		line := &v.Indicators[i]
		g.class(2, line.Level1Span, line.Level1)
		g.class(3, line.Level2Span, line.Level2)
		g.band(leastHeight, textBlock(4, 4, textLook, line.Name), textBlock(5, 5, centreLook, line.Target),
			textBlock(6, 6, centreLook, line.Actual), figureBlock(7, 7, line.Weight), figureBlock(8, 8, line.Score).explained(line.Explanation),
			textBlock(9, 9, textLook, line.Remark).ours(line.Added))
	}
	g.behind = len(g.bands)
	g.beside(g.titles, textBlock(1, 1, headLook, v.Words.Indicators))
}

// class sets a class beside the next bands; none where a band above covers them.
func (g *formGrid) class(column, bands int, text string) {
	if bands > 0 {
		g.spans = append(g.spans, blockSpan{len(g.bands), len(g.bands) + bands - 1, false, textBlock(column, column, centreLook, text)})
	}
}

func (g *formGrid) closing(v *View) {
	for _, line := range v.Adjustments {
		g.band(leastHeight, textBlock(1, 6, centreLook, v.Words.Adjustment+"："+line.Label), textBlock(7, 7, centreLook, Dash),
			figureBlock(8, 8, line.Points), textBlock(9, 9, textLook, ""))
	}
	total := figureBlock(8, 8, v.Total)
	total.look = strongLook
	if v.Total.Kind == PointsFigure {
		total.look = strongPointsLook
	}
	weight := figureBlock(7, 7, v.Weight)
	weight.look = strongPointsLook
	g.band(leastHeight, textBlock(1, 6, strongLook, v.Words.Total), weight, total, textBlock(9, 9, strongLook, v.Words.Grade+"："+v.Grade))
	if len(v.Notes) > 0 {
		notes := strings.Join(v.Notes, "\n")
		g.band(leastHeight, textBlock(1, 1, headLook, v.Words.Notes), textBlock(2, lastColumn, textLook, notes).ours(notes))
	}
	g.band(28, textBlock(1, 4, plainLook, v.Words.Filler+v.Filler), textBlock(5, 7, plainLook, v.Words.Telephone+v.Telephone),
		textBlock(8, lastColumn, plainLook, v.Words.FilledOn+v.FilledOn))
	if v.Basis != "" {
		g.band(leastHeight, textBlock(1, lastColumn, plainLook, v.Basis).ours(v.Basis))
	}
}

// explanations adds how the scores came about, for a paper that has no notes beside its cells.
func (g *formGrid) explanations(v *View) {
	if !v.Explained() {
		return
	}
	g.heading(leastHeight, textBlock(1, lastColumn, headLook, v.Words.Explanation))
	for _, e := range v.explanations() {
		g.band(leastHeight, textBlock(1, 3, textLook, e.name), textBlock(4, lastColumn, textLook, strings.Join(e.lines, "\n")))
	}
}
