package main

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"syscall"

	"jixiao/messages"
)

// explainMachine puts an error of the machine into words: what, where, and what to do where that is known.
func (a *app) explainMachine(err error) string {
	path := pathOf(err)
	return a.sentence("error."+machineCode(err, path), []messages.Arg{{Name: "path", Value: path}, {Name: "detail", Value: err.Error()}})
}

func pathOf(err error) string {
	var at *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &at):
		return at.Path
	case errors.As(err, &link):
		return link.New
	}
	return ""
}

func machineCode(err error, path string) string {
	switch {
	case isAny(err, fullDisk):
		return "disk-full"
	case path == "":
		return "machine"
	case errors.Is(err, syscall.EFBIG):
		return "file-limit"
	case errors.Is(err, syscall.EIO):
		return "disk-failed"
	case isAny(err, readOnlyDisk):
		return "read-only"
	case errors.Is(err, fs.ErrPermission):
		return "no-permission"
	case errors.Is(err, fs.ErrNotExist):
		return "no-such-file"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist), errors.Is(err, syscall.EISDIR):
		return "not-a-folder"
	}
	return "machine"
}

func isAny(err error, list []error) bool {
	return slices.ContainsFunc(list, func(known error) bool { return errors.Is(err, known) })
}
