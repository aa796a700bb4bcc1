package notation

import "jixiao/engine"

// ParseAmount reads an amount of money or a number of points as forms print it: 150,000.00, full-width digits, spaces, 元
// behind it. A number whose separators are not every three digits is refused.
func ParseAmount(text string) (engine.Decimal, bool) { return engine.ParseDecimal(text) }
