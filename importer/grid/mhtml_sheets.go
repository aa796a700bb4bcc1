package grid

import (
	"bufio"
	"bytes"
	"html"
	"regexp"
	"strings"
)

func newLineReader(data []byte) *bufio.Reader { return bufio.NewReader(bytes.NewReader(data)) }

// isMHTML tells a message: lines of a head, with the version of MIME and a type of content among them.
func isMHTML(s *source) bool {
	if !strings.Contains(s.opening(), "mime-version:") {
		return false
	}
	head, _, ok := splitMessage(s.data)
	return ok && head.Get("Mime-Version") != "" && head.Get("Content-Type") != ""
}

var worksheetPattern = regexp.MustCompile(`(?s)<x:ExcelWorksheet>(.*?)</x:ExcelWorksheet>`)
var worksheetName = regexp.MustCompile(`(?s)<x:Name>([^<]*)</x:Name>`)
var worksheetSource = regexp.MustCompile(`<x:WorksheetSource\s+HRef="([^"]*)"`)

// sheetNames are the names of the worksheets by the pages that hold them, as the first page of a saved workbook lists them.
func (m *mimeReader) sheetNames() map[string]string {
	found := map[string]string{}
	taken := map[string]bool{}
	for _, page := range m.pages {
		text, err := m.src.decodeAs([]byte(page.content), page.charset)
		if err != nil {
			continue // reported when the page is read
		}
		for _, sheet := range worksheetPattern.FindAllStringSubmatch(text.content, m.src.limits.Sheets) {
			name, source := worksheetName.FindStringSubmatch(sheet[1]), worksheetSource.FindStringSubmatch(sheet[1])
			if name == nil || source == nil || taken[strings.TrimSpace(name[1])] {
				continue
			}
			location, title := baseName(source[1]), html.UnescapeString(strings.TrimSpace(name[1]))
			if found[location] == "" {
				found[location], taken[title] = title, true
			}
		}
	}
	return found
}
