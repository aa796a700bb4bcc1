// Package examples is the sample that travels in the binary: target forms of an
// invented bureau with the damage that real forms carry, the actuals of its
// year, and what a careful person reads in the forms. sample/README.md tells
// line by line what is in them.
//
// The sample serves `jixiao demo`, the tests of the importer, and anyone who
// wants to see the format of a file before writing one.
//
// # Decisions
//
// 2026-11-22: The department, its projects and its figures are invented, so
// that nothing here can be mistaken for the record of a real body. Only the
// labels of the official form, and the ways in which its conversion to text
// goes wrong, are those of published forms.
//
// 2026-11-22: One indicator of the actuals stays undetermined, because the form
// has lost its target. A sample in which everything can be judged would hide
// what the engine does otherwise.
package examples
