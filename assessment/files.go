package assessment

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"path"
	"runtime"
	"strings"

	"jixiao/engine"
	"jixiao/importer"
)

// File is a file's name, as people know it, and its bytes, or why they could not be had.
type File struct {
	Name string
	Data []byte
	Err  error
	Skip bool // what lies beside forms and is none; it is counted and not read
}

// FileReading is what one file says.
type FileReading struct {
	Name   string
	Digest engine.Digest // of its bytes
	// Parts are what it says, bit by bit where it is a long table; nil for a file that is not read. They are there once, before the
	// next file. An error is why the file could not be read: what was said before it does not count.
	Parts  iter.Seq2[*importer.Result, error]
	SameAs string // the file before it that has the very same content, which is read once
	Skip   bool
}

// IsLitter tells by its name, folders and all, that a file is none of the user's: what file managers, archivers and office programs
// leave beside documents.
func IsLitter(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if part == "__MACOSX" || strings.HasPrefix(part, ".") && strings.Trim(part, ".") != "" {
			return true
		}
	}
	base := strings.ToLower(path.Base(name))
	return strings.HasPrefix(base, "~$") || base == "thumbs.db" || base == "desktop.ini"
}

// bytesAtOnce is how many bytes of files are read at once; a larger file is read alone. Their cells take many times as much.
const bytesAtOnce = 8 << 20

// ReadEach reads files, several at once, and yields what each of them says in the order of the files. Only a few are in memory at
// any time, and the next are asked for as the caller goes on.
func ReadEach(files iter.Seq[File], opt importer.Options) iter.Seq[FileReading] {
	return func(yield func(FileReading) bool) {
		next, stop := iter.Pull(files)
		defer stop()
		r := &readAhead{next: next, opt: opt, names: map[engine.Digest]string{}}
		defer r.stop()
		for r.fill(); len(r.jobs) > 0; r.fill() {
			if !yield(r.jobs[0].reading) {
				return
			}
			r.drop()
		}
	}
}

// readAhead keeps a few files in work.
type readAhead struct {
	next  func() (File, bool)
	opt   importer.Options
	names map[engine.Digest]string // of the files met, the first of each content
	jobs  []*readJob               // in the order of the files
	bytes int                      // of the files in work
	held  *File                    // asked for, and too large to be read beside the others
	done  bool
}

// readJob is one file in work. A part waits for the caller to come to it, the next is read meanwhile.
type readJob struct {
	size    int
	reading FileReading
	parts   chan part
	enough  chan struct{} // closed when nobody wants more
}

type part struct {
	result *importer.Result
	err    error
}

// fill starts the reading of files until enough are in work.
func (r *readAhead) fill() {
	for len(r.jobs) < 2*runtime.GOMAXPROCS(0) {
		if r.held == nil && !r.done {
			file, found := r.next()
			if r.done = !found; found {
				r.held = &file
			}
		}
		if r.held == nil || len(r.jobs) > 0 && r.bytes+len(r.held.Data) > bytesAtOnce {
			return
		}
		r.start(*r.held)
		r.held = nil
	}
}

func (r *readAhead) start(file File) {
	job := &readJob{size: len(file.Data), reading: FileReading{Name: file.Name, Skip: file.Skip}, parts: make(chan part, 1),
		enough: make(chan struct{})}
	r.jobs = append(r.jobs, job)
	r.bytes += job.size
	switch {
	case file.Skip || file.Err == nil && r.metBefore(file, job):
		close(job.parts)
		return
	case file.Err != nil:
		job.parts <- part{nil, file.Err}
		close(job.parts)
	default:
		go job.read(file, r.opt)
	}
	job.reading.Parts = func(yield func(*importer.Result, error) bool) {
		for p := range job.parts {
			if !yield(p.result, p.err) {
				return
			}
		}
	}
}

// metBefore notes a file's content and tells whether a file before it has the same. Empty files have nothing in common.
func (r *readAhead) metBefore(file File, job *readJob) bool {
	job.reading.Digest = sha256.Sum256(file.Data)
	first, met := r.names[job.reading.Digest]
	if !met || len(file.Data) == 0 {
		r.names[job.reading.Digest] = file.Name
		return false
	}
	job.reading.SameAs = first
	return true
}

// read reads one file. A reader that breaks down costs that file and not the others.
func (j *readJob) read(file File, opt importer.Options) {
	defer close(j.parts)
	defer func() {
		if broken := recover(); broken != nil {
			j.give(part{nil, fmt.Errorf("read %s: the reader broke down: %v", file.Name, broken)})
		}
	}()
	for result, err := range importer.Parts(file.Name, file.Data, opt) {
		if !j.give(part{result, err}) {
			return
		}
	}
}

// give hands a part over, and tells whether more are wanted.
func (j *readJob) give(p part) bool {
	select {
	case j.parts <- p:
		return true
	case <-j.enough:
		return false
	}
}

// drop ends the work on the first file.
func (r *readAhead) drop() {
	job := r.jobs[0]
	close(job.enough)
	for range job.parts { // until the reader has noticed
	}
	r.jobs = r.jobs[1:]
	r.bytes -= job.size
}

// stop ends all work.
func (r *readAhead) stop() {
	for len(r.jobs) > 0 {
		r.drop()
	}
}
