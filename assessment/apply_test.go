package assessment

import (
	"reflect"
	"strconv"
	"testing"

	"jixiao/engine"
	"jixiao/engine/notation"
	"jixiao/examples"
)

// TestRememberedActuals holds a memory of texts against reading every text anew, under every name and in two years.
func TestRememberedActuals(t *testing.T) {
	memory := newMemory()
	var names []string
	for generated := range examples.Generate(3, 60, 2025) {
		for i := range generated.Submission.Indicators {
			names = append(names, generated.Submission.Indicators[i].Name)
		}
	}
	texts := []string{"", "/", "487场", "约500", "100%", "95", "11月", "2024年3月", "12月底", "一级", "达成预期指标", "10万", "1,234,5", "20251120", "202512", "２０２５ 12", "2025-12", "2025.1"}
	for generated := range examples.Generate(5, 60, 2025) {
		for _, value := range generated.Records {
			if value.Field == engine.RecordActual {
				texts = append(texts, value.Value)
			}
		}
	}
	for _, year := range []int{2025, 2024} {
		for i, text := range append(texts, texts...) {
			for _, name := range []string{"发放册数", "完成时间", names[i%len(names)]} {
				want, _ := notation.ParseActual(text, notation.Context{Year: year, Name: name})
				if got := memory.read(text, year, name); !reflect.DeepEqual(got, want) {
					t.Fatalf("%q of %s in %d: %+v, want %+v", text, name, year, got, want)
				}
			}
		}
	}
	for i := range 3 * actualsKnown {
		memory.read("x"+strconv.Itoa(i), 2025, "")
		if want, got := memory.read("487场", 2025, ""), memory.read("487场", 2025, ""); !reflect.DeepEqual(got, want) || !got.Reported {
			t.Fatalf("after %d texts: %+v", i, got)
		}
	}
	if known := len(memory.fresh) + len(memory.stale); known > 2*actualsKnown {
		t.Errorf("%d texts are remembered", known)
	}
	if _, found := memory.recall("487场", 2025); !found {
		t.Error("a text that comes again and again was forgotten")
	}
}
