package notation

import (
	"strings"
	"testing"
	"time"

	"jixiao/engine"
)

// TestLongTexts holds reading to linear time: a megabyte of anything is words or nothing, and at once.
func TestLongTexts(t *testing.T) {
	const size = 1 << 20
	for _, piece := range []string{"1", "9,", "≥1", "不低于", "约", "(", "()", "元/", "元每", "一", "每亩", "2025年", "3个镇、", "计划", "*", "\u200b", "0O", "≥80且", "(≥90%)"} {
		text := strings.Repeat(piece, size/len(piece))
		for _, text := range []string{text, "1" + text + "%"} {
			start := time.Now()
			target, _ := ParseTarget(text, Context{Year: 2025, Unit: text, Name: text, Sign: text})
			actual, _ := ParseActual(text, Context{Year: 2025, Unit: text, Name: text})
			_ = FormatTarget(target) + FormatActual(actual)
			if took := time.Since(start); took > time.Minute {
				t.Errorf("a megabyte of %q takes %s", piece, took)
			}
			blank := strings.TrimSpace(strings.ReplaceAll(piece, "\u200b", "")) == ""
			if numeric := target.Kind == engine.NumberTarget || actual.Kind == engine.NumberActual; numeric && !blank {
				t.Errorf("a megabyte of %q is a number", piece)
			}
		}
	}
}
