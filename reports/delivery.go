package reports

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"iter"
	"net/url"
	"strings"

	"jixiao/engine"
)

// ManifestFile is a line of a delivery's manifest. The path is relative to the delivery and has slashes.
type ManifestFile struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// WriteChecksums writes the digests of files as sha256sum writes and checks them.
func WriteChecksums(w io.Writer, files iter.Seq2[ManifestFile, error]) error {
	for file, err := range files {
		if err == nil {
			_, err = fmt.Fprintf(w, "%s  %s\n", file.SHA256, file.Path)
		}
		if err != nil {
			return fmt.Errorf("write checksums: %w", err)
		}
	}
	return nil
}

// WriteManifest writes the list of the files of a delivery with their digests, and which run they show, a file at a time. Left are the
// files of earlier deliveries that are still in the folder and not part of this one. It has no time in it: the same data give the same
// bytes.
func WriteManifest(w io.Writer, run engine.Run, files iter.Seq2[ManifestFile, error], left iter.Seq2[string, error]) error {
	out := &jsonWriter{w: w}
	out.text("{\"year\":")
	out.value(run.Year)
	out.field("pack", run.Pack.Name)
	out.field("pack_digest", run.Pack.Digest.String())
	out.field("run_digest", run.Digest.String())
	out.text(",\n\"files\":[")
	list(out, files, func(file ManifestFile) ManifestFile { return file })
	out.text("],\n\"left\":[")
	list(out, left, func(path string) string { return path })
	out.text("]}\n")
	return out.failure()
}

// WriteFilesJSON writes the places of files, one at a time.
func WriteFilesJSON(w io.Writer, files iter.Seq2[string, error]) error {
	out := &jsonWriter{w: w}
	out.text("{\"files\":[")
	list(out, files, func(path string) string { return path })
	out.text("]}\n")
	return out.failure()
}

// Index is a page that leads to the files of a delivery: to the departments, or to the projects of one.
type Index struct {
	Year        int
	Department  string // blank for the page of all departments
	Departments []IndexDepartment
	Projects    []IndexLine
}

// IndexDepartment is a line of the page of all departments.
type IndexDepartment struct {
	Name     string
	Path     string // of its page, relative, with slashes
	Projects int
}

// IndexLine is a line of the page of one department.
type IndexLine struct {
	Name, Unit, Total, Grade string
	Files                    []string // relative to the page
}

// IndexLine is the view's line on the page of its department.
func (v *View) IndexLine() IndexLine {
	return IndexLine{Name: v.Name, Unit: v.Unit, Total: v.Total.Text, Grade: v.Grade}
}

// IndexFile is a file on an index page: where it is and what it is called.
type IndexFile struct{ Link, Label string }

// Links are the files of a line, called by their formats.
func (l IndexLine) Links() []IndexFile {
	var files []IndexFile
	for _, name := range l.Files {
		at := strings.LastIndexByte(name, '.')
		label := name[at+1:]
		if strings.HasSuffix(name[:at], NarrativeEnding) && !strings.HasSuffix(l.Name, NarrativeEnding) {
			label = "自评报告 " + label
		}
		files = append(files, IndexFile{(&url.URL{Path: "./" + name}).String(), label})
	}
	return files
}

// Link is the address of the department's page.
func (d IndexDepartment) Link() string { return (&url.URL{Path: "./" + d.Path}).String() }

//go:embed index.tmpl.html
var indexSource string

var indexTemplate = template.Must(template.New("index").Parse(indexSource))

// WriteIndex writes an index as a page without scripts. It is Chinese, as the forms are.
func WriteIndex(w io.Writer, index Index) error {
	if err := indexTemplate.Execute(w, index); err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	return nil
}
