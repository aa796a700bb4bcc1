package main

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress returns a function that shows how far long work has come, how fast it goes and how long it will take, and one that clears the bar away. Without a terminal on
// standard error, or with --quiet or --json, both do nothing; with --log-format json they tell programs instead.
func (a *app) progress(code string, total int) (step func(done int), done func()) {
	if a.logFormat == logJSON && !a.config.Quiet {
		return a.progressEvents(code, total)
	}
	if !isTerminal(a.err) || a.config.Quiet || a.config.JSON {
		return func(int) {}, func() {}
	}
	bar := progressbar.NewOptions(total,
		progressbar.OptionSetWriter(a.err),
		progressbar.OptionSetDescription(a.say(code)),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString(a.say("progress.unit")),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionUseANSICodes(true),
	)
	return func(n int) { _ = bar.Set(n) }, func() { _ = bar.Clear() }
}
