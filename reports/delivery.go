package reports

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"jixiao/engine"
)

// The files that a delivered folder has beside the forms.
const (
	IndexFile     = "index.html"
	ManifestFile  = "manifest.json"
	ChecksumsFile = "SHA256SUMS"
)

// Delivery is a folder of reports: which run they are of, and every file in it. It holds some hundred bytes a project.
type Delivery struct {
	Run        engine.Run
	Pack       PackInfo
	Department string      // what the reports were restricted to; empty for the whole year
	Projects   []Delivered // in the order of the run
	Others     []DeliveredFile
	// Left are files of an earlier report in the same folder that this one has no more: of projects that were withdrawn or renamed,
	// or in formats that were not asked for again. They stay where they are, because somebody may have signed or changed them.
	Left []string
}

// Delivered is one project's line of a delivery.
type Delivered struct {
	Project    engine.ProjectID
	Department string
	Name       string
	Total      string // a range where the project is undetermined
	Grade      string
	Files      []DeliveredFile
}

// DeliveredFile is a file of a delivery.
type DeliveredFile struct {
	Path   string   // below the folder, with / between its parts
	Digest [32]byte // SHA-256
	Bytes  int64
}

// files calls yield with every file that the delivery has so far: those of the projects and the others behind them.
func (d *Delivery) files(yield func(DeliveredFile) bool) {
	for i := range d.Projects {
		for _, file := range d.Projects[i].Files {
			if !yield(file) {
				return
			}
		}
	}
	for _, file := range d.Others {
		if !yield(file) {
			return
		}
	}
}

// Paths lists the paths of all files of the delivery, in its order.
func (d *Delivery) Paths() []string {
	var paths []string
	for file := range d.files {
		paths = append(paths, file.Path)
	}
	return paths
}

type manifestJSON struct {
	Run        manifestRun    `json:"run"`
	Department *string        `json:"department"`
	Projects   int            `json:"projects"`
	Files      []manifestFile `json:"files"`
	Left       []string       `json:"left"`
}

type manifestRun struct {
	ID         int64  `json:"id"`
	Year       int    `json:"year"`
	Digest     string `json:"digest"`
	Pack       string `json:"pack"`
	PackDigest string `json:"pack_digest"`
}

type manifestFile struct {
	Path    string `json:"path"`
	Bytes   int64  `json:"bytes"`
	SHA256  string `json:"sha256"`
	Project string `json:"project,omitempty"`
}

// WriteManifest writes what a folder holds, one file a line: the same data give the same bytes, for no time stands in it.
func WriteManifest(w io.Writer, d *Delivery) error {
	head, err := json.Marshal(manifestRun{d.Run.ID, d.Run.Year, d.Run.Digest.String(), d.Pack.Name, d.Pack.Digest.String()})
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	department, left := rawJSON(present(d.Department)), rawJSON(append([]string{}, d.Left...))
	if _, err := fmt.Fprintf(w, "{\"run\":%s,\n\"department\":%s,\n\"projects\":%d,\n\"files\":[", head, department, len(d.Projects)); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	separator := "\n"
	line := func(project engine.ProjectID, file DeliveredFile) error {
		_, err := fmt.Fprintf(w, "%s%s", separator, rawJSON(manifestFile{file.Path, file.Bytes, hex.EncodeToString(file.Digest[:]), string(project)}))
		separator = ",\n"
		return err
	}
	for i := range d.Projects {
		for _, file := range d.Projects[i].Files {
			if err := line(d.Projects[i].Project, file); err != nil {
				return fmt.Errorf("write manifest: %w", err)
			}
		}
	}
	for _, file := range d.Others {
		if err := line("", file); err != nil {
			return fmt.Errorf("write manifest: %w", err)
		}
	}
	if _, err := fmt.Fprintf(w, "],\n\"left\":%s}\n", left); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return nil
}

// rawJSON writes texts and numbers, which have a form in JSON whatever they hold.
func rawJSON(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(fmt.Sprintf("encode %T: %v", value, err))
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// WriteChecksums writes the digests of all files as sha256sum does and reads them: sha256sum -c SHA256SUMS.
func WriteChecksums(w io.Writer, d *Delivery) error {
	for file := range d.files {
		if _, err := fmt.Fprintf(w, "%s  %s\n", hex.EncodeToString(file.Digest[:]), file.Path); err != nil {
			return fmt.Errorf("write checksums: %w", err)
		}
	}
	return nil
}

// LeftBehind lists, of the files that an earlier manifest names as its own or as left, those that the delivery has no more, in
// the order of their names. A manifest that is none names nothing.
func (d *Delivery) LeftBehind(manifest []byte) []string {
	var earlier manifestJSON
	if json.Unmarshal(manifest, &earlier) != nil {
		return nil
	}
	has := map[string]bool{}
	for file := range d.files {
		has[file.Path] = true
	}
	var left []string
	for _, file := range earlier.Files {
		left = append(left, file.Path)
	}
	left = slices.DeleteFunc(append(left, earlier.Left...), func(path string) bool { return has[path] })
	slices.Sort(left)
	return slices.Compact(left)
}
