//go:build !windows

package main

import "syscall"

// What the operating system says of a disk that takes nothing more.
var (
	fullDisk     = []error{syscall.ENOSPC, syscall.EDQUOT}
	readOnlyDisk = []error{syscall.EROFS}
)

// prepareTerminal has nothing to do: terminals understand the codes of colours and bars.
func prepareTerminal() {}
