package hostile

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"strings"

	x "jixiao/importer/xlstest"
)

// oldOne is the record of a cell that holds 1.
func oldOne() []byte { return x.Record(x.Number, 0, 0, 0, 1.0) }

// oldForm is a workbook of Excel 97 to 2003 that holds the form, with more records behind its cells.
func oldForm(records ...[]byte) []byte {
	var cells []byte
	for row, line := range strings.Split(strings.TrimSuffix(formText, "\n"), "\n") {
		for col, text := range strings.Split(line, "\t") {
			if text != "" {
				cells = append(cells, x.Record(x.Label, row, col, 0, x.Text(text))...)
			}
		}
	}
	for _, r := range records {
		cells = append(cells, r...)
	}
	return oldFile(x.Workbook(nil, x.Part{Name: "Form", Records: cells}))
}

func oldFile(stream []byte) []byte { return x.Compound(x.Stream{Name: "Workbook", Data: stream}) }

// oldSheet is a workbook with nothing but these records in its only sheet.
func oldSheet(records ...[]byte) []byte { return oldBook(nil, records...) }

func oldBook(globals []byte, records ...[]byte) []byte {
	var all []byte
	for _, r := range records {
		all = append(all, r...)
	}
	return oldFile(x.Workbook(globals, x.Part{Name: "Form", Records: all}))
}

// headChanged changes four bytes of a workbook with its form at some place.
func headChanged(at int, value uint32) func() []byte {
	return func() []byte {
		data := oldForm()
		binary.LittleEndian.PutUint32(data[at:], value)
		return data
	}
}

// Where the header of a compound file says how its tables are found.
const (
	headerShift   = 30
	headerRoots   = 48
	headerMini    = 60
	headerMinis   = 64
	headerLists   = 68
	headerListsOf = 72
)

// oldEntry is where the directory has the entry of the workbook, and field an offset within it.
func oldEntry(data []byte, field int) int {
	name := []byte("W\x00o\x00r\x00k\x00")
	return strings.Index(string(data), string(name)) + field
}

// The fields of an entry of the directory.
const (
	entryKind  = 66
	entryRight = 72
	entryStart = 116
	entrySize  = 120
)

func entryChanged(field int, value uint32) func() []byte {
	return func() []byte {
		data := oldForm()
		binary.LittleEndian.PutUint32(data[oldEntry(data, field):], value)
		return data
	}
}

// chainChanged changes the link of the sector in which a chain begins, by the place where the header or the directory names that sector.
func chainChanged(named func(data []byte) int) func() []byte {
	return func() []byte {
		data := oldForm(x.Record(0, make([]byte, 6000)))
		first := binary.LittleEndian.Uint32(data[named(data):])
		table := binary.LittleEndian.Uint32(data[76:])
		binary.LittleEndian.PutUint32(data[512*(int(table)+1)+4*int(first):], first)
		return data
	}
}

// listed is a workbook whose sheets begin at these places, with a sheet behind the list.
func listed(offsets ...int) func() []byte {
	return func() []byte {
		stream := x.Begin(x.Globals)
		for _, offset := range offsets {
			stream = append(stream, x.SheetRecord(offset, 0, "Form")...)
		}
		stream = append(append(append(stream, x.End()...), x.Begin(x.Worksheet)...), oldOne()...)
		return oldFile(append(stream, x.End()...))
	}
}

// many repeats a record.
func many(count int, record []byte) []byte { return []byte(strings.Repeat(string(record), count)) }

// xls lists old workbooks: what is wrong with their container, their records and their sheets.
func xls() []File {
	return append(append(oldTypes(), oldContainers()...), append(oldRecords(), oldLimits()...)...)
}

