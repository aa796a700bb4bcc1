package assessment

import (
	"context"
	"iter"
	"runtime"
	"slices"

	"jixiao/engine"
)

// Pages are projects in pages, several of which may be read at the same time.
type Pages = iter.Seq2[engine.PageReader, error]

// spares are pages that nobody needs any more, as many as are in work at once. The collector takes none of them. Nil keeps none.
type spares chan []engine.Bare

func newSpares() spares { return make(spares, runtime.GOMAXPROCS(0)) }

func (s spares) take() []engine.Bare {
	select {
	case page := <-s:
		return page
	default:
		return nil
	}
}

func (s spares) put(page []engine.Bare) {
	select {
	case s <- page:
	default:
	}
}

// pageWork is what is done on a page.
type pageWork[T any] struct {
	do func([]engine.Bare) ([]T, error)
	// spares takes the pages that were worked on, where nothing of their forms is kept but texts.
	spares spares
}

// eachPage reads pages, does some work on each, and yields what the work gave in the order of the pages.
func eachPage[T any](ctx context.Context, pages Pages, work pageWork[T]) iter.Seq2[[]T, error] {
	return inOrder(ctx, func(yield func(pageOf[T], error) bool) {
		for read, err := range pages {
			if !yield(func() ([]T, error) { return work.page(ctx, read) }, err) {
				return
			}
		}
	})
}

// atOnce is how many projects are worked on without a look at whether anybody still wants them: rules can be slow.
const atOnce = 10

func (w *pageWork[T]) page(ctx context.Context, read engine.PageReader) ([]T, error) {
	page, err := read(w.spares.take())
	if err != nil {
		return nil, err
	}
	defer w.spares.put(page)
	list := make([]T, 0, len(page))
	for some := range slices.Chunk(page, atOnce) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		done, err := w.do(some)
		if err != nil {
			return nil, err
		}
		list = append(list, done...)
	}
	return list, nil
}

// pageOf reads a page and does what work there is on it. It must not touch what the caller works on.
type pageOf[T any] = func() ([]T, error)

// inOrder yields what pages give in their order. Several are in work at the same time, and no more are asked for than the caller takes.
func inOrder[T any](ctx context.Context, pages iter.Seq2[pageOf[T], error]) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		inner, cancel := context.WithCancel(ctx)
		defer cancel()
		jobs := make(chan *pageJob[T], runtime.GOMAXPROCS(0))
		places := make(chan struct{}, runtime.GOMAXPROCS(0))
		go func() {
			defer close(jobs)
			startPages(inner, pages, jobs, places)
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
func startPages[T any](ctx context.Context, pages iter.Seq2[pageOf[T], error], jobs chan<- *pageJob[T], places chan struct{}) {
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
			job.list, job.err = read()
		}()
	}
}
