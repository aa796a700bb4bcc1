package main

import (
	"github.com/spf13/cobra"

	"jixiao/rules"
)

func (a *app) rulesSchemaCommand() *cobra.Command {
	return &cobra.Command{Use: "schema", Short: a.say("help.rules-schema"), Args: exactly(0),
		RunE: func(*cobra.Command, []string) error {
			_, err := a.out.Write(rules.Schema())
			return err
		}}
}
