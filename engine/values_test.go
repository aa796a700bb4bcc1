package engine_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"jixiao/engine"
)

func TestPointsAreWritten(t *testing.T) {
	cases := []struct {
		points     engine.Points
		text, json string
	}{
		{0, "0.00", "0"}, {1, "0.01", "0.01"}, {10, "0.10", "0.1"}, {974, "9.74", "9.74"}, {1000, "10.00", "10"}, {10000, "100.00", "100"},
		{-1, "-0.01", "-0.01"}, {-974, "-9.74", "-9.74"}, {-1000, "-10.00", "-10"},
		{math.MaxInt64, "92233720368547758.07", "92233720368547758.07"}, {math.MinInt64, "-92233720368547758.08", "-92233720368547758.08"},
	}
	for _, c := range cases {
		if got := c.points.String(); got != c.text {
			t.Errorf("%d hundredths are written %q, want %q", int64(c.points), got, c.text)
		}
		if got, _ := json.Marshal(c.points); string(got) != c.json {
			t.Errorf("%d hundredths are %s in JSON, want %s", int64(c.points), got, c.json)
		}
	}
	if engine.Points(974).Rational().Cmp(engine.NewRational(487, 50)) != 0 {
		t.Error("974 hundredths are not 9.74 points")
	}
}

func TestMoneyIsWritten(t *testing.T) {
	cases := []struct {
		money                 engine.Money
		text, grouped, asJSON string
	}{
		{0, "0.00", "0.00", "0"}, {7, "0.07", "0.07", "0.07"}, {-7, "-0.07", "-0.07", "-0.07"}, {99_999, "999.99", "999.99", "999.99"},
		{100_000, "1000.00", "1,000.00", "1000"}, {-100_000, "-1000.00", "-1,000.00", "-1000"}, {-99_999, "-999.99", "-999.99", "-999.99"},
		{15_000_000, "150000.00", "150,000.00", "150000"}, {1_001_659_600, "10016596.00", "10,016,596.00", "10016596"},
		{-123_456_789_01, "-123456789.01", "-123,456,789.01", "-123456789.01"},
		{engine.MaxMoney, "10000000000000.00", "10,000,000,000,000.00", "10000000000000"},
	}
	for _, c := range cases {
		if got := c.money.String(); got != c.text {
			t.Errorf("%d fen are written %q, want %q", int64(c.money), got, c.text)
		}
		if got := c.money.Grouped(); got != c.grouped {
			t.Errorf("%d fen are printed %q, want %q", int64(c.money), got, c.grouped)
		}
		if got, _ := json.Marshal(c.money); string(got) != c.asJSON {
			t.Errorf("%d fen are %s in JSON, want %s", int64(c.money), got, c.asJSON)
		}
	}
}

func TestMoneyFromDecimal(t *testing.T) {
	cases := []struct {
		text     string
		exponent int
		fen      engine.Money
		ok       bool
	}{
		{"150000.00", 0, 15_000_000, true}, {"15", 4, 15_000_000, true}, {"0.0001", 4, 100, true}, {"0.000001", 4, 1, true}, {"0.0000001", 4, 0, false},
		{"21.545760", 4, 21_545_760, true}, {"1.5", 8, 15_000_000_000, true}, {"0.001", 0, 0, false}, {"-3.2", 0, -320, true}, {"0", 4, 0, true},
		{"10000000000000", 0, engine.MaxMoney, true}, {"10000000000000.01", 0, 0, false}, {"-10000000000000.01", 0, 0, false},
		{"999999999999999999", 8, 0, false},
	}
	for _, c := range cases {
		d, _ := engine.ParseDecimal(c.text)
		fen, ok := engine.MoneyFromDecimal(d, c.exponent)
		if ok != c.ok || ok && fen != c.fen {
			t.Errorf("%s × 10^%d yuan = %d fen, %v; want %d, %v", c.text, c.exponent, int64(fen), ok, int64(c.fen), c.ok)
		}
	}
}

func TestPointsFromDecimal(t *testing.T) {
	cases := []struct {
		text   string
		points engine.Points
		ok     bool
	}{
		{"10", 1000, true}, {"9.74", 974, true}, {"9.745", 0, false}, {"-1", -100, true}, {"1000000", engine.MaxPoints, true}, {"1000000.01", 0, false},
		{"-1000000.01", 0, false}, {"999999999999999999", 0, false},
	}
	for _, c := range cases {
		d, _ := engine.ParseDecimal(c.text)
		points, ok := engine.PointsFromDecimal(d)
		if ok != c.ok || ok && points != c.points {
			t.Errorf("%s points = %d, %v; want %d, %v", c.text, int64(points), ok, int64(c.points), c.ok)
		}
	}
}

func TestNewDate(t *testing.T) {
	cases := []struct {
		year  int
		month time.Month
		day   int
		ok    bool
	}{
		{2025, time.February, 28, true}, {2025, time.February, 29, false}, {2024, time.February, 29, true}, {1900, time.February, 29, false},
		{2000, time.February, 29, true}, {2025, time.April, 31, false}, {2025, 13, 1, false}, {2025, 0, 1, false}, {2025, 1, 0, false},
		{1899, 12, 31, false}, {1900, 1, 1, true}, {2200, 12, 31, true}, {2201, 1, 1, false},
	}
	for _, c := range cases {
		d, ok := engine.NewDate(c.year, c.month, c.day)
		if ok != c.ok {
			t.Errorf("NewDate(%d, %d, %d) = %v, %v", c.year, c.month, c.day, d, ok)
			continue
		}
		if !ok {
			continue
		}
		if again, ok := engine.ParseDate(d.String()); !ok || again != d {
			t.Errorf("%v is read back as %v", d, again)
		}
	}
	for _, text := range []string{"", "2025-2-1", "2025/02/01", "20250201", "2025-02-30", "2025-02-01 ", "1800-01-01", "2025-00-01"} {
		if d, ok := engine.ParseDate(text); ok {
			t.Errorf("ParseDate(%q) = %v", text, d)
		}
	}
	if (engine.Date{}).String() != "" || !(engine.Date{}).IsZero() {
		t.Error("no date is written as something")
	}
}

func TestDateArithmetic(t *testing.T) {
	first, _ := engine.NewDate(1900, 1, 1)
	last, _ := engine.NewDate(2200, 12, 31)
	day, count := first, 0
	for day != last {
		next := day.AddDays(1)
		if next.DaysAfter(day) != 1 || day.DaysAfter(next) != -1 {
			t.Fatalf("%v and %v are not a day apart", day, next)
		}
		if checked, ok := engine.NewDate(next.Year, next.Month, next.Day); !ok || checked != next {
			t.Fatalf("%v is no date", next)
		}
		day = next
		count++
		if got := day.DaysAfter(first); got != count {
			t.Fatalf("%v is %d days after %v, want %d", day, got, first, count)
		}
	}
	// 301 years, 73 of them leap years.
	if want := 301*365 + 73 - 1; count != want {
		t.Errorf("%v is %d days after %v, want %d", last, count, first, want)
	}
}

func TestEndOfMonth(t *testing.T) {
	for want, month := range map[string]time.Month{"2025-12-31": 12, "2025-02-28": 2, "2025-09-30": 9, "2025-01-31": 1} {
		if got := engine.EndOfMonth(2025, month).String(); got != want {
			t.Errorf("month %d ends on %s, want %s", month, got, want)
		}
	}
	if got := engine.EndOfMonth(2024, 2).String(); got != "2024-02-29" {
		t.Errorf("February 2024 ends on %s", got)
	}
}
