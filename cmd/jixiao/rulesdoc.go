package main

import (
	"bytes"

	"github.com/spf13/cobra"

	"jixiao/reports"
	"jixiao/rules"
)

func (a *app) rulesDocCommand() *cobra.Command {
	return &cobra.Command{Use: "doc [PACK|FILE]", Short: a.say("help.rules-doc"), Args: between(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := a.config.Rules.Pack
			if len(args) == 1 {
				name = args[0]
			}
			return a.writeRulebook(name)
		}}
}

// writeRulebook writes the rule book of a pack.
func (a *app) writeRulebook(name string) error {
	set, err := a.compile(name)
	if err != nil {
		return err
	}
	book := rules.NewExplainer(set, a.config.Rules.Dir).Book(a.lang)
	if !a.config.JSON {
		return reports.WriteRulebook(a.out, a.texts(), &book)
	}
	var text bytes.Buffer
	if err := reports.WriteRulebook(&text, a.texts(), &book); err != nil {
		return err
	}
	return reports.WriteJSON(a.out, struct {
		Pack     string `json:"pack"`
		Markdown string `json:"markdown"`
	}{book.Pack, text.String()})
}
