package importer

import (
	"strings"

	"jixiao/engine"
)

// The program's own forms say behind a unit's reason, between 〔 and 〕, why a row has no score, and which scores stand side by side. When such
// a form comes back, that is no reason, and nobody of the unit wrote it.

// remarkBegins are the beginnings of what the program writes, folded.
var remarkBegins = []string{"系统提示:", "自评", "核算", "审核意见:"}

// cutRemark takes what the program wrote off the end of a text.
func cutRemark(text string) (own, remark string) {
	text = strings.TrimSpace(text)
	if !strings.HasSuffix(text, "〕") {
		return text, ""
	}
	for at := range text {
		inside, opens := strings.CutPrefix(text[at:], "〔")
		if opens && beginsRemark(engine.Fold(inside)) {
			return strings.TrimSpace(text[:at]), text[at:]
		}
	}
	return text, ""
}

// beginsRemark tells what the program writes from what a unit may: behind 自评 and 核算 stands a score.
func beginsRemark(fold string) bool {
	for _, begin := range remarkBegins {
		rest, found := strings.CutPrefix(fold, begin)
		if found && (strings.HasSuffix(begin, ":") || rest != "" && rest[0] >= '0' && rest[0] <= '9' ||
			strings.HasPrefix(rest, engine.Undetermined.Label()) || strings.HasPrefix(rest, engine.NotApplicable.Label())) {
			return true
		}
	}
	return false
}

// noteReason keeps a reason without what the program wrote behind it, and says so.
func (f *form) noteReason(c *cell, text string, keep func(own string)) {
	own, remark := cutRemark(text)
	switch {
	case remark == "":
		own = text
	case own == "":
		f.report(ProgramRemark, []*cell{c}, remark)
		return
	default:
		f.raise(ProgramRemark, c, remark)
	}
	c.use(engine.ColumnReason.ID())
	keep(own)
}
