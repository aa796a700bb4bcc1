package notation

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestZZPerf(t *testing.T) {
	for _, piece := range []string{"1", "≥1", "约", "(", "元/", "2025年", "完成", "。", "\u200b", " ", "合格率", "\xff"} {
		text := strings.Repeat(piece, (1<<20)/len(piece)) + "1"
		s := time.Now()
		ParseTarget(text, Context{Year: 2025})
		a := time.Since(s)
		s = time.Now()
		ParseActual(text, Context{Year: 2025})
		b := time.Since(s)
		s = time.Now()
		ParseTarget("95", Context{Year: 2025, Name: text})
		c := time.Since(s)
		s = time.Now()
		ParseTarget("95", Context{Year: 2025, Unit: text})
		d := time.Since(s)
		s = time.Now()
		ParseTarget("95", Context{Year: 2025, Sign: text})
		e := time.Since(s)
		fmt.Printf("%q %v %v name %v unit %v sign %v\n", piece, a, b, c, d, e)
	}
	for _, piece := range []string{"1", "≥1", "不低于", "约", "(", "元/", "2025年", "完成", "95%1", "O0", "≥80且", "3个镇、", "超", "在", "元每"} {
		text := strings.Repeat(piece, 4000/len(piece))
		s := time.Now()
		ParseTarget(text, Context{Year: 2025})
		a := time.Since(s)
		s = time.Now()
		ParseActual(text, Context{Year: 2025})
		b := time.Since(s)
		fmt.Printf("4k %q %v %v\n", piece, a, b)
	}
}
