//go:build !unix

package rules

import "time"

var started = time.Now()

// processorTime returns the time that went by: a system without getrusage does not say more.
func processorTime() time.Duration { return time.Since(started) }
