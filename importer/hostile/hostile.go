// Package hostile makes up files that are broken or meant to do harm: bombs, lies, damage, wrong types. Tests read them and expect a
// clear error, quickly, with nothing stored. They are generated because the large ones have no place in a repository.
//
// The package is only imported by tests and, like the made-up forms, shares no code with the readers.
package hostile

// File is one such file.
type File struct {
	// Name is unlike that of every other file and ends as the real file would, e.g. bomb.xlsx.
	Name string
	// About says in a few words what is wrong with it.
	About string
	// Data makes the bytes, the same at every call.
	Data func() []byte
	// Code is the code of the reader's error, e.g. file_too_large; "" where the file is read and Issue tells what is reported.
	Code string
	// Issue is the code of an issue that importing the file must raise where Code is "".
	Issue string
}

// Files lists all of them.
func Files() []File {
	var all []File
	for _, list := range [][]File{} {
		all = append(all, list...)
	}
	return all
}
