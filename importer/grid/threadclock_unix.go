//go:build unix && !linux

package grid

import (
	"syscall"
	"time"
)

// threadClock stands for the clock of a thread where one thread cannot ask for that of another: it tells what the processor has worked for
// the whole program, but never more than the time that went by.
type threadClock struct {
	begin time.Time
	start time.Duration
}

func newThreadClock() *threadClock { return &threadClock{time.Now(), processTime()} }

// worked is the work done since the clock was made.
func (c *threadClock) worked() time.Duration {
	return min(processTime()-c.start, time.Since(c.begin))
}

func processTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func (c *threadClock) close() {}
