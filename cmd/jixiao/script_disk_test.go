//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// canMount tells whether this process may mount a file system, which a full disk needs: as root outside of a locked container.
func canMount(t *testing.T) bool {
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=64k"); err != nil {
		return false
	}
	return syscall.Unmount(folder, 0) == nil
}

// smallDisk FOLDER SIZE mounts a disk of that size on a folder until the script ends.
func smallDisk(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: small-disk FOLDER SIZE")
	}
	folder := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(folder, 0o777))
	ts.Check(syscall.Mount("tmpfs", folder, "tmpfs", 0, "size="+args[1]))
	ts.Defer(func() { ts.Check(syscall.Unmount(folder, syscall.MNT_DETACH)) })
}

// readOnly FOLDER makes a disk that was mounted with small-disk read-only.
func readOnly(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: read-only FOLDER")
	}
	ts.Check(syscall.Mount("tmpfs", ts.MkAbs(args[0]), "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
}

// fillDisk FOLDER writes a file filler until the disk is full.
func fillDisk(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fill-disk FOLDER")
	}
	filler, err := os.Create(filepath.Join(ts.MkAbs(args[0]), "filler"))
	ts.Check(err)
	defer filler.Close()
	block := []byte(strings.Repeat("x", 4096))
	for {
		if _, err := filler.Write(block); err != nil {
			return
		}
	}
}
