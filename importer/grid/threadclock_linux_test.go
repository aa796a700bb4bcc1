package grid

import (
	"runtime"
	"testing"
	"time"
)

// TestThreadClock counts the work of one thread, asked from another, and not what others do meanwhile.
func TestThreadClock(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	clock := newThreadClock()
	other := make(chan time.Duration)
	go func() {
		runtime.LockOSThread() // the thread ends with the goroutine
		own := newThreadClock()
		for own.worked() < 50*time.Millisecond {
		}
		other <- clock.worked()
	}()
	if worked := <-other; worked >= 25*time.Millisecond {
		t.Errorf("%v of work while the thread waited", worked)
	}
	begin := clock.worked()
	for clock.worked() < begin+20*time.Millisecond {
	}
	go func() { other <- clock.worked() }()
	if worked := <-other; worked < begin+20*time.Millisecond {
		t.Errorf("%v of work after 20 ms of it", worked)
	}
}
