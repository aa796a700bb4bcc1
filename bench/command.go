package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"time"
)

// runCommand runs a process to its end and measures it. It is an error where it ends with another code than exits names; 0 is always
// well.
func runCommand(ctx context.Context, command []string, exits []int) (run, error) {
	if err := forgetPeak(); err != nil {
		return run{}, err
	}
	process := exec.CommandContext(ctx, command[0], command[1:]...)
	var said bytes.Buffer
	process.Stderr = &said
	begin := time.Now()
	err := process.Run()
	wall := time.Since(begin)
	var ended *exec.ExitError
	if err != nil && !(errors.As(err, &ended) && slices.Contains(exits, ended.ExitCode())) {
		return run{}, fmt.Errorf("%v: %w\n%s", command, err, said.Bytes())
	}
	state := process.ProcessState
	return run{Wall: milliseconds(wall), CPU: milliseconds(state.UserTime() + state.SystemTime()), Peak: peakOf(state)}, nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
