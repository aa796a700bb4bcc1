package assessment

import (
	"context"
	"iter"
	"runtime"

	"jixiao/engine"
)

// Pages are projects in pages, each as a function that reads it; several may run at the same time.
type Pages = iter.Seq2[func() ([]engine.Stored, error), error]

// eachPage reads pages, does some work on each, and yields what the work gave in the order of the pages. Several pages are in work at
// the same time, and no more are asked for than the caller takes. Work must not touch what the caller works on.
func eachPage[T any](ctx context.Context, pages Pages, work func([]engine.Stored) ([]T, error)) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		inner, cancel := context.WithCancel(ctx)
		defer cancel()
		jobs := make(chan *pageJob[T], runtime.GOMAXPROCS(0))
		places := make(chan struct{}, runtime.GOMAXPROCS(0))
		go func() {
			defer close(jobs)
			startPages(inner, pages, work, jobs, places)
		}()
		failed := false
		for job := range jobs {
			<-job.ready
			if failed {
				continue
			}
			if failed = !yield(job.list, job.err) || job.err != nil; failed {
				cancel()
			}
		}
	}
}

// pageJob is one page in work.
type pageJob[T any] struct {
	list  []T
	err   error
	ready chan struct{}
}

// startPages starts the work on one page after the other, as places become free.
func startPages[T any](ctx context.Context, pages Pages, work func([]engine.Stored) ([]T, error), jobs chan<- *pageJob[T], places chan struct{}) {
	for read, err := range pages {
		job := &pageJob[T]{ready: make(chan struct{}), err: err}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			job.err = err
			close(job.ready)
			jobs <- job
			return
		}
		jobs <- job
		places <- struct{}{}
		go func() {
			defer func() { <-places }()
			defer close(job.ready)
			var page []engine.Stored
			if page, job.err = read(); job.err == nil {
				job.list, job.err = work(page)
			}
		}()
	}
}
