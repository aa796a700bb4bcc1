package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestEveryCommandLogsJSON calls every command without anything that it needs, and finds nothing but JSON lines on standard error.
func TestEveryCommandLogsJSON(t *testing.T) {
	t.Chdir(t.TempDir())
	var paths [][]string
	var collect func(command *cobra.Command, path []string)
	collect = func(command *cobra.Command, path []string) {
		paths = append(paths, path)
		for _, child := range command.Commands() {
			collect(child, append(path[:len(path):len(path)], child.Name()))
		}
	}
	collect(newApp(nil, nil, func(string) string { return "" }).root(), nil)
	failed := 0
	for _, path := range paths {
		var stdout, stderr bytes.Buffer
		a := newApp(&stdout, &stderr, func(string) string { return "" })
		a.now = testClock
		args := append(path, "--log-format", "json", "--db", "none/a.db", "--by", "王敏")
		code := a.run(context.Background(), args)
		levels := ""
		for line := range strings.Lines(stderr.String()) {
			var event struct {
				Time, Level, Msg string
				Exit             *int
			}
			if err := json.Unmarshal([]byte(line), &event); err != nil || event.Time == "" || event.Msg == "" {
				t.Errorf("%v: %v: %s", args, err, line)
			}
			if event.Exit != nil && *event.Exit != code {
				t.Errorf("%v ends with %d and says %s", args, code, line)
			}
			levels += event.Level + " "
		}
		if code == exitFailed || code == exitWrongUse {
			failed++
		}
		if said := strings.Contains(levels, "ERROR"); said != (code == exitFailed || code == exitWrongUse) && path[0] != "doctor" {
			t.Errorf("%v ends with %d: %s", args, code, levels)
		}
	}
	if len(paths) < 30 || failed < 15 {
		t.Errorf("%d commands, of which %d failed", len(paths), failed)
	}
}
