//go:build !windows

package sqlite

import (
	"io/fs"
	"syscall"
)

var systemErrors = []systemError{
	{syscall.ENOSPC, CodeFull}, {syscall.EDQUOT, CodeFull}, {syscall.EFBIG, CodeFileLimit},
	{fs.ErrPermission, CodeReadOnly}, {syscall.EROFS, CodeReadOnly},
	{fs.ErrNotExist, CodeMissing}, {syscall.ENOTDIR, CodeMissing},
	{syscall.EIO, CodeDisk},
}
