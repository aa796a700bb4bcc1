//go:build unix

package grid_test

import (
	"syscall"
	"testing"
	"time"
)

// stopwatch adds up the processor time of what it times, garbage collection included.
type stopwatch struct {
	spent time.Duration
	runs  int
}

func (s *stopwatch) time(f func()) {
	before := processorTime()
	f()
	s.spent += processorTime() - before
	s.runs++
}

func (s *stopwatch) seconds() float64 { return s.spent.Seconds() }

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func TestStopwatch(t *testing.T) {
	s := stopwatch{}
	s.time(func() {
		for begin := time.Now(); time.Since(begin) < 20*time.Millisecond; {
		}
	})
	if s.runs != 1 || s.seconds() == 0 {
		t.Errorf("%d runs in %v s", s.runs, s.seconds())
	}
}
