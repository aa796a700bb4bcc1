package reports

import (
	"bufio"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"
)

// WriteFile puts what write produces at path, whole or not at all: it is written beside the path, synced, and renamed, and the
// folder is synced. Where anything fails, what stood at path before is still there and nothing else remains; what a killed process left in
// the folder is removed by the next one that writes there.
func WriteFile(path string, write func(io.Writer) error) (err error) {
	folder := filepath.Dir(path)
	file, err := newDraft(folder)
	if err != nil {
		return at(path, err)
	}
	defer func() {
		if err != nil {
			file.drop()
			err = at(path, err)
		}
	}()
	buffered := bufio.NewWriterSize(file, 1<<16)
	if err := write(buffered); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	// CreateTemp makes files that only their owner reads; a report is for others too.
	if err := file.Chmod(0o644); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if err := file.name(path); err != nil {
		return err
	}
	return syncFolder(folder)
}

// at names the file that a person knows instead of the one beside it.
func at(path string, err error) error {
	var file *fs.PathError
	var rename *os.LinkError
	switch {
	case errors.As(err, &file):
		err = file.Err
	case errors.As(err, &rename):
		err = rename.Err
	}
	return &fs.PathError{Op: "write", Path: path, Err: err}
}

// syncFolder makes a rename last through a power cut. Windows has no such thing and needs none.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// maxNameBytes leaves room for a counter and an extension below the 255 bytes that file systems allow.
const maxNameBytes = 200

// FileName returns a name for a project's file, without extension, that every file system takes: no separators, control or
// bidirectional characters, no reserved device name, no point or space at either end, at most 200 bytes. Two projects can get
// the same name; [FileNames] keeps them apart.
func FileName(department, project string) string {
	name := "项目"
	if project = clean(project); project != "" {
		name = project
	}
	if department = clean(department); department != "" {
		// The project tells files apart, so a long department gives way first.
		room := max(maxNameBytes-len(name)-1, maxNameBytes/4)
		name = cutBytes(department, room) + "-" + name
	}
	name = strings.Trim(cutBytes(name, maxNameBytes), " .")
	if reserved(name) {
		name = "_" + name
	}
	return name
}

// FileNames hands out names of files in one folder, each once, for file systems that do not tell cases apart too. It keeps eight bytes a
// name; that two names share them would cost one of them a counter that it does not need. The zero value is ready for use.
type FileNames struct{ taken map[uint64]struct{} }

// Next returns [FileName] with a counter behind it where the name is taken already.
func (n *FileNames) Next(department, project string) string {
	return n.Take(FileName(department, project))
}

// Take returns a name that is fit for a file already, with a counter behind it where it is taken.
func (n *FileNames) Take(name string) string {
	if n.taken == nil {
		n.taken = map[uint64]struct{}{}
	}
	for i := 1; ; i++ {
		candidate := name
		if i > 1 {
			candidate = fmt.Sprintf("%s(%d)", name, i)
		}
		hash := fnv.New64a()
		_, _ = io.WriteString(hash, strings.ToLower(candidate)) // a hash takes everything
		if _, taken := n.taken[hash.Sum64()]; !taken {
			n.taken[hash.Sum64()] = struct{}{}
			return candidate
		}
	}
}

func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"/\|?*`, r), r == unicode.ReplacementChar:
			return '_'
		case unprintable(r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	return strings.Trim(strings.Join(strings.Fields(text), " "), " .")
}

// unprintable tells whether a character has no shape of its own: control characters, the bidirectional marks that turn names
// around, zero-width characters, private ones.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}

func cutBytes(text string, n int) string {
	if len(text) <= n {
		return text
	}
	end := 0
	for at := range text {
		if at > n {
			break
		}
		end = at
	}
	return text[:end]
}

// reserved tells whether Windows keeps a name for a device, whatever follows its first point.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	stem = strings.TrimRight(stem, " ")
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$":
		return true
	}
	digit, found := strings.CutPrefix(stem, "COM")
	if !found {
		digit, found = strings.CutPrefix(stem, "LPT")
	}
	return found && len([]rune(digit)) == 1 && strings.Contains("0123456789¹²³", digit)
}
