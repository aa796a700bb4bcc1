// Package grid turns the bytes of a file into cells: what stands where, and nothing about what it means.
//
//	doc, err := grid.Read(name, data, grid.DefaultLimits())
//
// A Document holds one Grid a worksheet, or one for a whole text. Every non-blank cell of the input is in it exactly once, with its place:
// this is the "read" of the law of conservation that the importer accounts for. What cannot be read as it should is an *Error for the
// whole file; what a person should look at beside the cells is a Fault. Both are a code with arguments; sentences are made elsewhere.
//
// # What counts as a cell
//
// A tab-separated field; a field of a | table without the outer pipes (the fields of its ruling line, ---, included); a csv field; a cell
// of a worksheet; what stands in one column of a line of aligned text, or between the borders of a table drawn with lines (a ruling line is one
// cell); a cell of a ruled table of a pdf, and a piece of any other line of one; any other line of text. Outer white space (Unicode's, so the
// full-width space too) and characters that nobody sees are taken off, and what is then empty is blank. The line sep=; of a csv file is no cell:
// it belongs to the format, as a byte order mark does. A line with a tab is divided at its tabs even where it has pipes. Row and column count
// blank rows and fields.
//
// # Decisions
//
// 2026-11-22, one registry. The list in detect.go says of each format how its content shows it, and either how it is read or with which
// code it is refused. Detection, reading, the names in refusals and Formats come from it. A new format (xls, docx, pdf) gets a read
// function in its entry instead of a refusal; nothing else changes. The file's name plays no part.
//
// 2026-11-22, text or csv. Two mistakes are possible, and reading prose as csv is the worse one, because it tears sentences. So csv must
// convince: more than half of the records have the same number of fields, no tab stands within a field, no line is a | line, the text does not
// open with a sentence, and most delimiters are not followed by a space. Quoted fields outweigh the last two. A single line is csv only
// as a row of three or more short words (a header without rows). A tab at the edge of a csv field divides nothing.
//
// 2026-11-22, quotation marks. In csv a mark opens a quotation only if it is closed before a delimiter; otherwise it is content, with a fault,
// so that one stray mark cannot swallow the lines after it. In tab-separated text marks are taken off only where a spreadsheet program had
// to set them (around a line break, or doubled): elsewhere somebody typed them.
//
// 2026-11-22, encodings. Byte order mark, else valid UTF-8, else GB18030. The GB18030 decoder accepts nearly anything, so that a file that is UTF-8
// but for a few damaged bytes is refused with the line rather than read as other characters, and a control character in any encoding means that
// the file is not text. Form feed and vertical tab are white space.
//
// 2026-11-22, own reader of xlsx. The first choice was excelize; it stays the writer that the tests read after. As reader it cannot hold the
// law of conservation: version 2.11.1 given the cells C3, A3 in this order returns them as columns C and D; a shared text with a wrong
// index is a blank cell without an error; a worksheet that stops being XML ends there without an error; and formulas, styles and merges need
// the whole worksheet in memory a second time. The reader here streams each part once through encoding/xml, under the limits, and refuses
// what it cannot place. 100,000 rows of 12 cells take about 3 s on a shared core. Parts that hold no cells (pictures, charts) are not unpacked
// at all; their declared size counts towards the limit.
//
// 2026-11-22, numbers in worksheets. The stored value is taken, not the shown one, because a format that shows 89.995 as 90 would change a
// verdict. A file stores a binary number in up to 17 digits (0.1 as 0.10000000000000001) while the program that wrote it never shows more than 15:
// a fraction is therefore rounded to 15 significant digits, which gives back what was typed. Where even the shortest decimal of the binary number is
// longer (0.1+0.2), rounding is reported as a fault. Whole numbers are kept digit by digit: they are codes, or exact. From the format comes only
// meaning: a percent format gives raw × 100 with %, in decimal; a date format gives YYYY-MM-DD, with the time where the format shows one and
// it is not midnight; a format of year and month gives 2025年12月 and one of the year 2025年, because the stored day is then nobody's
// statement; a time format gives HH:MM:SS. Units that a format merely prints behind the number are not read.
//
// 2026-11-22, formulas. The value that the writing program stored is taken, the cell is marked and a fault raised. Without a stored value there is
// nothing to read: a fault and no cell.
//
// 2026-11-22, hidden cells. Hidden rows, columns and worksheets are read, because a hidden target is still a target; their cells are marked, and so
// are cells that lie under a merged range, which no reader of the workbook sees.
//
// 2026-11-22, limits. The defaults admit 100,000 rows of 12 cells with room to spare. Measured with them: 60 MB of tabs, commas, pipes, quotation marks
// or line breaks end in an error within about a second, 31 MB of xlsx with 12 million elements within three seconds.
//
// 2026-11-25, own scanner of XML. The decoder of the standard library allocates a token, a name and a list for every element, which was
// most of the time that a worksheet took. The scanner takes a part to pieces in one window and gives the same tokens; a fuzz test holds it
// against the standard library, refusal by refusal. A tag or a text of more than 8 MiB is refused. Reading cells takes 0.35 to 0.5 of the
// processor time of the bare library's row reader over the same file, in the same run (BenchmarkAgainstLibrary).
//
// 2026-11-25, long worksheets. Open leaves a worksheet of more cells than its caller wants to hold after its beginning, and All gives its
// rows one by one, as often as asked. The format lists merged ranges behind the rows, so the first time through only checks and notes them.
//
// 2026-11-25, what may be unpacked. A bound that admits 400,000 rows would give a small bomb seconds. So beyond 192 MiB, and beyond six
// million elements, an archive may hold 40 times its own size and two elements a byte, up to 1 GiB: real tables unpack to about ten times
// their size, and what a file costs stays in proportion to what had to be sent. A shared text counts towards the same bound as often as cells
// show it, for that costs nothing in the file.
//
// 2026-11-25, aligned text. Gaps of two columns or more divide a line, single spaces never do. Only lines together show columns, so a table
// must convince: at least two divided lines, two thirds of what stands behind a gap stands below something else, and it does not read like
// sentences. A line of which nothing stands in a column stays whole. Neighbouring beginnings are one column where no line has pieces at both
// and they lie at most two apart, end together (numbers) or have the same middle (centred texts). How wide a character is, programs do not agree:
// four measures are tried, and the one by which the fewest different positions occur is taken. Two single Chinese characters with a small
// gap (合  计) are one spread word unless another line shows a column there. Each line stays a row; joining wrapped cells is the importer's affair.
//
// 2026-11-25, tables drawn with lines. Where all lines have the same number of fields these are the columns; else cells were merged, and the
// columns are where fields begin. Their delimiter counts as DelimiterSpaces, because they are aligned.
//
// 2026-11-25, encodings once more. UTF-16 without a mark is read where zero bytes show it and only characters that forms hold come out, Chinese and
// ASCII among them. Four Chinese characters in a row that are UTF-8 in a file that is not mean two encodings, which is refused with the line.
//
// 2026-11-25, invisible characters. Zero-width characters, soft hyphens and marks are taken out of cells without a word: what is left is what
// everybody sees. Bidirectional controls are taken out with a fault, because what is left is not what was seen.
//
// 2026-11-25, limits once more. A single XML token is bounded (attributes are held in memory), and a text with more than 50,000 faults is refused.
// A number of more than 400 digits is left as text, because the machine's own reading of thousands of digits is wrong.
//
// 2026-11-25, pdf. PDFium in a webassembly machine reads characters with their boxes and the lines that are drawn; tables, rows and cells are
// worked out here. The library starts with the first pdf: 6.5 s without its compiled code in the user's cache folder, 0.15 s with it. It sees
// no file but one font of 600 bytes, has 160 MB of memory, and is thrown away after a failure. A call of it is stopped when a file takes more
// work than a fixed amount and what its characters have earned. The module is called below the library's Go wrappers: these ask for memory for every
// number, and since a call that can be stopped costs a goroutine, a character cost 40 µs with them.
//
// 2026-11-25, the font. PDFium leaves out a piece of text whose glyphs have no shape, and they have none where a file names a Chinese
// font without holding it: a comparator in a cell of its own would be lost in silence. So the library finds one font for all of these, in which
// every character is a square.
//
// 2026-11-25, lines of a cell. What is printed on several lines is one text. Where the next word had no room in the line the text goes on: without a
// space beside Chinese characters and inside numbers, with one between words. Where it had room somebody began a new line, which is kept as \n.
//
// 2026-11-25, pages. All pages are one grid. A table that goes on on the next page, with the same edges, has the same columns there; a merged
// cell that the page cuts goes on in a blank one on the next, with a fault, where cells of that column cover several rows. A row that the page cuts in two is put together, with a fault, only where each of its
// cells had room for nothing more. Places are page, row of the page and field.
//
// 2026-11-25, tables without lines. Columns are taken where no text stands between them in any line, else each line is a row; a fault says which
// of both was done, because a text of several lines in one cell cannot be told from several rows. Slanted text is a watermark and in no cell.
//
// 2026-11-25, two columns of text. Lines that stand beside each other are a table without lines, with its fault. Lines that change between two
// sides of a page, with nothing reaching over the space between, are read side by side: the left one first, with a fault.
//
// 2026-11-25, damaged streams of a pdf. The library shows what it could unpack of a damaged page and says nothing. So packed streams are
// unpacked once before, up to 32 MiB, and one that breaks off refuses the file. Sums behind the data are not looked at, and the streams of
// protected files not at all.
//
// 2026-11-25, archives of files. Whether a zip archive is a document is asked of the registry, by the names of its parts. What an archive
// may unpack to is 50 times its size, 64 MiB in any case and 2 GiB at most; claimed sizes are checked first and real ones counted, those of an
// archive inside with those of the one around it. The directory is read up to 16 MiB. Names that are valid UTF-8 are taken as such even where the
// archive does not say so, as those of macOS do not; any other is GB18030. Names lead nowhere: nothing is ever unpacked onto a disk. Control
// characters in them are replaced, because names are shown on terminals. An archive whose directory cannot be read is a broken file.
//
// 2026-11-25, documents and pages. A Word document and a web page are one grid, in the order of reading: a paragraph outside of tables is a row
// with one cell, a row of a table is a row. A table in a cell, or a text box in a paragraph, follows the row that it stands in, as rows of its
// own, with columns of its own: pages are often laid out by tables, and the form that stands in such a cell must read as it would alone. A
// merged cell reaches over the rows that come between. Headers, footers and notes follow the body. Columns are those of the table's grid.
//
// 2026-11-25, what is text of a document. What tracked changes deleted or moved away is none, what they inserted is; instructions of fields,
// numbers of lists, comments and reading aids are none. Of two alternatives of the same drawing the first with text counts. A prompt that a
// content control still shows was written by nobody: it is a fault and no cell. Hidden text beside shown text in one cell is a fault, because
// together they would say what neither says; a cell of hidden text alone is a hidden cell. Raised digits stay raised (10⁴ is not 104). Symbols
// of the usual picture fonts become the characters that they show, ≥ and ☑ among them; others stay private characters, with a fault. The
// state of a check box is ☑ or ☐. Text is hidden by its run, else by its styles and those that they are based on.
//
// 2026-11-25, pages as browsers show them. The tokenizer of golang.org/x/net/html reads the tags, the rules for those that are left out are here:
// its parser builds a tree whose size nobody can bound, and drops what it thinks misplaced. Scripts, styles, comments, captions of buttons
// and what is for browsers without scripts or frames are no text; hidden is what a style of its own, not a style sheet, hides. Of a list to choose from the chosen
// options count, else the first, which is what is shown. A < that cannot begin a tag is text. A number that a spreadsheet program noted beside
// a rounded one (x:num, sdval) takes its place, digits only. A page that ends within a table, a tag or a comment gets a fault.
//
// 2026-11-25, encodings of pages. Byte order mark, then the declaration where the bytes allow it: text with Chinese characters in valid UTF-8 is
// UTF-8 whatever it declares, and Big5, which nothing else can tell, is read only where it is declared. Pages of a web archive are one grid,
// unless the archive says that they are worksheets.
//
// 2026-11-25, own reader of xls. The ready libraries panic, take minutes or lose merged ranges. The container is left to mscfb, behind a reader
// that counts what the library asks for, since its loops over sectors and directories are bounded by nothing but the file's own claims; a
// stream is taken in small parts, because the library's time grows with the square of one request. The records are read here: most kinds are
// passed over by their length, counts are never believed, and a sheet's records end where the next sheet begins, so that no record is read twice.
// Stored numbers, formats, formulas and merged ranges mean what they mean in xlsx, in the same code (worksheet.go). A binary number is
// written by the fewest digits that give it back; whole ones from 2^53 on stand for several numbers and get 15 digits and a fault. The stored
// formula is not put into words, so its fault has none. Workbooks of Excel 5 and 95 are read with their code page, GB18030 where they name none, and
// bytes that the code page does not have are refused; so are workbooks before Excel 5 and encrypted ones. Sheets of macros and modules are not
// read and say so, charts hold no cells. A workbook without the container around it is read, because simple programs write such.
//
// 2026-11-25, panics. Read turns a panic, in a library or here, into a broken file, because one bad file must not end the import of the others.
//
// 2026-11-26. Where the pdf library stops with its memory used up, the file is too large: by time or by memory, a hostile file gets the same
// answer on a slow machine and on a fast one.
//
// 2026-11-26, soft breaks. A line break behind a blank without width is where a program laid a text out, as this one does in its own workbooks: both
// are taken away without a fault. Other line breaks of a cell are its text.
//
// 2026-11-26, texts over pages. In a merged cell that the page cuts, the text is put together, with a fault, where it had no room for more and
// blank cells go on over the page in at least two columns that are merged over the same rows as its own on both pages: these say one
// thing, and it has not ended there. A full line alone says nothing: 数量指标 at the end of one page and 质量指标 on the next fill theirs as well. Nor do digits go on
// behind digits where one more had room: a number is divided only where it is wider than its cell, and these are two.
//
// 2026-11-26, the time of a pdf. What bounds the pdf library is the work of the thread that reads, 1.2 s and more for what was read: the time that
// goes by is no measure of a file, because a good one takes ten times as long where the machine has other things to do, and other files of the
// same import are read meanwhile. The library can be stopped from outside and counts nothing itself, so that the reader stays on one thread and its
// clock is asked by another (Linux and Windows; elsewhere that of the whole program, which counts too much while other files are read). A
// machine that does not come to the file within ten times as long refuses it all the same. Of 104 made-up forms the
// median took 27 ms of work and the slowest 162 ms.
//
// 2026-11-26, texts over cells. A cell of a workbook that ends with three blanks without width goes on in the cell below it that begins with three:
// so the program's own forms divide a text that is too long for one cell. The first cell gets the whole text and the extent of all; half a sign, or one
// whose other half is missing, joins nothing.
package grid
