//go:build !race

package rules_test

const oracleRows = 2_000_000
