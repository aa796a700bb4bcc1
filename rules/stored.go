package rules

// FromEffectiveWith compiles what [Ruleset.Effective] returned, as [FromEffective] does, with other values for some of its
// parameters. Errors are as for [Load].
func FromEffectiveWith(data []byte, overrides []Override) (*Ruleset, error) {
	return compile(newSource("effective", data), data, Options{Overrides: overrides}, true)
}
