package notation

import "jixiao/engine"

// FormatTarget writes a target so that reading it again means the same.
func FormatTarget(t engine.Target) string { return t.Text }

// FormatActual writes an actual so that reading it again means the same.
func FormatActual(a engine.Actual) string { return a.Text }
