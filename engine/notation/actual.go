package notation

import (
	"strings"

	"jixiao/engine"
)

// ParseActual reads what was achieved (实际完成值). It never fails: a blank cell is not reported, and so are the marks that
// forms put where there is nothing to say.
func ParseActual(text string, ctx Context) (engine.Actual, []Note) {
	trimmed := strings.TrimSpace(text)
	return engine.Actual{Text: trimmed, Reported: trimmed != "", Kind: engine.WordsActual}, nil
}
