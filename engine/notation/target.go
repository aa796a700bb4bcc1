package notation

import (
	"strings"

	"jixiao/engine"
)

// ParseTarget reads a target (年度指标值). It never fails: what is no target is a MissingTarget, and Text always holds the
// original without the white space around it.
func ParseTarget(text string, ctx Context) (engine.Target, []Note) {
	return engine.Target{Text: strings.TrimSpace(text), Kind: engine.WordsTarget}, nil
}
