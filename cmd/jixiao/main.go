// Command jixiao imports performance targets of government projects, records what was achieved, scores it by rules and writes
// the official self-evaluation.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(start()) }

// start runs the program on the real terminal and returns its exit code.
func start() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	prepareTerminal()
	return newApp(os.Stdout, os.Stderr, os.Getenv).run(ctx, os.Args[1:])
}
