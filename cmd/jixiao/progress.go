package main

import (
	"iter"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"

	"jixiao/assessment"
	"jixiao/engine"
)

// progress returns a function that shows how far long work has come, how fast it goes and how long it will take, and one that clears the bar away. Without a terminal on
// standard error, or with --quiet or --json, both do nothing; with --log-format json they tell programs instead.
func (a *app) progress(code string, total int) (step func(done int), done func()) {
	if a.logFormat == logJSON && !a.config.Quiet {
		return a.progressEvents(code, total)
	}
	if !a.showsBars() {
		return func(int) {}, func() {}
	}
	bar := a.bar(code, total,
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString(a.say("progress.unit")),
		progressbar.OptionSetPredictTime(true),
	)
	return func(n int) { _ = bar.Set(n) }, func() { _ = bar.Clear() }
}

func (a *app) showsBars() bool { return isTerminal(a.err) && !a.config.Quiet && !a.config.JSON }

func (a *app) bar(code string, total int, options ...progressbar.Option) *progressbar.ProgressBar {
	return progressbar.NewOptions(total, append(options,
		progressbar.OptionSetWriter(a.err),
		progressbar.OptionSetDescription(a.say(code)),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionUseANSICodes(true),
	)...)
}

// passing shows how many of a sequence have passed, until it ends.
func passing[T any](a *app, code string, total int, all iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		step, done := a.progress(code, total)
		defer done()
		passed := 0
		for one, err := range all {
			passed++
			step(passed)
			if !yield(one, err) {
				return
			}
		}
	}
}

// reading shows how many projects of some pages have been read; several pages are read at the same time. done clears the bar away, and is for when
// nobody reads any more.
func (a *app) reading(code string, total int, pages assessment.Pages) (shown assessment.Pages, done func()) {
	step, done := a.progress(code, total)
	var projects atomic.Int64
	counted := func(read engine.PageReader) engine.PageReader {
		return func(old []engine.Bare) ([]engine.Bare, error) {
			page, err := read(old)
			step(int(projects.Add(int64(len(page)))))
			return page, err
		}
	}
	return func(yield func(engine.PageReader, error) bool) {
		for page, err := range pages {
			if err == nil {
				page = counted(page)
			}
			if !yield(page, err) {
				return
			}
		}
	}, done
}

// waiting shows, on a terminal, that something is going on that cannot tell how far it has come, and for how long. done clears it away.
func (a *app) waiting(code string) (done func()) {
	if !a.showsBars() {
		return func() {}
	}
	bar := a.bar(code, -1, progressbar.OptionSetElapsedTime(true), progressbar.OptionSpinnerType(9))
	_ = bar.RenderBlank()
	return func() { _ = bar.Exit() }
}
