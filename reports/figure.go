package reports

import (
	"strconv"
	"strings"

	"jixiao/engine"
)

// FigureKind says what a figure's text is, so that a workbook can write a number as a number.
type FigureKind uint8

// The kinds of figures.
const (
	WordsFigure   FigureKind = iota // no number: blank, —, 无法判定, a range
	PointsFigure                    // points with two decimals
	SignedFigure                    // points with their sign
	MoneyFigure                     // an amount in the form's unit, grouped
	PercentFigure                   // a rate in percent
	CountFigure                     // a whole number of things
)

// Figure is one number of a form as every format shows it.
type Figure struct {
	Kind FigureKind
	Text string
}

// Dash stands where a form has no number to print.
const Dash = "—"

func words(text string) Figure { return Figure{Text: text} }

func points(p engine.Points) Figure { return Figure{PointsFigure, p.String()} }

func signed(p engine.Points) Figure {
	if p > 0 {
		return Figure{SignedFigure, "+" + p.String()}
	}
	return Figure{SignedFigure, p.String()}
}

// count writes how many there are.
func count(n int) Figure { return Figure{CountFigure, strconv.Itoa(n)} }

// mean writes a number of points, half up at the second decimal; a dash where it is not known.
func mean(x engine.Rational, known bool) Figure {
	if !known {
		return words(Dash)
	}
	text, _ := x.Decimal(2)
	return Figure{PointsFigure, twoDecimals(text)}
}

// shift is [mean] with a sign: of a difference.
func shift(x engine.Rational, known bool) Figure {
	figure := mean(x, known)
	if figure.Kind == WordsFigure {
		return figure
	}
	figure.Kind = SignedFigure
	if x.Sign() > 0 && figure.Text != "0.00" {
		figure.Text = "+" + figure.Text
	}
	return figure
}

// rate writes a rate in percent; a dash where it is not known.
func rate(x engine.Rational, known bool) Figure {
	if !known {
		return words(Dash)
	}
	return percent(x)
}

// moneySum writes a sum of amounts in yuan, all digits of it; a dash where there was no amount.
func moneySum(sum engine.MoneySum) Figure {
	yuan, known := sum.Yuan()
	if !known {
		return words(Dash)
	}
	text, _ := yuan.Decimal(2)
	return Figure{MoneyFigure, grouped(twoDecimals(text))}
}

// span writes the bounds of a total that nobody knows yet.
func span(atLeast, atMost engine.Points) Figure {
	return words(atLeast.String() + "–" + atMost.String())
}

// percent writes a rate in percent with two decimals, half up.
func percent(rate engine.Rational) Figure {
	text, _ := rate.Mul(engine.NewRational(100, 1)).Decimal(2)
	return Figure{PercentFigure, twoDecimals(text) + "%"}
}

// money writes an amount in a form's unit, exactly, with at least two decimals. A nil amount is a blank cell.
func money(m *engine.Money, unit string) Figure {
	if m == nil {
		return words("")
	}
	if unit != tenThousand {
		return Figure{MoneyFigure, m.Grouped()}
	}
	// Six decimals of 万元 are fen, so this is exact.
	text, _ := m.Rational().Mul(engine.NewRational(1, 10_000)).Decimal(6)
	return Figure{MoneyFigure, grouped(twoDecimals(text))}
}

func twoDecimals(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	for len(fraction) < 2 {
		fraction += "0"
	}
	return whole + "." + fraction
}

func grouped(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	start := 0
	if strings.HasPrefix(whole, "-") {
		start = 1
	}
	for i := len(whole) - 3; i > start; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole + "." + fraction
}

// Plain returns the figure's value as a plain decimal number, a percentage divided by 100, for a cell that holds a number. It is
// not ok where the figure is words.
func (f Figure) Plain() (number string, ok bool) {
	if f.Kind == WordsFigure {
		return "", false
	}
	text := strings.ReplaceAll(strings.TrimPrefix(f.Text, "+"), ",", "")
	if f.Kind != PercentFigure {
		return text, true
	}
	value, ok := engine.ParseDecimal(strings.TrimSuffix(text, "%"))
	if !ok {
		return "", false
	}
	value, ok = value.Shift(-2)
	return value.String(), ok
}
