//go:build linux && !race

package torture

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// A diskLog is what processes did to the files below a folder, in its order, and what they said meanwhile.
type diskLog struct {
	events   []diskEvent
	commands []step // by number
	files    int    // how many there ever were; their numbers begin at 1
}

type eventKind int

const (
	appeared     eventKind = iota // a file or folder got a name, or had it from the start
	wrote                         // data at a place of a file
	truncated                     // a file has another size
	synced                        // of a file everything up to the event number covers is on the disk
	folderSynced                  // the same of the names in a folder
	renamed
	removed
	said   // a command wrote to its standard output
	exited // a command ended
)

// diskEvent is one thing that happened. Names are relative to the folder.
type diskEvent struct {
	kind          eventKind
	name, to      string
	file          int
	folder        bool // what appeared is one
	stays         bool // it was there from the start
	at            int64
	data          []byte
	covers        int
	command, exit int
}

func (l *diskLog) add(event diskEvent) { l.events = append(l.events, event) }

// made notes a new file or folder and returns its number.
func (l *diskLog) made(name string, folder bool) int {
	l.files++
	l.add(diskEvent{kind: appeared, name: name, file: l.files, folder: folder})
	return l.files
}

// had notes a file or folder that was there from the start.
func (l *diskLog) had(name string, data []byte, folder bool) int {
	l.files++
	l.add(diskEvent{kind: appeared, name: name, file: l.files, folder: folder, data: data, stays: true})
	return l.files
}

// disk is what is on the disk for good after some events, and what is on its way there.
type disk struct {
	log     *diskLog
	done    int // events
	files   map[int]*diskFile
	folders map[string]bool
	names   map[string]int   // on the disk
	pending map[string][]int // by folder: the numbers of events that changed names in it and are on their way
}

// diskFile is the content of a file.
type diskFile struct {
	data    []byte
	pending []int // the numbers of events
}

func newDisk(log *diskLog) *disk {
	return &disk{log: log, files: map[int]*diskFile{}, folders: map[string]bool{"": true}, names: map[string]int{}, pending: map[string][]int{}}
}

// advance lets happen what happened before the event of a number.
func (d *disk) advance(to int) {
	for ; d.done < to; d.done++ {
		d.happen(d.done, &d.log.events[d.done])
	}
}

func (d *disk) happen(number int, e *diskEvent) {
	switch e.kind {
	case appeared:
		d.appear(number, e)
	case wrote, truncated:
		file := d.files[e.file]
		file.pending = append(file.pending, number)
	case renamed, removed:
		folder := folderOf(e.name)
		d.pending[folder] = append(d.pending[folder], number)
	case synced:
		file := d.files[e.file]
		file.pending = settle(file.pending, e.covers, func(n int) { file.data = change(file.data, &d.log.events[n]) })
	case folderSynced:
		d.pending[e.name] = settle(d.pending[e.name], e.covers, func(n int) { rename(d.names, &d.log.events[n]) })
	}
}

func (d *disk) appear(number int, e *diskEvent) {
	if e.folder {
		d.folders[e.name] = true // an empty folder more or less says nothing
		return
	}
	d.files[e.file] = &diskFile{data: e.data}
	if e.stays {
		d.names[e.name] = e.file
		return
	}
	folder := folderOf(e.name)
	d.pending[folder] = append(d.pending[folder], number)
}

// settle applies the events before a number and returns the others.
func settle(pending []int, before int, apply func(int)) []int {
	for len(pending) > 0 && pending[0] < before {
		apply(pending[0])
		pending = pending[1:]
	}
	return pending
}

// rename applies an event to the names of files.
func rename(names map[string]int, e *diskEvent) {
	switch e.kind {
	case appeared:
		names[e.name] = e.file
	case removed:
		delete(names, e.name)
	case renamed:
		if file, found := names[e.name]; found {
			delete(names, e.name)
			names[e.to] = file
		}
	}
}

// change applies an event to the content of a file.
func change(data []byte, e *diskEvent) []byte {
	if e.kind == truncated {
		return resized(data, int(e.at))
	}
	if end := int(e.at) + len(e.data); end > len(data) {
		data = resized(data, end)
	}
	copy(data[e.at:], e.data)
	return data
}

func resized(data []byte, size int) []byte {
	if size <= len(data) {
		return data[:size:size] // what grows again is zero
	}
	return append(data, make([]byte, size-len(data))...)
}

// sector is how much a disk writes whole.
const sector = 512

// loss decides what of the things on their way arrives.
type loss struct {
	*rand.Rand
	keep float64 // the share of writes that arrive
	torn float64 // the share of the others of which single sectors arrive
}

// newLoss chooses how much is lost: in every fifth cut everything that was not synced, in every fifth nothing.
func newLoss(r *rand.Rand) loss {
	switch r.IntN(5) {
	case 0:
		return loss{r, 0, 0}
	case 1:
		return loss{r, 1, 0}
	}
	return loss{r, r.Float64(), r.Float64()}
}

// cut puts what is left after a power cut into a folder.
func (d *disk) cut(to string, lose loss) error {
	names := d.namesLeft(lose)
	for folder := range d.folders {
		if err := os.MkdirAll(filepath.Join(to, folder), 0o777); err != nil {
			return err
		}
	}
	for _, name := range sortedNames(names) {
		if err := os.WriteFile(filepath.Join(to, name), d.left(d.files[names[name]], lose), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// namesLeft is what the files are called: of the changes that were on their way the first ones arrived.
func (d *disk) namesLeft(lose loss) map[string]int {
	names := map[string]int{}
	for name, file := range d.names {
		names[name] = file
	}
	for _, folder := range sortedNames(d.pending) {
		pending := d.pending[folder]
		arrived := len(pending)
		switch {
		case lose.keep == 0:
			arrived = 0
		case lose.keep < 1:
			arrived = lose.IntN(len(pending) + 1)
		}
		for _, number := range pending[:arrived] {
			rename(names, &d.log.events[number])
		}
	}
	return names
}

// left is the content of a file: of the writes that were on their way, any may be missing or be there in part.
func (d *disk) left(file *diskFile, lose loss) []byte {
	data := slices.Clone(file.data)
	for _, number := range file.pending {
		e := &d.log.events[number]
		switch {
		case lose.Float64() < lose.keep:
			data = change(data, e)
		case e.kind == wrote && lose.Float64() < lose.torn:
			data = lose.tear(data, e)
		}
	}
	return data
}

// tear applies some sectors of a write.
func (l loss) tear(data []byte, e *diskEvent) []byte {
	for from := 0; from < len(e.data); {
		to := min(len(e.data), from+sector-(int(e.at)+from)%sector)
		if l.IntN(2) == 0 {
			data = change(data, &diskEvent{kind: wrote, at: e.at + int64(from), data: e.data[from:to]})
		}
		from = to
	}
	return data
}

// folderOf is the folder of a name, empty for the root.
func folderOf(name string) string {
	if folder := path.Dir(name); folder != "." {
		return folder
	}
	return ""
}

func sortedNames[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// String describes an event for a failed test.
func (e diskEvent) String() string {
	return fmt.Sprintf("kind %d %s %s file %d at %d, %d bytes, command %d", e.kind, e.name, e.to, e.file, e.at, len(e.data), e.command)
}
