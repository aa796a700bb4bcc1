package assessment

import (
	"cmp"
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
	// ahead is how many pages wait for who takes them beside each that is in work; 0 for one. More of them help where several are taken at once and then
	// none for a while, because a batch is written and the disk waited for.
	ahead int
}

// eachPage reads pages, does some work on each, and yields what the work gave in the order of the pages.
func eachPage[T any](ctx context.Context, pages Pages, work pageWork[T]) iter.Seq2[[]T, error] {
	return inOrder(ctx, work.ahead, func(yield func(pageOf[T], error) bool) {
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

// inOrder yields what pages give in their order. The first one is worked on here: often there is no other, and waking somebody for the one project
// that changed takes longer than to score it. Of the rest several are in work at the same time, and no more are asked for than the caller takes.
func inOrder[T any](ctx context.Context, ahead int, pages iter.Seq2[pageOf[T], error]) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		next, stop := iter.Pull2(pages)
		defer stop()
		read, err, found := next()
		if !found {
			return
		}
		var list []T
		if err = cmp.Or(err, ctx.Err()); err == nil {
			list, err = read()
		}
		if !yield(list, err) || err != nil {
			return
		}
		if read, err, found = next(); found {
			besideEachOther(ctx, max(1, ahead), &pageJob[T]{read: read, err: err}, next, yield)
		}
	}
}

// besideEachOther works on a page and on those behind it, and yields what they give in their order.
func besideEachOther[T any](ctx context.Context, ahead int, first *pageJob[T], next func() (pageOf[T], error, bool), yield func([]T, error) bool) {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	jobs := make(chan *pageJob[T], ahead*runtime.GOMAXPROCS(0))
	go func() {
		defer close(jobs)
		startPages(inner, first, next, jobs)
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

// pageJob is one page in work.
type pageJob[T any] struct {
	read  pageOf[T]
	list  []T
	err   error
	ready chan struct{}
}

// startPages is the reader: it takes texts from the store and starts the work on one page after the other, as places become free.
func startPages[T any](ctx context.Context, job *pageJob[T], next func() (pageOf[T], error, bool), jobs chan<- *pageJob[T]) {
	places := make(chan struct{}, runtime.GOMAXPROCS(0))
	for found := true; found; {
		job.ready = make(chan struct{})
		if job.err = cmp.Or(job.err, ctx.Err()); job.err != nil {
			close(job.ready)
			jobs <- job
			return
		}
		jobs <- job
		places <- struct{}{}
		go job.work(places)
		job = new(pageJob[T])
		job.read, job.err, found = next()
	}
}

// work reads the page and gives its place back.
func (j *pageJob[T]) work(places <-chan struct{}) {
	defer func() { <-places }()
	defer close(j.ready)
	j.list, j.err = j.read()
	j.read = nil // and with it the texts of the page, which would wait with what came of them
}
