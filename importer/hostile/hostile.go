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
	// Code is the code of the error, e.g. file_too_large; [NoForm], [WrongHeaders] or [Nothing] where the bytes can be read and hold nothing to
	// import; "" where the file has to be read rightly in spite of what is wrong with it.
	Code string
	// Issue is the code of an issue that importing the file must raise where Code is "" or [Nothing], or [Any]; "" where no issue of severity
	// error may be raised, because what is wrong makes no difference.
	Issue string
}

// The codes of files that can be read and hold nothing to import.
const (
	// NoForm is the code of a file that holds neither a form nor a table.
	NoForm = "no-form"
	// WrongHeaders is the code of a table whose headers do not tell what its columns are.
	WrongHeaders = "wrong-headers"
	// Nothing is the code of a form or table without anything that could be stored.
	Nothing = "nothing-to-import"
)

// Any stands for whatever issue, where which one is for the importer to choose.
const Any = "any"

// Files lists all of them.
func Files() []File {
	var all []File
	for _, list := range [][]File{text(), csv(), xlsx(), pdf(), documents(), xls()} {
		all = append(all, list...)
	}
	return all
}
