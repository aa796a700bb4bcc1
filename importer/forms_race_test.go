//go:build race

package importer_test

// madeUp is how many made-up forms the property tests read, of each mode.
const madeUp = 40