// oldTypes are files that are called xls and are something else, or cannot be opened at all.
func oldTypes() []File {
	return []File{
		{Name: "empty.xls", About: "no bytes", Data: bytesOf(""), Code: "file_empty"},
		{Name: "picture.xls", About: "a picture", Data: bytesOf("\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 100)), Code: "file_binary"},
		{Name: "nul-text.xls", About: "text with NUL bytes", Data: bytesOf("项目名称\t\x00\x00道路养护\n"), Code: "file_not_text"},
		{Name: "music.xls", About: "a piece of music", Data: bytesOf("ID3\x04\x00\x00\x00\x00\x00\x00\xff\xfb\x90\x00" + strings.Repeat("\x00\x01", 200)), Code: "file_not_text"},
		{Name: "excel2.xls", About: "a workbook of Excel 2", Data: bytesOf("\x09\x00\x04\x00\x02\x00\x10\x00\x0a\x00\x00\x00"), Code: "file_unsupported"},
		{Name: "excel3.xls", About: "a workbook of Excel 3", Data: bytesOf("\x09\x02\x06\x00\x00\x03\x10\x00\x00\x00\x0a\x00\x00\x00"), Code: "file_unsupported"},
		{Name: "excel4.xls", About: "a workbook of Excel 4", Data: bytesOf("\x09\x04\x06\x00\x00\x04\x10\x00\x00\x00\x0a\x00\x00\x00"), Code: "file_unsupported"},
		{Name: "excel4-in-compound.xls", About: "a workbook of Excel 4 in a compound file", Data: func() []byte { return oldFile(x.Record(x.BOF, 0x0400, x.Worksheet, 0)) }, Code: "file_unsupported"},
		{Name: "document.xls", About: "a document of a word processor", Data: func() []byte { return x.Compound(x.Stream{Name: "WordDocument", Data: make([]byte, 5000)}) }, Code: "file_unsupported"},
		{Name: "no-streams.xls", About: "a compound file without anything in it", Data: func() []byte { return x.Compound() }, Code: "file_binary"},
		{Name: "thumbs.xls", About: "a compound file of something else", Data: func() []byte { return x.Compound(x.Stream{Name: "Catalog", Data: []byte("x")}) }, Code: "file_binary"},
		{Name: "only-embedded.xls", About: "a workbook that only another document holds", Data: func() []byte { return x.Compound(x.Stream{Name: "MBD1/Workbook", Data: []byte("x")}) }, Code: "file_binary"},
		{Name: "filepass.xls", About: "protected by a password", Data: func() []byte {
			return oldFile(append(append(x.Begin(x.Globals), x.Record(x.FilePass, 1, 1, 1)...), "rubbish"...))
		}, Code: "file_encrypted"},
		{Name: "encrypted-package.xls", About: "a new workbook that is protected by a password", Data: func() []byte { return x.Compound(x.Stream{Name: "EncryptedPackage", Data: make([]byte, 5000)}) }, Code: "file_encrypted"},
	}
}

// oldContainers are compound files that are damaged or lie.
func oldContainers() []File {
	directory := func([]byte) int { return headerRoots }
	workbook := func(data []byte) int { return oldEntry(data, entryStart) }
	return []File{
		{Name: "magic.xls", About: "the first eight bytes of a compound file", Data: bytesOf("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Code: "file_broken"},
		{Name: "header-only.xls", About: "nothing but the header", Data: func() []byte { return oldForm()[:512] }, Code: "file_broken"},
		{Name: "half.xls", About: "cut off in the middle", Data: func() []byte { data := oldForm(); return data[:len(data)/2] }, Code: "file_broken"},
		{Name: "noise.xls", About: "noise behind the first eight bytes", Data: func() []byte {
			r, data := rand.New(rand.NewPCG(7, 7)), []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
			for range 50_000 {
				data = append(data, byte(r.IntN(256)))
			}
			return data
		}, Code: "file_broken"},
		{Name: "sector-size.xls", About: "sectors of 2 GiB", Data: headChanged(headerShift, 31), Code: "file_broken"},
		{Name: "directory-beyond.xls", About: "a directory beyond the end", Data: headChanged(headerRoots, 0x00ffffff), Code: "file_broken"},
		{Name: "directory-loop.xls", About: "a directory that goes on with itself", Data: chainChanged(directory), Code: "file_broken"},
		{Name: "stream-loop.xls", About: "a stream that goes on with itself", Data: chainChanged(workbook), Code: "file_broken"},
		{Name: "tree-loop.xls", About: "an entry that stands beside itself", Data: entryChanged(entryRight, 1), Code: "file_broken"},
		{Name: "tree-beyond.xls", About: "an entry beside one that is not there", Data: entryChanged(entryRight, 0x7fffffff), Code: "file_broken"},
		{Name: "mini-beyond.xls", About: "a table of small sectors beyond the end", Data: headChanged(headerMini, 0x00fffff0), Code: "file_broken"},
		{Name: "mini-count.xls", About: "four billion tables of small sectors", Data: headChanged(headerMinis, 0xffffffff), Code: "file_broken"},
		{Name: "list-count.xls", About: "sixteen million lists of tables", Data: headChanged(headerListsOf, 0x00ffffff), Code: "file_broken"},
		{Name: "list-loop.xls", About: "a list of tables that goes on with itself", Data: func() []byte {
			data := oldForm()
			binary.LittleEndian.PutUint32(data[44:], 0x00ffffff)
			binary.LittleEndian.PutUint32(data[headerLists:], 0)
			binary.LittleEndian.PutUint32(data[headerListsOf:], 0x00010000)
			binary.LittleEndian.PutUint32(data[1020:], 0)
			return data
		}, Code: "file_broken"},
		{Name: "stream-size.xls", About: "a stream of 4 GiB", Data: entryChanged(entrySize, 0xffffffff), Code: "file_broken"},
		{Name: "stream-beyond.xls", About: "a stream that begins beyond the end", Data: entryChanged(entryStart, 0x7ffffff0), Code: "file_broken"},
		{Name: "stream-is-folder.xls", About: "a folder in place of the workbook", Data: func() []byte { data := oldForm(); data[oldEntry(data, entryKind)] = 1; return data }, Code: "file_binary"},
		{Name: "many-streams.xls", About: "60,000 streams", Data: func() []byte {
			return x.Compound(append(make([]x.Stream, 60_000), x.Stream{Name: "Workbook", Data: oldOne()})...)
		}, Code: "file_too_large"},
	}
}

// oldRecords are workbooks whose records are wrong.
func oldRecords() []File {
	return []File{
		{Name: "no-cells.et", About: "a sheet without a cell", Data: func() []byte { return oldSheet(x.Record(x.Blank, 0, 0, 0)) }, Code: "file_no_cells"},
		{Name: "no-beginning.xls", About: "a stream that begins with text", Data: func() []byte { return oldFile([]byte("项目名称")) }, Code: "file_broken"},
		{Name: "no-stream.xls", About: "a workbook of no bytes", Data: func() []byte { return oldFile(nil) }, Code: "file_broken"},
		{Name: "no-end.xls", About: "a list of sheets without an end", Data: func() []byte { return oldFile(x.Begin(x.Globals)) }, Code: "file_broken"},
		{Name: "record-cut.xls", About: "a record longer than the rest of the file", Data: func() []byte { return oldFile(append(x.Begin(x.Globals), 0x85, 0, 0xff, 0xff, 0)) }, Code: "file_broken"},
		{Name: "sheet-beyond.xls", About: "a sheet beyond the end", Data: listed(1 << 30), Code: "file_broken"},
		{Name: "sheet-negative.xls", About: "a sheet before the beginning", Data: listed(-1), Code: "file_broken"},
		{Name: "sheet-itself.xls", About: "a sheet that is the list of sheets", Data: listed(0), Code: "file_broken"},
		{Name: "sheet-amid.xls", About: "a sheet amid a record", Data: listed(9), Code: "file_broken"},
		{Name: "sheets-in-one.xls", About: "two sheets in one place", Data: listed(62, 62), Code: "file_broken"},
		{Name: "text-negative.xls", About: "a cell with the text of number -1", Data: func() []byte { return oldForm(x.Record(x.LabelSST, 50, 0, 0, uint32(0xffffffff))) }, Code: "file_broken"},
		{Name: "text-count.xls", About: "four billion texts, of which two are there", Data: func() []byte {
			return oldBook(x.Record(x.SST, uint32(0xffffffff), uint32(0xffffffff), x.Text("甲"), x.Text("乙")), x.Record(x.LabelSST, 0, 0, 0, uint32(2)))
		}, Code: "file_broken"},
		{Name: "text-cut.xls", About: "a text longer than its record", Data: func() []byte { return oldForm(x.Record(x.Label, 50, 0, 0, 60_000, "\x00abc")) }, Code: "file_broken"},
		{Name: "text-half.xls", About: "a text that ends in half a character", Data: func() []byte { return oldForm(x.Record(x.Label, 50, 0, 0, 2, "\x01abc")) }, Code: "file_broken"},
		{Name: "text-runs.xls", About: "more formatting than there is", Data: func() []byte {
			return oldBook(x.Record(x.SST, uint32(1), uint32(1), 1, "\x08", 0xffff, "a"), oldOne())
		}, Code: "file_broken"},
		{Name: "text-aids.xls", About: "four billion bytes of reading aids", Data: func() []byte {
			return oldBook(x.Record(x.SST, uint32(1), uint32(1), 1, "\x04", uint32(0xffffffff), "a"), oldOne())
		}, Code: "file_broken"},
		{Name: "continued.xls", About: "a text over ten million records without anything in them", Data: func() []byte {
			return oldBook(append(x.Record(x.SST, uint32(1), uint32(1), 2, "\x00a"), many(10_000_000, x.Record(x.Continue))...), oldOne())
		}, Code: "file_broken"},
		{Name: "column.xls", About: "a cell in column 60,000", Data: func() []byte { return oldForm(x.Record(x.Number, 50, 60_000, 0, 1.0)) }, Code: "file_broken"},
		{Name: "twice.xls", About: "a cell that is there twice", Data: func() []byte { return oldSheet(oldOne(), oldOne()) }, Code: "file_broken"},
		{Name: "cell-cut.xls", About: "a cell without its number", Data: func() []byte { return oldForm(x.Record(x.Number, 50, 0, 0)) }, Code: "file_broken"},
		{Name: "cells-none.xls", About: "a row of numbers shorter than its frame", Data: func() []byte { return oldForm(x.Record(x.MulRK, 50, 9)) }, Code: "file_broken"},
		{Name: "not-a-number.xls", About: "a number that is none", Data: func() []byte { return oldForm(x.Record(x.Number, 50, 0, 0, math.NaN())) }, Code: "file_broken"},
		{Name: "merge-count.xls", About: "more merged ranges counted than there are", Data: func() []byte { return oldForm(x.Record(x.MergedCells, 0xffff, 0, 0, 0, 0)) }, Code: "file_broken"},
		{Name: "code-page.xls", About: "texts of an unknown code page", Data: func() []byte {
			return oldFile(x.Workbook5(x.Record(x.CodePage, 437), x.Part{Name: "a", Records: x.Record(x.Label, 0, 0, 0, 2, "\xe9\xe9")}))
		}, Code: "file_broken"},
		{Name: "not-its-code-page.xls", About: "bytes that are no characters of their code page", Data: func() []byte {
			return oldFile(x.Workbook5(x.Record(x.CodePage, 936), x.Part{Name: "a", Records: x.Record(x.Label, 0, 0, 0, 2, "\xff\xff")}))
		}, Code: "file_broken"},
		{Name: "nested.xls", About: "a million charts in each other, none with an end", Data: func() []byte { return oldSheet(many(1_000_000, x.Begin(x.Chart))) }, Code: "file_broken"},
	}
}

// oldLimits are workbooks that would cost too much.
func oldLimits() []File {
	return []File{
		{Name: "many-sheets.xls", About: "2,000 sheets", Data: func() []byte { return oldFile(x.Workbook(nil, make([]x.Part, 2_000)...)) }, Code: "file_too_large"},
		{Name: "many-texts.xls", About: "two million texts without a character", Data: func() []byte {
			table := x.Record(x.SST, uint32(2_000_000), uint32(2_000_000))
			return oldBook(append(table, many(1_000, x.Record(x.Continue, make([]byte, 6_000)))...), oldOne())
		}, Code: "file_too_large"},
		{Name: "many-cells.xls", About: "more than two million cells", Data: func() []byte {
			var cells []byte
			for row := range 8_200 {
				cells = append(cells, x.Record(x.MulRK, row, 0, many(256, x.Bytes(0, x.RKWhole(1))), 255)...)
			}
			return oldSheet(cells)
		}, Code: "file_too_large"},
		{Name: "long-texts.xls", About: "a text of 60,000 characters in 100,000 cells", Data: func() []byte {
			var cells []byte
			for i := range 100_000 {
				cells = append(cells, x.Record(x.LabelSST, i/200, i%200, 0, uint32(0))...)
			}
			return oldBook(x.SharedTexts(x.MostContent, 1, x.SharedText{Text: strings.Repeat("长", 60_000)}), cells)
		}, Code: "file_too_large"},
		{Name: "formulas.xls", About: "more than a million formulas without a result", Data: func() []byte {
			return oldSheet(many(1_100_000, x.Record(x.Formula, 0, 0, 0, "\x03\x00\x00\x00\x00\x00\xff\xff", 0, uint32(0), 0)))
		}, Code: "file_too_large"},
		{Name: "merges.xls", About: "two million merged ranges", Data: func() []byte {
			return oldSheet(oldOne(), many(2_100, x.Record(x.MergedCells, 1_000, make([]byte, 8_000))))
		}, Code: "file_too_large"},
		{Name: "merges-of-all.xls", About: "merged ranges over all rows, many times", Data: func() []byte {
			return oldSheet(oldOne(), x.Record(x.Number, 65_535, 0, 0, 1.0), x.Record(x.MergedCells, 1_000, many(1_000, x.Bytes(0, 65_535, 0, 255))))
		}, Code: "file_too_large"},
		{Name: "merges-of-a-row.xls", About: "a row of 256 cells merged 200,000 times", Data: func() []byte {
			row := x.Record(x.MulRK, 0, 0, many(256, x.Bytes(0, x.RKWhole(1))), 255)
			return oldSheet(row, many(200, x.Record(x.MergedCells, 1_000, many(1_000, x.Bytes(0, 0, 0, 255)))))
		}, Code: "file_too_large"},
		{Name: "percents.xls", About: "a number format of 8,000 percent signs", Data: func() []byte {
			globals := append(x.Record(x.Format, 164, x.Text(strings.Repeat("%", 8_000))), x.StyleRecord(164, false)...)
			return oldBook(globals, many(1, oldOne()))
		}, Code: NoForm},
		{Name: "blank-records.xls", About: "ten million records that say nothing", Data: func() []byte { return oldSheet(many(10_000_000, x.Record(0))) }, Code: "file_no_cells"},
	}
}
