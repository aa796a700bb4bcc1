// Package reports turns an evaluation into what people and programs read: the official form 项目支出绩效自评表 as a workbook, as a
// document and as a page, the narrative report, JSON, tables for a terminal, and the sheet on which a unit fills in what it achieved.
//
// A [View] is built once per project with [NewView]. It holds every text and every digit as it will be shown; the writers lay
// them out and compute nothing. Writers write to an [io.Writer] and open no file; [WriteFile] puts what they write in its place
// whole or not at all.
//
// # Decisions
//
// 2026-11-22. The official form is in Chinese whatever the language of the program: it is handed in to a finance bureau. Tables
// and JSON use the language that was asked for.
//
// 2026-11-22. A row that nobody could judge shows 无法判定 where its score would stand, never a number, and says why behind the
// unit's own remark, between 〔 and 〕, so that a reader sees which words are the unit's and which are the program's.
//
// 2026-11-22. Digits are formatted once, in the view. A workbook gets the same digits as a number with a number format that
// shows them unchanged: they are handed over as decimal text, so no float lies between. A rate is rounded before it is written.
//
// 2026-11-22. The same view gives the same bytes. A workbook's properties carry a fixed time, because the time of writing is not
// part of the data; a page and a table have no time at all.
//
// 2026-11-22. Text in csv files that a spreadsheet could take for a formula gets a leading apostrophe ([engine.Guard]). Plain signed
// numbers stay as they are: they are harmless, and people record them.
//
// 2026-11-26. The form and the summary need no such apostrophe, which a reader of the signed paper would see: a cell of type text is never
// computed, and its format (@) keeps it a text when somebody edits it. The fill-in sheet has it, because clerks save it as csv and open
// that again.
//
// 2026-11-22. Spreadsheet programs do not fit the height of merged rows, and stop at 409 points. The form computes its heights
// from the widths of its characters, a little too high rather than too low, and a text that needs more than a row may have is
// given several rows that are merged.
//
// 2026-11-25. A form that was read is shown as one table: a field a line, what was understood beside the text and the place of
// its cells. A value that no cell of the form declares is marked as inferred. Each issue stands once, below the most exact thing
// that it concerns (field, indicator, form); the cells that were not used come last, grouped by the issue that accounts for them.
//
// 2026-11-25. The table of issues is for a person under a deadline: errors first, then warnings, then the rest; inside, file by
// file and in the order of the file. JSON keeps the order of the files, for programs.
//
// 2026-11-22. In JSON, summary.undetermined counts rows without a score, the execution of the budget among them; mean is over
// the projects that have a total.
//
// 2026-11-25. A formula with the numbers put in has = where every number in it is written out, and ≈ where one has no end. Of a
// conditional only the arm that counted is written, of a condition only the parts that were needed. In JSON formulas use no
// language: signs, names of the vocabulary, and, or, not, in, true and false.
//
// 2026-11-25. The two sides of a comparison have their own texts: two packs may give one code different sentences. The csv of all moves
// has one line a row that moved, with the project's totals and grades in each, so that a spreadsheet can filter it.
//
// 2026-11-26. The document of the form has two tables, because only the first rows of a table can be repeated on each page: the
// head with the funds, and the indicators. Their columns differ, so that no amount needs two lines. A row is kept on one page unless
// one of its texts is so long that it may need more than one.
//
// 2026-11-26. The narrative is an official paper: it is in Chinese, and its words stand beside its outline. It is built once, as
// blocks of pieces, and each format only lays it out. It says what the form says and quotes the department's own words unchanged;
// it sums and concludes nothing. What the data do not say is a gap, 【此处填写：…】, marked in every format. Undetermined rows are not
// deviations: they are listed apart.
//
// 2026-11-26. A folder of reports names the files of earlier reports that are still in it, again and again under left in its manifest
// until they are gone: somebody may have signed or changed them, so nothing is removed. Files that no manifest ever named are nobody's
// business. The form of one project alone comes without index and manifest: they would forget the rest.
//
// 2026-11-26. The bureau's summary and the forms of one run share a folder's manifest: each leaves the other's files in it. Beside papers
// of another run they are out of date, and named under left. Of a project a delivery keeps some forty bytes in memory; its lists are put
// aside on disk, and the manifest is read and written a file at a time.
//
// 2026-11-26. A bureau's summary is a few lists of figures, made once; table, workbook, page and csv print the same lists, so that their
// digits cannot differ. The page names all departments and of the projects the two hundred most urgent: what opens at once is read, and the
// workbook, csv and JSON have every project. Its pictures are drawn in whole units and in patterns instead of colours.
//
// 2026-11-26. Workbooks are zipped here ([newOrderedZip]): the library walks a map of its streamed sheets and another of content types, and
// a workbook with two streamed sheets or with a chart came out in other bytes each time. The lists of a bureau go row by row into the file,
// behind its other parts ([rowWriter]): the library's stream writer kept up to 32 MB of each sheet in memory, and the finished file.
//
// 2026-11-26. The wide lists of the summary's workbook are printed on A3 across: two dozen columns on A4 are too small to read.
//
// 2026-11-26. The fill-in sheet is a clerk's only door, and explains itself: a column says what to write into the cell beside it and in
// which unit. What a spreadsheet checks it warns of and does not refuse, because the reader understands 200余人, 12万元 and
// 2026年1月15日 as well. Cells that are filled in turn from light yellow to white, locked ones are grey: on paper without colour the
// difference is that of grey and white. The guide counts what is blank with the only formula of the workbook, whose stored value is
// right when it is written; the reader knows the guide and passes it over. Columns that are the same in all rows are hidden.
//
// 2026-11-26. The sheet's files as LibreOffice saved them are kept as fixtures, so that reading them is tested where it is not
// installed; where it is, the test saves them anew. They are made again with -update.
//
// 2026-11-26. A layout is data: the words that a form prints, its unit of money, the packs that it belongs to. Amounts are not rounded to
// a layout's unit: six decimals of 万元 are fen, so every form prints the same amount exactly, with two decimals at least. The unit is
// that of the project's own form, where configuration or pack does not say another.
//
// 2026-11-26. The form prints one score, the computed one unless `report.score` says claimed. Whatever differs from it (claim, computed
// score, review with its opinion) stands beside it in the column of reasons, between 〔 and 〕, and the totals in the row 说明.
//
// 2026-11-26. No line begins with a closing mark, in a workbook neither. No style of one makes a spreadsheet keep that rule (LibreOffice
// breaks a cell anywhere, invisible joiners do nothing there), so the form breaks its lines itself: the program's own words and labels
// always, the unit's words where some program might break them badly, in lines that are short enough for all of them. Between those of the
// unit stands a soft break, a blank without width and a line break, which [importer/grid] takes away again: the text is read back as it was.
// How much fits differs between programs, so all beginnings of lines that are possible are looked at. Excel holds 253 line breaks and
// 32,767 characters in a cell; a text that needs more goes on in the cell below, between marks of three blanks without width, by which
// [importer/grid] puts the parts together. Of a text that needs several rows, the cells
// beside it begin at the top too, since the middle could be pages away.
//
// 2026-11-26. The form is a grid of bands before it is a sheet or a page ([WriteXLSX] and [WritePDF] lay out the same one). On pages a row is
// parted only where it is higher than a page; the headers, the label of the part and the classes stand again on every page that they reach; of
// a class longer than a third of a page, which stands whole beside its first row, the beginning does. A pdf file of several forms numbers the pages of each from 1.
//
// 2026-11-26. What a pdf file cannot show is shown as 〓 and named by [View.Undrawn]; controls and marks of direction draw nothing and
// turn nothing. The paper is upright: in 523 points the widest amount of a year's budget fits, and what is longer is set smaller.
//
// 2026-11-26. A form ends with its last two indicators, its total and who signs on one page, in documents and in pdf, where these rows are not
// long: a page with the total alone would be signed by somebody who sees none of what it sums up. In a document who signs is a row of the
// table, because LibreOffice keeps no table with the next one. Workbooks leave pages to the program: fitted to a width, Excel heeds no breaks.
package reports
