package engine

import "strings"

// Guard makes a text harmless in a spreadsheet: where it begins with a character that starts a formula, or with its full-width
// form, it gets a leading apostrophe. A plain signed number or percentage is left alone. Whoever reads such a file back takes the
// apostrophe off again ([Unguard]).
func Guard(text string) string {
	if needsGuard(text) {
		return "'" + text
	}
	return text
}

// Unguard takes off the apostrophe that [Guard] put before a text: Unguard(Guard(text)) is text, whatever the text.
func Unguard(text string) string {
	if rest, found := strings.CutPrefix(text, "'"); found && needsGuard(rest) {
		return rest
	}
	return text
}

// needsGuard looks behind apostrophes that a text has of its own, so that those are not taken for the guard.
func needsGuard(text string) bool {
	bare := strings.TrimLeft(text, "'")
	return startsFormula(bare) && !(bare == text && plainNumber(text))
}

func startsFormula(text string) bool {
	for _, first := range text {
		return strings.ContainsRune("=+-@\t\r\n＝＋－＠", first)
	}
	return false
}

// plainNumber tells whether a text is a signed decimal number in ASCII, perhaps with a percent sign.
func plainNumber(text string) bool {
	digits := strings.TrimSuffix(strings.TrimLeft(text, "+-"), "%")
	if len(text)-len(strings.TrimLeft(text, "+-")) > 1 {
		return false
	}
	whole, fraction, hasPoint := strings.Cut(digits, ".")
	return onlyDigits(whole) && (!hasPoint || onlyDigits(fraction))
}

func onlyDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
