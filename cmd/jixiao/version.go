package main

import (
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"jixiao/engine"
)

// version is the program's, set where it is built for release (see the Makefile).
var version = "unreleased"

// addVersion gives the program its flag --version.
func (a *app) addVersion(root *cobra.Command) {
	root.Flags().Bool("version", false, a.say("flag.version"))
	root.Version = version
	line := a.say("label.version", "version", version, "system", runtime.GOOS+"/"+runtime.GOARCH, "engine", engine.Version)
	root.SetVersionTemplate(strings.ReplaceAll(line, "{{", "") + "\n")
}
