package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"jixiao/reports"
)

func (a *app) runsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "runs", Short: a.say("help.runs"), Long: a.say("help.runs-long"), GroupID: groupOther,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			ctx := command.Context()
			store, err := a.openStore(ctx, a.config.DB, true)
			if err != nil {
				return err
			}
			defer store.Close()
			year, err := a.chosenYear(ctx, store)
			if err != nil {
				return err
			}
			runs, err := store.Runs(ctx, year)
			if err != nil {
				return err
			}
			if a.config.JSON {
				type run struct {
					ID       int64  `json:"id"`
					Year     int    `json:"year"`
					Pack     string `json:"pack"`
					Projects int    `json:"projects"`
					By       string `json:"by"`
					Started  string `json:"started"`
					Finished string `json:"finished"`
					Digest   string `json:"digest"`
				}
				list := []run{}
				for _, r := range runs {
					list = append(list, run{r.ID, r.Year, r.Pack.Name, r.Projects, r.By, r.StartedAt, r.FinishedAt, r.Digest.String()})
				}
				return json.NewEncoder(a.out).Encode(list)
			}
			rows := make([][]string, len(runs))
			for i, r := range runs {
				digest := r.Digest.String()[:12]
				finished := r.FinishedAt
				if finished == "" {
					digest, finished = "—", a.say("label.unfinished")
				}
				rows[i] = []string{itoa(int(r.ID)), r.Pack.Name, itoa(r.Projects), r.By, r.StartedAt, finished, digest}
			}
			header := []string{a.say("label.run"), a.say("label.pack"), a.say("label.projects"), a.say("label.by"), a.say("label.started"),
				a.say("label.finished"), a.say("label.digest")}
			return reports.WriteListing(a.out, header, rows, a.width(), a.colour())
		},
	}
}
