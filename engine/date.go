package engine

import (
	"fmt"
	"time"
)

// Date is a day of the civil calendar, without time or zone. The zero value is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns the date, not ok where the calendar has no such day or the year lies outside 1900..2200.
func NewDate(year int, month time.Month, day int) (Date, bool) {
	if year < 1900 || year > 2200 {
		return Date{}, false
	}
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	d := Date{year, month, day}
	return d, t.Year() == year && t.Month() == month && t.Day() == day
}

// EndOfMonth returns the last day of a month.
func EndOfMonth(year int, month time.Month) Date {
	return dateOf(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC))
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(text string) (Date, bool) {
	t, err := time.Parse("2006-01-02", text)
	if err != nil {
		return Date{}, false
	}
	return NewDate(t.Year(), t.Month(), t.Day())
}

func dateOf(t time.Time) Date { return Date{t.Year(), t.Month(), t.Day()} }

// IsZero tells whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String writes YYYY-MM-DD, or nothing for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// DaysAfter returns how many days d lies after other; negative where it lies before.
func (d Date) DaysAfter(other Date) int {
	// In seconds: a time.Duration ends after 292 years, and the calendar here has 301.
	const day = 24 * 60 * 60
	return int((d.time().Unix() - other.time().Unix()) / day)
}

// AddDays returns the date n days later.
func (d Date) AddDays(n int) Date { return dateOf(d.time().AddDate(0, 0, n)) }

func (d Date) time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }
