package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// root builds the command tree. Every sentence of help comes from the catalogue; a command is in the tree only when it works.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "jixiao",
		Short:         a.say("help.jixiao"),
		Long:          a.say("help.jixiao-long"),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          a.noUnknownCommand,
		RunE:          func(command *cobra.Command, _ []string) error { return command.Help() },
		PersistentPreRunE: func(command *cobra.Command, _ []string) error {
			return a.configure(command)
		},
	}
	flags := root.PersistentFlags()
	flags.SortFlags = false
	a.addGlobals(flags)
	a.addVersion(root)
	root.SetFlagErrorFunc(a.flagError)
	root.SuggestionsMinimumDistance = 2
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddGroup(
		&cobra.Group{ID: groupMain, Title: a.say("help.group-main")},
		&cobra.Group{ID: groupRules, Title: a.say("help.group-rules")},
		&cobra.Group{ID: groupOther, Title: a.say("help.group-other")},
	)
	root.SetHelpCommandGroupID(groupOther)
	root.SetHelpCommand(a.helpCommand())
	imports := a.importCommand()
	imports.Long += "\n" + a.say("help.import-formats", "formats", a.readableFormats())
	root.AddCommand(
		a.demoCommand(), a.runCommand(), imports, a.templateCommand(), a.recordCommand(),
		a.evaluateCommand(), a.showCommand(), a.explainCommand(), a.reviewCommand(), a.reportCommand(), a.summaryCommand(), a.checkCommand(), a.yearCommand(),
		a.rulesCommand(),
		a.runsCommand(), a.verifyCommand(), a.diffCommand(), a.pruneCommand(), a.backupCommand(), a.restoreCommand(), a.doctorCommand(),
		a.configCommand(), a.genCommand(),
	)
	root.SetUsageTemplate(a.usageTemplate())
	a.localiseHelp(root)
	return root
}

const (
	groupMain  = "main"
	groupRules = "rules"
	groupOther = "other"
)

func (a *app) addGlobals(flags *pflag.FlagSet) {
	flags.String("db", "jixiao.db", a.say("flag.db"))
	flags.String("config", "", a.say("flag.config"))
	flags.Int("year", 0, a.say("flag.year"))
	flags.String("department", "", a.say("flag.department"))
	flags.String("lang", "", a.say("flag.lang"))
	flags.String("by", "", a.say("flag.by"))
	flags.Bool("json", false, a.say("flag.json"))
	flags.Bool("quiet", false, a.say("flag.quiet"))
	flags.String("log-format", "text", a.say("flag.log-format"))
}

// noUnknownCommand refuses words that are no command, with the nearest one.
func (a *app) noUnknownCommand(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	suggestion := ""
	if near := command.SuggestionsFor(args[0]); len(near) > 0 {
		suggestion = near[0]
		return misuse("unknown-command-near", "command", args[0], "suggestion", suggestion)
	}
	return misuse("unknown-command", "command", args[0])
}

// flagError puts the flag library's complaints into words.
func (a *app) flagError(_ *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	var noValue *pflag.ValueRequiredError
	var badValue *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &missing):
		return misuse("unknown-flag", "flag", dashed(missing.GetSpecifiedName()))
	case errors.As(err, &noValue):
		return misuse("flag-without-value", "flag", dashed(noValue.GetSpecifiedName()))
	case errors.As(err, &badValue):
		return misuse("flag-bad-value", "flag", "--"+badValue.GetFlag().Name, "value", badValue.GetValue())
	case errors.As(err, &syntax):
		return misuse("unknown-flag", "flag", syntax.GetSpecifiedFlag())
	}
	return misuse("flags", "detail", err.Error())
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// exactly and atLeast check the number of words behind a command.
func exactly(n int) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		if len(args) != n {
			return misuse("argument-count", "command", command.CommandPath(), "usage", command.UseLine(), "given", itoa(len(args)))
		}
		return nil
	}
}

func between(least, most int) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		if len(args) < least || most >= 0 && len(args) > most {
			return misuse("argument-count", "command", command.CommandPath(), "usage", command.UseLine(), "given", itoa(len(args)))
		}
		return nil
	}
}

func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: a.say("help.help"), GroupID: groupOther,
		RunE: func(command *cobra.Command, args []string) error {
			found, rest, err := command.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return a.noUnknownCommand(command.Root(), args)
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}

// localiseHelp gives every command's help flag its words, before the library adds its English ones.
func (a *app) localiseHelp(command *cobra.Command) {
	command.Flags().BoolP("help", "h", false, a.say("flag.help"))
	command.DisableFlagsInUseLine = true
	for _, flags := range []*pflag.FlagSet{command.Flags(), command.PersistentFlags()} {
		// Defaults stand in the sentences, in the user's language; the library would add its own words to any that is not zero.
		flags.VisitAll(func(flag *pflag.Flag) {
			flag.DefValue = map[string]string{"int": "0", "uint64": "0", "bool": "false", "stringSlice": "[]", "stringArray": "[]"}[flag.Value.Type()]
		})
	}
	for _, child := range command.Commands() {
		a.localiseHelp(child)
	}
}

func (a *app) usageTemplate() string {
	return strings.NewReplacer(
		"%usage%", a.say("help.usage"), "%command%", a.say("help.command-word"), "%flags%", a.say("help.flags"), "%global%", a.say("help.global-flags"),
		"%more%", a.say("help.more"), "%commands%", a.say("help.commands"), "%examples%", a.say("help.examples"),
	).Replace(`%usage%{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} %command%{{end}}{{if .HasExample}}

%examples%
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}{{$cmds := .Commands}}{{range $group := .Groups}}

{{.Title}}{{range $cmds}}{{if (and (eq .GroupID $group.ID) .IsAvailableCommand)}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if not .AllChildCommandsHaveGroup}}

%commands%{{range $cmds}}{{if (and (eq .GroupID "") .IsAvailableCommand)}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

%flags%
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

%global%
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

%more%{{end}}
`)
}
