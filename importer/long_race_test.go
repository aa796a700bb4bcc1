//go:build race

package importer

// fewerRows divides the rows of the longest tables.
const fewerRows = 10
