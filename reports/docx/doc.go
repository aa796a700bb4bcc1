// Package docx writes text documents in the format of word processors (ECMA-376, WordprocessingML, transitional): paragraphs in
// named styles and tables whose cells may be merged, on A4, with page numbers in the footer. It knows nothing of forms or scores.
//
// # Decisions
//
// 2026-11-26. The writer is our own: what is needed of the format is small, and the ready libraries are under licences that a
// bureau cannot take or write merged cells wrongly. Elements stand in the order of the schema, which strict readers insist on; a
// test holds the order of every element that is written.
//
// 2026-11-26. The same document gives the same bytes: the parts stand in a fixed order and every time is a fixed one.
//
// 2026-11-26. Characters that XML cannot hold are left out, as in workbooks; bytes that are no UTF-8 show as U+FFFD.
//
// 2026-11-26. Fonts are named, not embedded: 宋体, 仿宋 and 黑体 are on every office machine, and the font table names 宋体 as what
// stands in for 方正小标宋简体, which is on few.
package docx
