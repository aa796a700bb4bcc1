// Package pdftest writes small pdf files for tests: text at places, lines, tables with merged cells over several pages, and damage.
//
// Its font shows every character as the same square. Every character of the basic plane is a glyph of its own, one em wide, or half of one for ASCII; a table
// in the file says which character each glyph is. That is enough to read the text and useless to look at. The package is only imported by tests
// and shares no code with the reader.
package pdftest
