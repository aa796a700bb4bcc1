package grid

import (
	"encoding/xml"
	"errors"
	"path"
	"strconv"
	"strings"
)

// workbook is what the cells of an xlsx file refer to.
type workbook struct {
	archive  *archive
	date1904 bool
	sheets   []sheetEntry
	strings  []string
	formats  []numberFormat // by the cells' style index
	words    wordList
	left     int64 // bytes of shared text that cells may still show: one costs nothing in the file, however often it is shown
}

// wordList gives the same string for the same short text, of which a worksheet repeats many.
type wordList map[string]string

// The bounds of a wordList: longer texts hardly repeat, and where nothing repeats a list would only cost memory.
const (
	longestWord = 64
	mostWords   = 1 << 14
)

func (l wordList) text(raw []byte) string {
	if word, known := l[string(raw)]; known {
		return word
	}
	text := string(raw)
	if len(text) <= longestWord && len(l) < mostWords {
		l[text] = text
	}
	return text
}

func readXLSX(src *source) (*Document, error) {
	a, err := openArchive(src, FormatXLSX)
	if err != nil {
		return nil, err
	}
	part, err := a.mainPart("xl/workbook.xml")
	if err != nil {
		return nil, err
	}
	wb, parts, err := a.readWorkbook(part)
	if err != nil {
		return nil, err
	}
	doc := &Document{File: src.name, Format: FormatXLSX}
	count := 0
	for i, sheet := range wb.sheets {
		if parts[i] == "" {
			continue // a sheet that is only a chart has no cells
		}
		grid, faults, err := wb.readSheet(longSheet{wb: wb, entry: sheet, part: parts[i], before: *a, left: wb.left}, &count)
		if err != nil {
			return nil, err
		}
		doc.Grids = append(doc.Grids, grid)
		doc.Faults = append(doc.Faults, faults...)
	}
	return doc, nil
}

// readSheet reads a worksheet, or only the beginning of one that turns out to be long.
func (wb *workbook) readSheet(sheet longSheet, count *int) (Grid, []Fault, error) {
	src := wb.archive.src
	r := newSheetReader(wb, sheet.entry, newBuilder(src, sheet.entry.name, count))
	if src.long > 0 {
		first := *count
		r.rowDone = func() error {
			if *count-first > src.long {
				return errLong
			}
			return nil
		}
	}
	err := wb.archive.walk(sheet.part, r)
	switch {
	case errors.Is(err, errLong):
		r.b.faults, r.merges = nil, nil // they come again, when all of it is read
		r.b.grid.long = &sheet
	case err != nil:
		return Grid{}, nil, err
	}
	if err := r.finish(); err != nil {
		return Grid{}, nil, err
	}
	return r.b.grid, r.b.faults, nil
}

// mainPart finds the main part through the relations of the archive; files without them keep it in the usual place.
func (a *archive) mainPart(usual string) (string, error) {
	if !a.has(relationsPart("")) {
		return usual, nil
	}
	rels, err := a.relations("")
	if err != nil {
		return "", err
	}
	for _, rel := range rels {
		if rel.kind == "officeDocument" {
			return rel.target, nil
		}
	}
	return usual, nil
}

// readWorkbook reads everything but the sheets, and returns the part of each sheet, "" for one that holds no cells.
func (a *archive) readWorkbook(part string) (*workbook, []string, error) {
	wb := &workbook{archive: a, words: wordList{}, left: a.src.limits.unpacked(len(a.src.data))}
	if err := a.walk(part, (*workbookReader)(wb)); err != nil {
		return nil, nil, err
	}
	if most := a.src.limits.Sheets; len(wb.sheets) > most {
		return nil, nil, a.src.tooLarge(LimitSheets, int64(most), Place{})
	}
	rels, err := a.relations(part)
	if err != nil {
		return nil, nil, err
	}
	byID := map[string]relation{}
	for _, rel := range rels {
		byID[rel.id] = rel
		switch rel.kind {
		case "sharedStrings":
			err = a.walk(rel.target, &stringsReader{wb: wb})
		case "styles":
			err = a.walk(rel.target, &stylesReader{wb: wb, codes: map[int]string{}})
		}
		if err != nil {
			return nil, nil, err
		}
	}
	parts := make([]string, len(wb.sheets))
	for i, sheet := range wb.sheets {
		rel, ok := byID[sheet.id]
		switch {
		case !ok || rel.kind == "worksheet" && !a.has(rel.target):
			broken := a.broken(rel.target, ReasonPartMissing)
			broken.Place.Sheet = sheet.name
			return nil, nil, broken
		case rel.kind == "worksheet":
			parts[i] = rel.target
		}
	}
	return wb, parts, nil
}

