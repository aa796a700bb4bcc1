// Package formtest makes up forms whose content is known, for tests of the importer. A truth (projects with heads, funds and
// indicators) is drawn from a seed, a layout is drawn from the same seed, and the truth is printed in that layout as a text, a
// table of a word processor, a workbook or a page. A second mode damages the print as conversions do.
//
// The package is only imported by tests.
//
// # Decisions
//
// 2026-11-23. The generator shares neither vocabulary nor layout code with the importer: its words stand in words.go, and of
// our packages it imports only the writer of pdf files for tests, which shares nothing with the reader either. A label that only one of the two knows is what the test is for.
//
// 2026-11-23. A layout is fair: a careful person reads each undamaged form in one way only. Where two features together
// would leave a doubt, [draw] does not combine them.
//
// 2026-11-23. A form is first a [Sheet] of cells with spans, and each format prints that sheet. So a failure is shown in one way
// whatever its format was, and every cell knows which part of the truth it carries.
//
// 2026-11-23. The workbooks and word documents are written by hand and not with the library that the importer reads them with, so
// that a misunderstanding of that library does not cancel itself out.
//
// 2026-11-25. A text of torn cells is fair where its end shows at each cell: a value follows, or the next word would have had room in the
// line. Columns are made wider until that holds; where it does not, the cells stay whole. [NewTorn] tears cells anyhow, and is not fair.
package formtest
