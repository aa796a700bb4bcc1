package main

import (
	"context"

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

// runJSON is a run as programs see it. One that was interrupted has no end and no digest; project and
// department are there where only those were evaluated.
type runJSON struct {
	ID         int64   `json:"id"`
	Year       int     `json:"year"`
	Pack       string  `json:"pack"`
	Project    *string `json:"project"`
	Department *string `json:"department"`
	Projects   int     `json:"projects"`
	By         *string `json:"by"`
	Started    string  `json:"started"`
	Finished   *string `json:"finished"`
	Digest     *string `json:"digest"`
}

func newRunJSON(run *engine.Run) runJSON {
	out := runJSON{ID: run.ID, Year: run.Year, Pack: run.Pack.Name, Projects: run.Projects,
		Project: present(string(run.Project)), Department: present(run.Department), By: present(run.By), Started: run.StartedAt}
	if run.FinishedAt != "" {
		out.Finished, out.Digest = present(run.FinishedAt), present(run.Digest.String())
	}
	return out
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
				list[i] = newRunJSON(&r)
			}
			return reports.WriteJSON(a.out, list)
		}
		rows := make([][]string, len(runs))
		for i, r := range runs {
			digest, finished := r.Digest.String()[:12], r.FinishedAt
			if finished == "" {
				digest, finished = "—", a.say("label.unfinished")
			}
			rows[i] = []string{itoa(int(r.ID)), r.Pack.Name, a.scopeOf(&r), itoa(r.Projects), r.By, r.StartedAt, finished, digest}
		}
		header := []string{a.say("label.run"), a.say("label.pack"), a.say("label.scope"), a.say("label.projects"), a.say("label.by"), a.say("label.started"),
			a.say("label.finished"), a.say("label.digest")}
		return reports.WriteListing(a.out, header, rows, a.width(), a.colour())
	})
}

// scopeOf says what a run covers: the whole year, a department or a project.
func (a *app) scopeOf(run *engine.Run) string {
	switch {
	case run.Project != "":
		return string(run.Project)
	case run.Department != "":
		return run.Department
	}
	return a.say("label.whole-year")
}
