//go:build race

package rules_test

// Under the race detector everything is about ten times slower; what matters there is that rule sets are shared.
const oracleRows = 60_000
