package engine_test

import (
	"errors"
	"testing"

	"jixiao/engine"
)

var bands2020 = []engine.Band{{"优", 9000}, {"良", 8000}, {"中", 6000}, {"差", 0}}

func TestProveBands(t *testing.T) {
	if err := engine.ProveBands(bands2020); err != nil {
		t.Errorf("the bands of 10号: %v", err)
	}
	if err := engine.ProveBands([]engine.Band{{"通过", 0}}); err != nil {
		t.Errorf("one band for all: %v", err)
	}
	if err := engine.ProveBands([]engine.Band{{"满分", 10000}, {"其他", 0}}); err != nil {
		t.Errorf("a band from 100: %v", err)
	}
	cases := []struct {
		name, code, band string
		bands            []engine.Band
	}{
		{"no bands", "no-bands", "", nil},
		{"a hole at the bottom", "hole", "中", []engine.Band{{"优", 9000}, {"中", 6000}}},
		{"below 0", "hole", "差", []engine.Band{{"优", 9000}, {"差", -100}}},
		{"wrong order", "order", "优", []engine.Band{{"良", 8000}, {"优", 9000}, {"差", 0}}},
		{"an overlap", "order", "良", []engine.Band{{"优", 9000}, {"良", 9000}, {"差", 0}}},
		{"beyond 100", "beyond", "超", []engine.Band{{"超", 10001}, {"差", 0}}},
		{"unnamed", "unnamed", "", []engine.Band{{"优", 9000}, {"", 0}}},
		{"one name twice", "unnamed", "优", []engine.Band{{"优", 9000}, {"优", 0}}},
	}
	for _, c := range cases {
		var wrong *engine.BandError
		err := engine.ProveBands(c.bands)
		if !errors.As(err, &wrong) || wrong.Code != c.code || wrong.Band != c.band || wrong.Error() == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestWindowHolds(t *testing.T) {
	share := func(tenths int64) engine.Rational { return engine.NewRational(tenths, 10) }
	met := engine.Window{From: share(8), To: share(10), ToIncluded: true}
	partly := engine.Window{From: share(6), To: share(8)}
	missed := engine.Window{From: share(0), To: share(6)}
	cases := []struct {
		weight, claimed     engine.Points
		met, partly, missed bool
	}{
		{1000, 1000, true, false, false}, {1000, 1001, false, false, false}, {1000, 800, true, false, false}, {1000, 799, false, true, false},
		{1000, 600, false, true, false}, {1000, 599, false, false, true}, {1000, 0, false, false, true}, {1000, -1, false, false, false},
		// 0.8 × 7.13 = 5.704 and 0.6 × 7.13 = 4.278: no hundredth lies on an edge.
		{713, 571, true, false, false}, {713, 570, false, true, false}, {713, 428, false, true, false}, {713, 427, false, false, true},
		{0, 0, true, false, false},
	}
	for _, c := range cases {
		if got := met.Holds(c.claimed, c.weight); got != c.met {
			t.Errorf("%v of %v met: %v", c.claimed, c.weight, got)
		}
		if got := partly.Holds(c.claimed, c.weight); got != c.partly {
			t.Errorf("%v of %v partly: %v", c.claimed, c.weight, got)
		}
		if got := missed.Holds(c.claimed, c.weight); got != c.missed {
			t.Errorf("%v of %v missed: %v", c.claimed, c.weight, got)
		}
	}
	for weight := engine.Points(1); weight < 1500; weight++ {
		for claimed := engine.Points(0); claimed <= weight; claimed++ {
			held := 0
			for _, w := range []engine.Window{met, partly, missed} {
				if w.Holds(claimed, weight) {
					held++
				}
			}
			if held != 1 {
				t.Fatalf("%v of %v lies in %d windows", claimed, weight, held)
			}
		}
	}
}

func TestConvert(t *testing.T) {
	cases := []struct {
		value    int64
		from, to string
		want     string // empty where refused
	}{
		{3, "公里", "米", "3000"}, {1500, "米", "公里", "1.5"}, {3, "亩", "平方米", "2000"}, {1, "公顷", "亩", "15"}, {2, "吨", "公斤", "2000"}, {7, "斤", "公斤", "3.5"},
		{90, "分钟", "小时", "1.5"}, {95, "‰", "%", "9.5"}, {12, "人", "名", "12"}, {1, "平方公里", "公顷", "100"}, {1, "立方米", "升", "1000"},
		{3, "个工作日", "工作日", "3"}, {24, "小时", "个小时", "24"}, {90, "分钟", "个小时", "1.5"}, {3, "百分点", "个百分点", "3"}, {2, "个季度", "季度", "2"}, {1, "个年度", "年度", "1"},
		{30, "个自然日", "日历天", "30"}, {30, "日历日", "个日历天", "30"},
		{5, "篇", "篇", "5"}, {5, " 篇", "篇　", "5"}, {5, "％", "%", "5"}, {5, "", "", "5"}, {1, "㎡", "平方米", "1"},
		{5, "篇", "个", ""}, {5, "人次", "人", ""}, {5, "天", "小时", ""}, {5, "米", "平方米", ""}, {5, "", "个", ""}, {5, "个", "", ""}, {5, "元", "%", ""}, {5, "元", "分", ""},
		{5, "个工作日", "天", ""}, {5, "工作日", "个自然日", ""}, {5, "自然日", "天", ""}, {5, "个百分点", "%", ""}, {5, "个人", "人", ""}, {5, "个月", "月", ""}, {5, "个点", "点", ""}, {1, "年", "年度", ""},
	}
	for _, c := range cases {
		got, ok := engine.Convert(engine.NewRational(c.value, 1), c.from, c.to)
		if ok != (c.want != "") {
			t.Errorf("%d %s in %s: ok %v", c.value, c.from, c.to, ok)
			continue
		}
		if text, exact := got.Decimal(6); ok && (text != c.want || !exact) {
			t.Errorf("%d %s are %s %s, want %s", c.value, c.from, text, c.to, c.want)
		}
		if back, okBack := engine.Convert(got, c.to, c.from); ok && (!okBack || back.Cmp(engine.NewRational(c.value, 1)) != 0) {
			t.Errorf("%d %s do not come back from %s", c.value, c.from, c.to)
		}
	}
	third, ok := engine.Convert(engine.NewRational(1, 1), "平方米", "亩")
	if !ok || third.Cmp(engine.NewRational(3, 2000)) != 0 {
		t.Error("a square metre is not exactly 3/2000 亩")
	}
}
