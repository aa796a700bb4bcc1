package grid

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// getThreadTimes is not among the functions that the library has.
var getThreadTimes = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetThreadTimes")

// threadClock tells what the processor has worked for one thread. Any thread may ask it.
type threadClock struct {
	thread windows.Handle
	start  time.Duration
}

// newThreadClock is the clock of the calling thread.
func newThreadClock() *threadClock {
	thread, err := windows.OpenThread(windows.THREAD_QUERY_INFORMATION, false, windows.GetCurrentThreadId())
	if err != nil {
		return &threadClock{}
	}
	c := &threadClock{thread: thread}
	c.start = c.now()
	return c
}

// worked is the work done since the clock was made.
func (c *threadClock) worked() time.Duration { return c.now() - c.start }

// now is 0 where the system does not say it.
func (c *threadClock) now() time.Duration {
	var created, ended, kernel, user windows.Filetime
	done, _, _ := getThreadTimes.Call(uintptr(c.thread), uintptr(unsafe.Pointer(&created)), uintptr(unsafe.Pointer(&ended)),
		uintptr(unsafe.Pointer(&kernel)), uintptr(unsafe.Pointer(&user)))
	if done == 0 {
		return 0
	}
	return timeOf(kernel) + timeOf(user)
}

// timeOf is a span of time that Windows counts in steps of 100 ns.
func timeOf(t windows.Filetime) time.Duration {
	return time.Duration(int64(t.HighDateTime)<<32|int64(t.LowDateTime)) * 100
}

func (c *threadClock) close() {
	if c.thread != 0 {
		_ = windows.CloseHandle(c.thread) // nothing is lost with it
	}
}
