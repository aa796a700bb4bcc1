package main

import "golang.org/x/sys/windows"

// What the operating system says of a disk that takes nothing more.
var (
	fullDisk     = []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED}
	readOnlyDisk = []error{windows.ERROR_WRITE_PROTECT}
)

// prepareTerminal makes the console understand the codes of colours and bars, which it does not do by itself. Where standard output or
// error is no console there is nothing to prepare.
func prepareTerminal() {
	for _, stream := range []uint32{windows.STD_OUTPUT_HANDLE, windows.STD_ERROR_HANDLE} {
		handle, err := windows.GetStdHandle(stream)
		var mode uint32
		if err == nil && windows.GetConsoleMode(handle, &mode) == nil {
			_ = windows.SetConsoleMode(handle, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING)
		}
	}
}
