package main

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"jixiao/engine"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

func (a *app) runsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "runs", Short: a.say("help.runs"), Long: a.say("help.runs-long"), GroupID: groupOther,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error { return a.listRuns(command.Context()) },
	}
}

// runJSON is a run as programs see it.
type runJSON struct {
	ID       int64  `json:"id"`
	Year     int    `json:"year"`
	Pack     string `json:"pack"`
	Projects int    `json:"projects"`
	By       string `json:"by"`
	Started  string `json:"started"`
	Finished string `json:"finished"`
	Digest   string `json:"digest"`
}

func (a *app) listRuns(ctx context.Context) error {
	return a.inYear(ctx, "", func(store *sqlite.Store, filter engine.Filter) error {
		runs, err := store.Runs(ctx, filter.Year)
		if err != nil {
			return err
		}
		if a.config.JSON {
			list := make([]runJSON, len(runs))
			for i, r := range runs {
				list[i] = runJSON{r.ID, r.Year, r.Pack.Name, r.Projects, r.By, r.StartedAt, r.FinishedAt, r.Digest.String()}
			}
			return json.NewEncoder(a.out).Encode(list)
		}
		rows := make([][]string, len(runs))
		for i, r := range runs {
			digest, finished := r.Digest.String()[:12], r.FinishedAt
			if finished == "" {
				digest, finished = "—", a.say("label.unfinished")
			}
			rows[i] = []string{itoa(int(r.ID)), r.Pack.Name, itoa(r.Projects), r.By, r.StartedAt, finished, digest}
		}
		header := []string{a.say("label.run"), a.say("label.pack"), a.say("label.projects"), a.say("label.by"), a.say("label.started"),
			a.say("label.finished"), a.say("label.digest")}
		return reports.WriteListing(a.out, header, rows, a.width(), a.colour())
	})
}
