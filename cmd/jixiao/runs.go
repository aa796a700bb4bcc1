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

// runJSON is a run as programs see it. One that was interrupted has no end and no digests; project and
// department are there where only those were evaluated. Inputs is the digest of everything that was judged.
type runJSON struct {
	ID         int64   `json:"id"`
	Year       int     `json:"year"`
	Pack       string  `json:"pack"`
	PackDigest string  `json:"pack_digest"`
	Engine     string  `json:"engine"`
	Project    *string `json:"project"`
	Department *string `json:"department"`
	Projects   int     `json:"projects"`
	By         *string `json:"by"`
	Started    string  `json:"started"`
	Finished   *string `json:"finished"`
	Inputs     *string `json:"input_digest"`
	Digest     *string `json:"digest"`
	Pruned     *string `json:"pruned"` // when its results were forgotten
}

func newRunJSON(run *engine.Run) runJSON {
	out := runJSON{ID: run.ID, Year: run.Year, Pack: run.Pack.Name, PackDigest: run.Pack.Digest.String(), Engine: run.Engine, Projects: run.Projects,
		Project: present(string(run.Project)), Department: present(run.Department), By: present(run.By), Started: run.StartedAt, Pruned: present(run.PrunedAt)}
	if !run.Inputs.IsZero() {
		out.Inputs = present(run.Inputs.String())
	}
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
		for i := range runs {
			rows[i] = a.runRow(&runs[i])
		}
		return reports.WriteListing(a.out, a.runHeader(), rows, a.width(), a.colour())
	})
}

// runHeader heads the columns of [app.runRow].
func (a *app) runHeader() []string {
	return []string{a.say("label.run"), a.say("label.pack"), a.say("label.scope"), a.say("label.projects"), a.say("label.by"), a.say("label.started"),
		a.say("label.finished"), a.say("label.engine"), a.say("label.inputs"), a.say("label.digest")}
}

// runRow writes a run in one row; of digests the beginning is enough to tell two apart.
func (a *app) runRow(r *engine.Run) []string {
	finished := clock(r.FinishedAt)
	if finished == "" {
		finished = a.say("label.unfinished")
	}
	if r.PrunedAt != "" {
		finished += "\n" + a.say("label.pruned")
	}
	return []string{itoa(int(r.ID)), r.Pack.Name + "\n" + short(r.Pack.Digest), a.scopeOf(r), itoa(r.Projects), r.By, clock(r.StartedAt), finished,
		r.Engine, short(r.Inputs), short(r.Digest)}
}

// short is the beginning of a digest, and a dash where there is none.
func short(d engine.Digest) string {
	if d.IsZero() {
		return "—"
	}
	return d.String()[:12]
}

// clock writes a time without its zone, which is Shanghai's in all that this program stores.
func clock(rfc3339 string) string {
	if len(rfc3339) < len("2006-01-02T15:04:05") {
		return rfc3339
	}
	return rfc3339[:10] + " " + rfc3339[11:19]
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
