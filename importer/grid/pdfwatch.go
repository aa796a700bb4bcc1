package grid

import (
	"context"
	"sync/atomic"
	"time"
)

// How long a pdf may take: a fixed part, and more for every thousand characters that were really read. It is counted as work of the thread
// that reads, which a busy machine and other files under reading do not add to.
const (
	pdfTime            = 1200 * time.Millisecond
	pdfTimeForThousand = 100 * time.Millisecond
)

// pdfPatience is how many times as long as its work may take a pdf may take by the clock, so that a machine that does not come to it at all
// ends the reading too.
const pdfPatience = 10

// pdfPause is the least time between two looks at the work that was done.
const pdfPause = 10 * time.Millisecond

// pdfWatch stops the reading of a pdf when its work is used up.
type pdfWatch struct {
	clock   *threadClock
	began   time.Time
	allowed atomic.Int64 // nanoseconds of work
}

// watchPDF watches the calling goroutine, which has to be locked to its thread, and cancels a context that ends at last when the reading does.
func watchPDF(ctx context.Context, cancel context.CancelFunc, allowed time.Duration) *pdfWatch {
	w := &pdfWatch{clock: newThreadClock(), began: time.Now()}
	w.allow(allowed)
	go w.run(ctx, cancel)
	return w
}

// allow sets how much work may be done from the beginning on.
func (w *pdfWatch) allow(work time.Duration) { w.allowed.Store(int64(work)) }

func (w *pdfWatch) run(ctx context.Context, cancel context.CancelFunc) {
	defer w.clock.close()
	for {
		wait := untilUsedUp(w.clock.worked(), time.Since(w.began), time.Duration(w.allowed.Load()))
		if wait == 0 {
			cancel()
			return
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
	}
}

// untilUsedUp is how long to wait before there is anything to see, 0 where the allowed work is done or patience is at its end.
func untilUsedUp(worked, elapsed, allowed time.Duration) time.Duration {
	if worked >= allowed || elapsed >= pdfPatience*allowed {
		return 0
	}
	return max(min(allowed-worked, pdfPatience*allowed-elapsed), pdfPause)
}
