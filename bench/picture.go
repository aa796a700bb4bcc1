package main

import (
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strings"
)

// The measures of the picture, in pixels.
const (
	labelWidth  = 330
	barsWidth   = 420
	valueWidth  = 110
	broken      = 24 // how much longer a bar is that goes beyond the axis
	barHeight   = 16
	barStep     = 22
	headHeight  = 34
	pictureEdge = 12
)

// drawn are the tasks that work on the whole year, in the order of the picture.
var drawn = []string{keyCopy, keyCase, keyFull, keyAgain, "percent", "one", "what-if", "diff", "check", "summary", keyOffice}

// bar is one bar: how long an indicator takes, in nanoseconds.
type bar struct {
	name string
	ns   float64
	fill string
}

// picture draws the time on the clock for an indicator of all figures, a group of bars for each year. The program is black, baselines are white,
// LibreOffice is hatched, so that it can be printed without colours.
func picture(all []*figures) string {
	var groups [][]bar
	for _, f := range all {
		groups = append(groups, f.bars())
	}
	axis := scaleOf(groups)
	var b strings.Builder
	height := pictureEdge
	for i, group := range groups {
		all[i].draw(&b, group, height, axis)
		height += headHeight + barStep*len(group) + 2*pictureEdge
	}
	return fmt.Sprintf(pictureHead, labelWidth+barsWidth+valueWidth, height, labelWidth+barsWidth+valueWidth, height) + b.String() + "</svg>\n"
}

const pictureHead = `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
<title>Time on the clock for an indicator</title>
<defs><pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="#000" stroke-width="2"/></pattern></defs>
<rect width="100%%" height="100%%" fill="#fff"/>
`

func (f *figures) bars() []bar {
	var list []bar
	for _, key := range drawn {
		r := f.find(key)
		if r == nil {
			continue
		}
		list = append(list, bar{name: r.Name, ns: 1e6 * r.wall() / float64(f.Indicators), fill: fillOf(key)})
	}
	return list
}

func fillOf(key string) string {
	switch key {
	case keyCopy, keyCase:
		return "#fff"
	case keyOffice:
		return "url(#hatched)"
	}
	return "#000"
}

// scale is the axis of all bars: nanoseconds at its end, and between two of its lines.
type scale struct{ end, step float64 }

// scaleOf begins at 0 and has five to ten lines. The bars of LibreOffice may go beyond it, so that the others can be told apart.
func scaleOf(groups [][]bar) scale {
	end := 1.0
	for _, bar := range slices.Concat(groups...) {
		if bar.fill != fillOf(keyOffice) {
			end = max(end, bar.ns)
		}
	}
	step := math.Pow10(int(math.Floor(math.Log10(end))))
	switch {
	case end < 2*step:
		step /= 5
	case end < 5*step:
		step /= 2
	}
	return scale{math.Ceil(end/step) * step, step}
}

func (s scale) width(ns float64) float64 { return barsWidth * ns / s.end }

// draw draws a bar. One that goes beyond the axis ends behind a gap.
func (s scale) draw(b *strings.Builder, bar bar, y int) {
	width, beyond := s.width(bar.ns), bar.ns > s.end
	if beyond {
		width = barsWidth + broken
	}
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"#000\"/>",
		labelWidth-8, y+12, escaped(bar.name), labelWidth, y, width, barHeight, bar.fill)
	if beyond {
		fmt.Fprintf(b, "<path d=\"M%d %dl8 %d\" stroke=\"#fff\" stroke-width=\"6\"/>", labelWidth+barsWidth+4, y-2, barHeight+4)
	}
	fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%d\" paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"4\">%s</text>\n", labelWidth+width+6, y+12, duration(bar.ns))
}

// draw draws the bars of one year below a height.
func (f *figures) draw(b *strings.Builder, bars []bar, top int, axis scale) {
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>\n", pictureEdge, top+12,
		escaped(fmt.Sprintf("%s projects, %s indicators", grouped(f.Projects), grouped(f.Indicators))))
	first := top + headHeight
	for at := 0.0; at <= axis.end+axis.step/2; at += axis.step {
		x := labelWidth + axis.width(at)
		fmt.Fprintf(b, "<path d=\"M%.1f %dV%d\" stroke=\"#999\" stroke-dasharray=\"2 3\"/><text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" font-size=\"10\">%s</text>\n",
			x, first-4, first+barStep*len(bars), x, first-8, duration(at))
	}
	for i, bar := range bars {
		axis.draw(b, bar, first+barStep*i)
	}
}

// duration writes nanoseconds with three digits in the unit that fits.
func duration(ns float64) string {
	switch {
	case ns == 0:
		return "0"
	case ns < 1e3:
		return fmt.Sprintf("%.3g ns", ns)
	case ns < 1e6:
		return fmt.Sprintf("%.3g µs", ns/1e3)
	}
	return fmt.Sprintf("%.3g ms", ns/1e6)
}

func escaped(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		panic("bench: " + err.Error()) // a builder takes everything
	}
	return b.String()
}
