package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

// options say what to measure and where to write.
type options struct {
	projects int
	rounds   int
	seed     uint64
	data     string // the folder of databases and figures
	docs     string // the folder that gets performance.md and performance.svg
	only     string // a comma list of keys of tasks; empty for all
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := dispatch(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// dispatch runs one of the parts that have a process of their own, or the whole.
func dispatch(ctx context.Context, args []string) error {
	if len(args) > 1 && args[0] == "watch" {
		return watch(ctx, args[1:])
	}
	if len(args) == 4 && args[0] == "workbook" {
		return writeWorkbook(args[1], args[2], workbookText, args[3])
	}
	if len(args) == 3 {
		switch args[0] {
		case "copy":
			return runScript(args[1], "", copyScript)
		case "case":
			return runScript(args[1], args[2], caseScript)
		case "prepare":
			return prepareNumbers(ctx, args[1], args[2])
		}
	}
	opt, err := parse(args)
	if err != nil {
		return err
	}
	return measure(ctx, opt)
}

func parse(args []string) (options, error) {
	var opt options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&opt.projects, "projects", 10_000, "how many projects the year has")
	flags.IntVar(&opt.rounds, "rounds", 5, "how often every command is run")
	flags.Uint64Var(&opt.seed, "seed", 1, "of the generator")
	flags.StringVar(&opt.data, "data", "out/bench", "where databases and figures are kept")
	flags.StringVar(&opt.docs, "docs", "out/bench", "where performance.md and performance.svg are written")
	flags.StringVar(&opt.only, "only", "", "measure only these, separated by commas")
	if err := flags.Parse(args); err != nil {
		return opt, err
	}
	if opt.projects < 100 || opt.rounds < 1 || flags.NArg() > 0 {
		return opt, errors.New("at least 100 projects and 1 round are needed, and nothing besides the flags")
	}
	return opt, nil
}
