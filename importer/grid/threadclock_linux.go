package grid

import (
	"time"

	"golang.org/x/sys/unix"
)

// threadClock tells what the processor has worked for one thread. Any thread may ask it.
type threadClock struct {
	id    int32
	start time.Duration
}

// newThreadClock is the clock of the calling thread.
func newThreadClock() *threadClock {
	c := &threadClock{id: clockOfThread(unix.Gettid())}
	c.start = c.now()
	return c
}

// clockOfThread is the number that Linux gives the clock of a thread: its own, inverted, above three bits that ask for the scheduler's
// clock (2) of a thread (4).
func clockOfThread(thread int) int32 { return int32(^thread<<3 | 4 | 2) }

// worked is the work done since the clock was made.
func (c *threadClock) worked() time.Duration { return c.now() - c.start }

// now is 0 after the end of the thread.
func (c *threadClock) now() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(c.id, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

func (c *threadClock) close() {}
