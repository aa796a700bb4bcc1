package spool

import (
	"os"
	"slices"
	"testing"
)

type thing struct {
	Name   string
	Weight *int64
	Parts  []string
}

func things(n int) []thing {
	zero := int64(0)
	list := make([]thing, n)
	for i := range list {
		list[i] = thing{Name: string([]byte{'a' + byte(i%26), 0xff})} // no text of any encoding
		if i%2 == 0 {
			list[i].Weight = &zero
		}
		if i%3 == 0 {
			list[i].Parts = []string{}
		}
	}
	return list
}

func filled(t *testing.T, limit int, list []thing) *List[thing] {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	l := New[thing](limit, nil)
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
	})
	for _, v := range list {
		if err := l.Append(v); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func equal(a, b thing) bool {
	return a.Name == b.Name && (a.Weight == nil) == (b.Weight == nil) && (a.Weight == nil || *a.Weight == *b.Weight) &&
		(a.Parts == nil) == (b.Parts == nil) && slices.Equal(a.Parts, b.Parts)
}

func check(t *testing.T, l *List[thing], want []thing) {
	t.Helper()
	var got []thing
	for v, err := range l.All() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, v)
	}
	if !slices.EqualFunc(got, want, equal) || l.Len() != len(want) {
		t.Fatalf("%d values, want %d: %+v", l.Len(), len(want), got)
	}
	for _, i := range []int{0, len(want) / 2, len(want) - 1} {
		if i < 0 || i >= len(want) {
			continue
		}
		if v, err := l.At(i); err != nil || !equal(v, want[i]) {
			t.Errorf("at %d: %+v %v, want %+v", i, v, err, want[i])
		}
	}
}

func TestList(t *testing.T) {
	for _, limit := range []int{0, 1, 50, 99, 100, 1000} {
		all := things(100)
		l := filled(t, limit, all)
		check(t, l, all)
		for _, length := range []int{100, 80, 20, 0} {
			if err := l.Cut(length); err != nil {
				t.Fatal(err)
			}
			check(t, l, all[:length])
		}
		for _, v := range all[:30] {
			if err := l.Append(v); err != nil {
				t.Fatal(err)
			}
		}
		check(t, l, all[:30])
	}
}

func TestPart(t *testing.T) {
	all := things(60)
	l := filled(t, 20, all)
	for _, part := range [][2]int{{0, 60}, {0, 0}, {5, 15}, {10, 30}, {20, 21}, {36, 52}, {59, 60}, {60, 60}} {
		sequence := l.Part(part[0], part[1])
		for range 2 { // a sequence can be read again
			var got []thing
			for v, err := range sequence {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, v)
			}
			if !slices.EqualFunc(got, all[part[0]:part[1]], equal) {
				t.Errorf("%v: %+v", part, got)
			}
		}
	}
}

func TestNilListIsEmpty(t *testing.T) {
	var l *List[thing]
	check(t, l, nil)
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// What is appended while the list is read is not met by that reading.
func TestGrowsWhileRead(t *testing.T) {
	all := things(10)
	l := filled(t, 3, all)
	count := 0
	for v, err := range l.All() {
		if err == nil {
			err = l.Append(v)
		}
		if err != nil {
			t.Fatal(err)
		}
		count++
	}
	if count != 10 || l.Len() != 20 {
		t.Errorf("%d read, %d there", count, l.Len())
	}
	check(t, l, append(all, all...))
}

// The disk's errors arrive where values are appended or read.
func TestDiskFails(t *testing.T) {
	t.Setenv("TMPDIR", "/nowhere/at/all")
	l := New[thing](1, nil)
	if err := l.Append(thing{}); err != nil {
		t.Errorf("in memory: %v", err)
	}
	if err := l.Append(thing{}); err == nil {
		t.Error("a file was made where none can be")
	}
	if l.Len() != 1 {
		t.Errorf("%d values", l.Len())
	}
}
