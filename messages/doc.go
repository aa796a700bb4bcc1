// Package messages is the catalogue of everything that jixiao says to people: a code and its arguments become a sentence in
// Chinese or English. No other package holds sentences; issues, reasons and findings are stored as codes, so that digests and
// stored data do not depend on wording, and one language more costs one column.
//
// A code lives in a space: issue, reason, finding, error, rule, label and so on, written before it with a point
// (issue.target-missing). A file of this package holds one area: what one part of the program says, in whatever spaces.
//
// In a sentence, {name} stands for the argument of that name, and {name:space} for the sentence of the code space.VALUE, so that
// {verdict:verdict} prints a verdict's word. {name:@other} takes the space from the argument other: with the field tier, the value
// met is written as the tier's word, and with the field actual as it stands. A sentence inside a sentence has the same arguments.
//
// # Decisions
//
// 2026-11-22. The catalogue is Go source and not a data file: it needs no parser and no third-party library, a missing comma is a
// compile error, and a test reads every code that the program can emit and finds it here in both languages.
package messages
