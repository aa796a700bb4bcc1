package main

import (
	"github.com/spf13/cobra"

	"jixiao/reports"
)

func (a *app) configCommand() *cobra.Command {
	return &cobra.Command{
		Use: "config", Short: a.say("help.config"), Long: a.say("help.config-long"), GroupID: groupOther,
		Args: exactly(0),
		RunE: func(*cobra.Command, []string) error {
			values := a.config.Values()
			if a.config.JSON {
				type value struct {
					Key    string `json:"key"`
					Value  string `json:"value"`
					Origin string `json:"origin"`
				}
				list := make([]value, len(values))
				for i, v := range values {
					list[i] = value(v)
				}
				return reports.WriteJSON(a.out, list)
			}
			rows := make([][]string, len(values))
			for i, v := range values {
				rows[i] = []string{v.Key, v.Value, a.origin(v.Origin)}
			}
			return reports.WriteListing(a.out, []string{a.say("label.setting"), a.say("label.value"), a.say("label.origin")}, rows, a.width(), a.colour())
		},
	}
}
