package grid

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"path"
	"strings"
)

// mostMIMEDepth is how deep messages may stand in messages.
const mostMIMEDepth = 4

// archivedPage is one page of a web archive.
type archivedPage struct{ location, charset, content string }

// readMHTML reads the pages of a web archive: a workbook's sheets where the archive says so, else one page behind the other.
func readMHTML(src *source) (*Document, error) {
	m := &mimeReader{src: src}
	if err := m.message(src.data); err != nil {
		return nil, err
	}
	if len(m.pages) == 0 {
		return nil, m.broken("text/html", ReasonPartMissing)
	}
	doc := &Document{File: src.name, Format: FormatMHTML}
	count := 0
	sheets := m.sheetNames()
	rest := newFlow(src, "", &count)
	for _, page := range m.pages {
		text, err := src.decodeAs([]byte(page.content), page.charset)
		if err != nil {
			return nil, err
		}
		doc.Encoding = text.encoding
		f := rest
		if name := sheets[page.location]; name != "" {
			f = newFlow(src, name, &count)
		}
		if err := readPage(f, text.content, 0); err != nil {
			return nil, err
		}
		if f != rest {
			doc.add(f)
		}
	}
	if len(rest.b.grid.Rows) > 0 || len(rest.b.faults) > 0 {
		doc.add(rest)
	}
	return doc, nil
}

func (d *Document) add(f *flow) {
	d.Grids = append(d.Grids, f.b.grid)
	d.Faults = append(d.Faults, f.b.faults...)
}

// mimeReader collects the pages of a message.
type mimeReader struct {
	src   *source
	pages []archivedPage
	parts int
}

func (m *mimeReader) broken(part, reason string) *Error {
	return m.src.fail(ErrorBroken, Arg{"format", string(FormatMHTML)}, Arg{"part", part}, Arg{"reason", reason})
}

func (m *mimeReader) message(data []byte) error {
	head, body, ok := splitMessage(data)
	if !ok {
		return m.broken("", ReasonMIME)
	}
	return m.part(head, bytes.NewReader(body), 1)
}

// splitMessage parts the head of a message from its body.
func splitMessage(data []byte) (head textproto.MIMEHeader, body []byte, ok bool) {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	end := bytes.Index(data, []byte("\n\n"))
	width := 2
	if at := bytes.Index(data, []byte("\r\n\r\n")); at >= 0 && (end < 0 || at < end) {
		end, width = at, 4
	}
	if end < 0 || end > 64<<10 {
		return nil, nil, false
	}
	end += width
	lines := textproto.NewReader(newLineReader(data[:end]))
	head, err := lines.ReadMIMEHeader()
	return head, data[end:], err == nil
}

// part reads one part of a message: a page, or parts inside of it.
func (m *mimeReader) part(head textproto.MIMEHeader, body io.Reader, depth int) error {
	if m.parts++; m.parts > m.src.limits.Entries {
		return m.src.tooLarge(LimitEntries, int64(m.src.limits.Entries), Place{})
	}
	if depth > mostMIMEDepth {
		return m.src.tooLarge(LimitXMLDepth, mostMIMEDepth, Place{})
	}
	kind, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	switch {
	case err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter):
		return nil // nothing says that it is a page
	case strings.HasPrefix(kind, "multipart/"):
		return m.multi(params["boundary"], body, depth)
	case kind == "text/html" || kind == "application/xhtml+xml":
		return m.page(head, params["charset"], body)
	}
	return nil
}

func (m *mimeReader) multi(boundary string, body io.Reader, depth int) error {
	if boundary == "" {
		return m.broken("", ReasonMIME)
	}
	parts := multipart.NewReader(body, boundary)
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return m.broken("", ReasonMIME)
		}
		if err := m.part(part.Header, part, depth+1); err != nil {
			return err
		}
	}
}

// page unpacks a page. What Excel puts beside the sheets only holds their names again.
func (m *mimeReader) page(head textproto.MIMEHeader, charset string, body io.Reader) error {
	location := baseName(head.Get("Content-Location"))
	if location == "tabstrip.htm" {
		return nil
	}
	switch strings.ToLower(strings.TrimSpace(head.Get("Content-Transfer-Encoding"))) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	content, err := io.ReadAll(io.LimitReader(body, int64(len(m.src.data))+1)) // what is packed so is never smaller than its content
	if err != nil {
		return m.broken(location, ReasonMIME)
	}
	for _, page := range m.pages {
		if location != "" && page.location == location {
			return m.broken(location, ReasonDuplicatePart)
		}
	}
	if charset == "" {
		charset = declaredCharset(content)
	}
	m.pages = append(m.pages, archivedPage{location, charset, string(content)})
	return nil
}

// baseName is the file's name in an address, of either kind.
func baseName(location string) string {
	return strings.ToLower(strings.TrimPrefix(path.Base("/"+strings.ReplaceAll(strings.TrimSpace(location), `\`, "/")), "/"))
}
