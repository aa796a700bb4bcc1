package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"
)

// ended is what the process that watches a command says of it.
type ended struct {
	Exit int `json:"exit"`
	run
}

// watch runs a command to its end and prints what it took. It is a small process of its own, because a child begins with the greatest memory
// of its parent, as the system counts.
func watch(ctx context.Context, command []string) error {
	process := exec.CommandContext(ctx, command[0], command[1:]...)
	process.Stderr = os.Stderr
	begin := time.Now()
	err := process.Run()
	wall := time.Since(begin)
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		return err
	}
	state := process.ProcessState
	return json.NewEncoder(os.Stdout).Encode(ended{state.ExitCode(), run{Wall: milliseconds(wall),
		CPU: milliseconds(state.UserTime() + state.SystemTime()), Peak: peakOf(state)}})
}

// run measures a command. It is an error where it ends with another code than exits names; 0 is always well.
func (p *place) run(ctx context.Context, command []string, exits []int) (run, error) {
	process := exec.CommandContext(ctx, p.self, append([]string{"watch"}, command...)...)
	var said bytes.Buffer
	process.Stderr = &said
	text, err := process.Output()
	var e ended
	if err == nil {
		err = json.Unmarshal(text, &e)
	}
	if err == nil && e.Exit != 0 && !slices.Contains(exits, e.Exit) {
		err = fmt.Errorf("ended with %d", e.Exit)
	}
	if err != nil {
		return run{}, fmt.Errorf("%v: %w\n%s", command, err, said.Bytes())
	}
	return e.run, nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
