package main

import (
	"os"
	"runtime/debug"
	"syscall"
)

// peakOf is the greatest memory of a process that ended, in KiB.
func peakOf(state *os.ProcessState) int64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss
	}
	return 0
}

// forgetPeak makes the system forget how much memory this program had, as far as it gives it back: a child begins with the greatest memory of its
// parent.
func forgetPeak() error {
	debug.FreeOSMemory()
	return os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}
