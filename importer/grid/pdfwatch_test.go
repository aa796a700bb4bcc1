package grid

import (
	"context"
	"runtime"
	"testing"
	"time"
)

// TestUntilUsedUp says when the reading of a pdf is stopped.
func TestUntilUsedUp(t *testing.T) {
	const allowed = time.Second
	tests := []struct {
		name            string
		worked, elapsed time.Duration
		want            time.Duration
	}{
		{"at the beginning", 0, 0, time.Second},
		{"the machine is quiet", 900 * time.Millisecond, 900 * time.Millisecond, 100 * time.Millisecond},
		{"the work is used up", time.Second, time.Second, 0},
		{"the machine is busy", 200 * time.Millisecond, 5 * time.Second, 800 * time.Millisecond},
		{"nearly used up", 999 * time.Millisecond, 5 * time.Second, pdfPause},
		{"patience comes to its end", 0, 9500 * time.Millisecond, 500 * time.Millisecond},
		{"patience is at its end", 0, 10 * time.Second, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := untilUsedUp(test.worked, test.elapsed, allowed); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// TestPDFWatch stops whoever works too much, and not who has to wait.
func TestPDFWatch(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	const allowed = 100 * time.Millisecond
	watch := watchPDF(ctx, cancel, allowed)
	time.Sleep(2 * allowed)
	if runtime.GOOS == "linux" && ctx.Err() != nil {
		t.Fatalf("stopped after %v of work", watch.clock.worked())
	}
	watch.allow(2 * allowed)
	for ctx.Err() == nil {
		if worked := watch.clock.worked(); worked > 20*allowed {
			t.Fatalf("%v were allowed, %v were worked", 2*allowed, worked)
		}
	}
	if worked := watch.clock.worked(); runtime.GOOS == "linux" && worked < 2*allowed && time.Since(watch.began) < 2*pdfPatience*allowed {
		t.Errorf("stopped after %v of work", worked)
	}
}
