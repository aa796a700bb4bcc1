//go:build !race

package rules_test

const oracleRows = 250_000
