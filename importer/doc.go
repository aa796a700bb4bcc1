// Package importer gives cells their meaning: the target forms and flat tables that [jixiao/importer/grid] has read as cells
// become submissions, records of what was achieved, and issues for everything that a person must look at.
//
// [Read] is the entry, [Parts] the same for tables too long to be held. A declaration form (财政项目支出绩效目标申报表) or a
// self-evaluation that was filled in (自评表), of a project or of a whole department, is recognised by its labels and never by fixed
// positions; a flat table by the names of its columns. A file that holds neither is an error, everything else is an issue.
//
// # Decisions
//
// 2026-11-22. A file is read twice. First the cells as they are, by [jixiao/importer/grid], which knows nothing of indicators; then
// what they mean, here, where nothing knows of bytes and formats. So a new file format needs no rule about forms, a new form no
// reader of files, and between the two stands a list of cells that can be counted.
//
// 2026-11-22. The law of conservation is bookkeeping and not a last sweep: each cell carries its own fate, is settled exactly
// once by the code that understood it (or did not), and a reported cell is settled by the very call that raises its issue. The
// end of every Read counts; a cell without a fate or with two is an error of this program and fails the import.
//
// 2026-11-22. One issue may cover several cells: a row of dashes, a sheet that is no table, a column that is not known. It stands
// at the first of them, and each of the cells names its code.
//
// 2026-11-22. The row of an indicator is the order of its cells, not their columns: words of level 1 and 2 are taken out, the two
// texts that remain are name and value. A row whose cells stand in other columns than the header's gets one warning at the
// first of them.
//
// 2026-11-22. A level-2 word decides level 1. Another level 1 printed in the same row is reported as an error and does not reach
// the rows below; one that merely stands above is a warning at the row, whose level 1 is then marked as inferred. A level 2
// that is blank because the cell above reaches down is no inference.
//
// 2026-11-22. Level words without 指标 at their end (数量, 满意度) may also be names. They count as levels where no level 2 stands
// before them in the row and what follows is not just one value.
//
// 2026-11-22. A word that a line break cut in two is joined where the rest stands in the same column further down, or alone in
// its row; a level word that lacks only its 标 is recognised even where the rest is lost.
//
// 2026-11-22. A text continues only the last cell of the row directly above, and only where punctuation leaves that one open. A
// lone value belongs to the row directly above where that one ends with its name. Any other lone cell is an error at its
// place: a guess here would put words into an official form.
//
// 2026-11-22. Of more than two texts in a row the header's columns choose name and target; the others are errors.
//
// 2026-11-22. A form that lacks year, name or indicators is returned, so that people see it, and is not [Storable].
//
// 2026-11-22. The unit of money comes from the form's own head (or stands behind the amount). Without either an amount is an
// error and stays out: 15 may be yuan or ten thousands.
//
// 2026-11-22. Two spellings of a department are suspected only where one becomes the other by adding or leaving out at most three
// characters inside, and at most a quarter of the shorter one. Replaced characters (财政局, 民政局), numerals and additions at
// the end (机关, 本级) make other departments.
//
// 2026-11-22. A flat table yields submissions where it has a column of targets, and records in any case. What was achieved has one
// path: it is in the records, as written, and never in the submissions. Whoever stores the records reads the texts and says what
// that reading notices.
//
// 2026-11-25. Where fields come from is traced only when asked for ([Options]), and from the result alone: from the places that its
// fields carry, and from which cells stand in one row. The readers of forms and tables need not know of it; that no used cell is
// lost, and no printed class without its cell, is held by a test over made-up forms.
//
// 2026-11-22. Amounts of records are yuan as plain decimals, because only the reader of the table knows the unit of its header.
// All other values of records are the texts as written.
//
// 2026-11-25. A flat table of more cells than a form ever has is read row by row, twice: the first look finds whatever is broken and
// notes the last row of each project, the second gives a project with its records once that row has passed. So its length costs only one
// entry a project, and nothing is given of a file that turns out to be unreadable. One code gives rows their meaning either way, and a
// test compares the two ways. Where the rows of projects stand far apart, all of them are open at once: that costs what their forms cost.
// Rows that a workbook lists out of order, and long sheets that are no table, are read as a whole, within the limits for that.
//
// 2026-11-25. Of the names of departments and units the first 10,000 different ones are compared with each other. To compare all would
// let a file that is all names take hours.
//
// 2026-11-25. A table with more columns than classes, name and target is read by its columns: the cheapest assignment of the row's texts
// to columns that keeps their order, where a text that does not fit its column and a cell that stands beside its own cost something. A cell
// is taken only where every other assignment costs more; else it is an error at its place. The plain tables of declaration forms are
// still read by the order of their cells, because in them nothing but the order survives a conversion.
//
// 2026-11-25. Columns are told by their wordings, word for word first, then by what they contain; flat tables know the same wordings,
// but an exact header is never displaced by one that only contains its words. What a self-evaluation does not keep (long-term
// targets, remarks, last year's values, the scores of reviewers) is one info issue a column.
//
// 2026-11-25. What a filled form says was achieved, claimed and spent becomes records, like the rows of a flat table: one path. The
// initial budget and the weights are part of the form.
//
// 2026-11-25. A text with one cell a line has no rows. They are put together from what the cells are: a label and its value, the
// headings of the table, then as many texts as there are headings. What does not fit comes out as a row that is too short.
//
// 2026-11-25. A text with a piece of a cell a line is told by a label, a heading or a class that stands on several lines, or by a comparator
// that stands alone; without that nothing is joined, because a text of whole cells that lost a line would be mended wrongly. Labels and
// classes are put together by the vocabulary, a value of the head goes on up to the next label, and the lines of the table are divided into
// cells in the cheapest way, as rows are assigned to columns. How the labels were torn tells how the rest was: where a line had no more
// room, where digits and characters meet, or anyhow. In the first case a line that had room for the next word ends its cell, which tells a
// name from the words of its target; in the last nothing tells them, and what can be divided in two ways at the same cost is one error that
// holds the lines of its rows. Each field that was put together has an info issue. A table in which the pieces of neighbouring cells
// stand between each other is not read.
//
// 2026-11-25. Values stand beside their label, below it, or behind its colon. They are looked for below only where a row holds labels
// alone and the next row none.
//
// 2026-11-25. The form of a whole department has no project: it is kept as 部门整体支出 of that department, with an info issue.
//
// 2026-11-25. A row of a flat table that slid is known by its classes, which stand beside their columns. Where both fit beside, the row is
// moved, with a warning; where only one does, it is not taken. A name that can only be a value has changed places with its target, and
// a lone text below a name may be its rest: both are said, neither is mended, because only the original form can tell.
//
// 2026-11-25. Of options to tick in 项目性质 and 项目类别 the ticked one is the value, and an info issue keeps the text as printed. Where not
// exactly one is ticked, or a mark could belong to two options, the text stays as it stands, with a warning. A cross in a box ticks it,
// because that is what a word processor draws; R and £ are the boxes of a picture font that was lost.
//
// 2026-11-26. What stands left of two headings of money heads the funds block, whatever it says; a row whose item is none of the scored
// ones is reported as a whole. In a text with a cell a line, where blank cells are gone, an amount has a heading only where the number of
// texts or the run of amounts proves it; the others are reported.
//
// 2026-11-26. Points in brackets behind the names are the weights in a table that has no column for them, and are taken out of the names
// with an issue. Who hands the form in (单位名称, 填报单位) stands for the unit only where the form names no other. A printed 总分 and
// 执行率 are kept: nothing is computed from them, and checks hold them against what they should be.
//
// 2026-11-26. What a torn column holds is told by two bounds: the widest line that fitted, and the least that had no room any more. Headings
// bound their columns from the start, sure rows after them; a line between the bounds says nothing, one beyond them contradicts. Classes are held
// against both as well, so that 成本指标, which is a word of both levels, stands where it has room and does not throw doubt on the widths.
// A line that is one word bounds nothing. Where labels do not show how a text was torn, a line in which digits and characters meet says that it
// was not torn there. No name is a single character, a comparator, or text around a whole value, and none begins with the end of a value.
//
// 2026-11-26. A line drawn between the two rows of a header does not part them. A label in a merged cell that the end of a page cuts in two (绩 and
// 效指标, 服务对象 and 满意度指标, 项目资金（万 and 元）) is put together before anything else is read, with a warning: on two pages, next to each
// other in one column, and a word of forms together, which not both are alone. Texts that are no words of forms are the affair of grid.
package importer
