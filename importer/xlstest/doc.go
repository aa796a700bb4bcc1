// Package xlstest writes workbooks of Excel 97 to 2003 and the compound files around them, for tests: whole ones from cells, and record by
// record where a test is about something unusual or broken.
//
// The package is only imported by tests. It shares no code with the reader of such files, so that a misunderstanding of the format
// does not cancel itself out.
package xlstest
