package hostile

import (
	"bytes"
	"fmt"
	"strings"

	"jixiao/importer/pdftest"
)

// pdf lists files that say of themselves that they are pdf.
func pdf() []File {
	return []File{
		{"head-only.pdf", "nothing behind the first line", func() []byte { return []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") }, "file_broken", ""},
		{"rubbish.pdf", "no pdf behind the first line", func() []byte { return append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("\x00\xffrubbish"), 9000)...) }, "file_broken", ""},
		{"half.pdf", "the second half is missing", func() []byte { d := pdfForm(nil); return d[:len(d)/2] }, "file_broken", ""},
		{"no-catalogue.pdf", "the trailer names an object that is not there", func() []byte { return bytes.Replace(pdfForm(nil), []byte("/Root 1 0 R"), []byte("/Root 9999 0 R"), 1) }, "file_broken", ""},
		{"no-pages.pdf", "a document without pages", pdfObjects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"), "file_broken", ""},
		{"pages-are-a-number.pdf", "the tree of pages is a number", pdfObjects("<< /Type /Catalog /Pages 2 0 R >>", "42"), "file_broken", ""},
		{"page-is-its-parent.pdf", "the tree of pages contains itself", pdfObjects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), "file_broken", ""},
		{"million-pages.pdf", "the tree of pages says that it has a million", pdfObjects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", pdfPage), "file_too_large", ""},
		{"two-thousand-pages.pdf", "two thousand real pages", manyPages, "file_too_large", ""},
		{"password.pdf", "a password protects it", passwordPDF, "file_encrypted", ""},
		{"unknown-lock.pdf", "a lock that nobody knows protects it", lockedPDF("/Foreign"), "file_encrypted", ""},
		{"blank.pdf", "a page without anything", pdfForm1(func(*pdftest.Page) {}), "file_no_cells", ""},
		{"scan.pdf", "a picture and no text", scanPDF, "file_no_text", ""},
		{"xref-loop.pdf", "the table of objects goes on in itself", xrefLoop, "file_broken", ""},
		{"length-loop.pdf", "the length of a stream is in the stream", pdfContent("<< /Length 4 0 R >>\nstream\n\nendstream"), "file_no_cells", ""},
		{"content-loop.pdf", "the content of a page is a list that contains itself", pdfContent("[4 0 R 4 0 R]"), "file_no_cells", ""},
		{"form-loop.pdf", "a form that draws itself twice", formLoop, "file_too_large", ""},
		{"flate-bomb.pdf", "a page of 300 MB of blanks, packed", pdfContent(pdftest.Stream(strings.Repeat(" ", 300<<20), true, "")), "file_too_large", ""},
		{"million-boxes.pdf", "a million rectangles", drawn("0 0 9 9 re S\n", 1_000_000), "file_too_large", ""},
		{"million-lines-one-path.pdf", "one path of a million lines", drawn("1 1 m 9 400 l\n", 1_000_000), "file_too_large", ""},
		{"million-characters.pdf", "more than a million characters", written(1_100_000), "file_too_large", ""},
		{"deep-arrays.pdf", "a hundred thousand brackets", pdfContent(strings.Repeat("[", 100_000)), "file_no_cells", ""},
		{"deep-dictionaries.pdf", "fifty thousand dictionaries inside each other", pdfContent(strings.Repeat("<</A", 50_000)), "file_no_cells", ""},
		{"huge-page.pdf", "a page larger than the earth, without text", pdfObjects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", strings.Replace(pdfPage, "600 800", "1e30 1e30", 1)), "file_no_cells", ""},
		{"other-format.pdf", "a picture with the name of a pdf", func() []byte { return []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR%PDF-1.4") }, "file_binary", ""},
		{"script.pdf", "a script that runs when the file is opened; it does not run", scriptPDF, "no-form", ""},
	}
}

const pdfPage = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>"

// pdfForm is a small form in order, with something done to its page.
func pdfForm(change func(*pdftest.Page)) []byte {
	d := pdftest.New()
	page := d.Page(pdftest.A4Width, pdftest.A4Height)
	page.Text(200, 40, 16, "财政项目支出绩效目标申报表")
	if change != nil {
		change(page)
	}
	return d.Bytes()
}

// pdfForm1 is a page with nothing but what is done to it.
func pdfForm1(draw func(*pdftest.Page)) func() []byte {
	return func() []byte {
		d := pdftest.New()
		draw(d.Page(600, 800))
		return d.Bytes()
	}
}

func pdfObjects(objects ...string) func() []byte {
	return func() []byte { return pdftest.Assemble(objects, "") }
}

// pdfContent is a page with an object as its content, which is object 4.
func pdfContent(content string) func() []byte {
	return pdfObjects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", strings.Replace(pdfPage, " >>", " /Contents 4 0 R >>", 1), content)
}

func manyPages() []byte {
	d := pdftest.New()
	for range 2_000 {
		d.Page(600, 800).Text(50, 50, 10, "页")
	}
	return d.Bytes()
}

// passwordPDF has the marks of a protected file; no password opens it, because its keys are made up.
func passwordPDF() []byte { return lockedPDF("/Standard")() }

func lockedPDF(filter string) func() []byte {
	return func() []byte {
		d := pdftest.New()
		d.Page(600, 800).Text(50, 50, 10, "密")
		keys := strings.Repeat("41", 32)
		number := d.Object(fmt.Sprintf("<< /Filter %s /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >>", filter, keys, keys))
		d.Trailer = fmt.Sprintf(" /Encrypt %d 0 R /ID [<41> <41>]", number)
		return d.Bytes()
	}
}

func scanPDF() []byte {
	d := pdftest.New()
	number := d.Object(pdftest.Stream("\x00", false, " /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"))
	page := d.Page(600, 800)
	page.XObjects = fmt.Sprintf("/I %d 0 R", number)
	page.Raw("q 600 0 0 800 0 0 cm /I Do Q")
	return d.Bytes()
}

func xrefLoop() []byte {
	return []byte("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF\n")
}

func formLoop() []byte {
	d := pdftest.New()
	number := d.Object(pdftest.Stream("/F Do /F Do", false, fmt.Sprintf(" /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F %d 0 R >> >>", pdftest.FirstObject)))
	page := d.Page(600, 800)
	page.XObjects = fmt.Sprintf("/F %d 0 R", number)
	page.Raw("/F Do")
	return d.Bytes()
}

func drawn(operators string, times int) func() []byte {
	return func() []byte { return pdfContent(pdftest.Stream(strings.Repeat(operators, times)+"S", true, ""))() }
}

func written(characters int) func() []byte {
	const inLine, lines = 500, 780 // what a page holds side by side: the library leaves out what stands outside it, or repeats the line before
	return func() []byte {
		d := pdftest.New()
		d.Packed = true
		for start := 0; start < characters; start += inLine * lines {
			page := d.Page(600, 800)
			for line := range min(lines, (characters-start)/inLine) {
				page.Text(10, 10+float64(line), 1, strings.Repeat(string('一'+rune(line)), inLine))
			}
		}
		return d.Bytes()
	}
}

func scriptPDF() []byte {
	return bytes.Replace(pdfForm(nil), []byte("/Type /Catalog"), []byte("/Type /Catalog /OpenAction << /S /JavaScript /JS (while(true){}) >>"), 1)
}