// relation is a link from one part to another; kind is the last word of its type, which the two dialects of the format share.
type relation struct{ id, kind, target string }

// relations reads the links of a part, "" for those of the archive.
func (a *archive) relations(part string) ([]relation, error) {
	folder, _ := path.Split(part)
	r := &relationsReader{folder: folder}
	if err := a.walk(relationsPart(part), r); err != nil {
		return nil, err
	}
	return r.relations, nil
}

func relationsPart(part string) string {
	folder, name := path.Split(part)
	return folder + "_rels/" + name + ".rels"
}

type relationsReader struct {
	ignoring
	folder    string
	relations []relation
}

func (r *relationsReader) start(path []string, attrs []xml.Attr) error {
	if path[len(path)-1] != "Relationship" || attr(attrs, "TargetMode") == "External" {
		return nil
	}
	kind := attr(attrs, "Type")
	target := strings.ReplaceAll(attr(attrs, "Target"), `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = r.folder + target
	}
	r.relations = append(r.relations, relation{
		id:     attr(attrs, "Id"),
		kind:   kind[strings.LastIndex(kind, "/")+1:],
		target: partName(target),
	})
	return nil
}

// workbookReader takes the list of sheets and the date system.
type workbookReader workbook

func (r *workbookReader) start(path []string, attrs []xml.Attr) error {
	if len(path) == 2 && path[1] == "workbookPr" {
		r.date1904 = isTrue(attr(attrs, "date1904"))
	}
	if len(path) == 3 && path[1] == "sheets" && path[2] == "sheet" {
		state := attr(attrs, "state")
		r.sheets = append(r.sheets, sheetEntry{
			name:   attr(attrs, "name"),
			id:     attr(attrs, "id"),
			hidden: state == "hidden" || state == "veryHidden",
		})
	}
	return nil
}

func (r *workbookReader) text([]string, []byte) error { return nil }
func (r *workbookReader) end([]string) error          { return nil }

// stringsReader takes the shared texts: the runs of each joined, without the reading aids (rPh) that East Asian texts may carry.
type stringsReader struct {
	wb   *workbook
	item strings.Builder
}

func (r *stringsReader) start([]string, []xml.Attr) error { return nil }

func (r *stringsReader) text(path []string, data []byte) error {
	if isItemText(path) {
		r.item.Write(data)
	}
	return nil
}

func (r *stringsReader) end(path []string) error {
	if len(path) == 2 && path[1] == "si" {
		r.wb.strings = append(r.wb.strings, strings.TrimSpace(unescape(r.item.String())))
		r.item.Reset()
	}
	return nil
}

// isItemText tells the text of a string item, plain (si/t, is/t) or in runs (si/r/t, is/r/t).
func isItemText(path []string) bool {
	n := len(path)
	return n > 1 && path[n-1] == "t" && path[n-2] != "rPh"
}

// stylesReader takes the number format of each cell style.
type stylesReader struct {
	ignoring
	wb    *workbook
	codes map[int]string
}

func (r *stylesReader) start(path []string, attrs []xml.Attr) error {
	if len(path) != 3 {
		return nil
	}
	switch path[1] + "/" + path[2] {
	case "numFmts/numFmt":
		if id, err := strconv.Atoi(attr(attrs, "numFmtId")); err == nil {
			r.codes[id] = attr(attrs, "formatCode")
		}
	case "cellXfs/xf":
		id, _ := strconv.Atoi(attr(attrs, "numFmtId")) // none means 0, the general format
		code, ok := r.codes[id]
		if !ok {
			code = builtinFormats[id]
		}
		r.wb.formats = append(r.wb.formats, parseNumberFormat(code))
	}
	return nil
}

// ignoring is for readers that only care where elements begin.
type ignoring struct{}

func (ignoring) text([]string, []byte) error { return nil }
func (ignoring) end([]string) error          { return nil }

func attr(attrs []xml.Attr, name string) string {
	for _, a := range attrs {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

func isTrue(value string) bool { return value == "1" || value == "true" || value == "on" }

// unescape undoes the _xHHHH_ by which the format writes characters that XML cannot hold, and unifies line breaks.
// Control characters that come to light so are white space at best and become spaces.
func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return unifyBreaks(text)
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		if code, ok := escapeAt(text[i:]); ok {
			b.WriteRune(code)
			i += len("_x0000_")
			continue
		}
		b.WriteByte(text[i])
		i++
	}
	return unifyBreaks(b.String())
}

func escapeAt(text string) (rune, bool) {
	if len(text) < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	code, err := strconv.ParseUint(text[2:6], 16, 16)
	if err != nil || code >= 0xd800 && code < 0xe000 {
		return 0, false // half of a pair is left as it is written
	}
	if isForbidden(rune(code)) {
		return ' ', true
	}
	return rune(code), true
}
