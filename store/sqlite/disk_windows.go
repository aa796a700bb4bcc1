package sqlite

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

func diskOf(folder string) (Disk, error) {
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return Disk{}, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(name, &free, nil, nil); err != nil {
		return Disk{}, err
	}
	disk := Disk{Free: int64(free)}
	volume := filepath.VolumeName(folder)
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return disk, err
	}
	disk.Remote = strings.HasPrefix(volume, `\\`) || windows.GetDriveType(root) == windows.DRIVE_REMOTE
	return disk, nil
}
