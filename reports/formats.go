package reports

import "io"

// formats is the registry of what can be written: the name is the extension too. A format without a form writer holds a whole run
// in one file.
var formats = []struct {
	name string
	form func(io.Writer, []*View) error
}{
	{"xlsx", WriteXLSX},
	{"docx", WriteDOCX},
	{"html", WriteHTML},
	{"pdf", WritePDF},
	{"md", WriteMarkdown},
	{"csv", nil},
	{"json", nil},
}

// Formats lists the names of all formats.
func Formats() []string {
	names := make([]string, len(formats))
	for i, format := range formats {
		names[i] = format.name
	}
	return names
}

// FormWriter returns the writer of the official form in a format, or nil where the format is none or holds whole runs.
func FormWriter(name string) func(io.Writer, []*View) error {
	for _, format := range formats {
		if format.name == name {
			return format.form
		}
	}
	return nil
}
