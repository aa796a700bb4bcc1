package sqlite

import (
	"io/fs"

	"golang.org/x/sys/windows"
)

var systemErrors = []systemError{
	{windows.ERROR_DISK_FULL, CodeFull}, {windows.ERROR_HANDLE_DISK_FULL, CodeFull}, {windows.ERROR_DISK_QUOTA_EXCEEDED, CodeFull},
	{windows.ERROR_SHARING_VIOLATION, CodeBusy}, {windows.ERROR_LOCK_VIOLATION, CodeBusy},
	{fs.ErrPermission, CodeReadOnly}, {windows.ERROR_WRITE_PROTECT, CodeReadOnly},
	{fs.ErrNotExist, CodeMissing}, {windows.ERROR_DIRECTORY, CodeMissing},
	{windows.ERROR_NOT_READY, CodeDisk}, {windows.ERROR_DEV_NOT_EXIST, CodeDisk}, {windows.ERROR_IO_DEVICE, CodeDisk},
}
