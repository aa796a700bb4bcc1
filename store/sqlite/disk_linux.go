package sqlite

import "syscall"

// fileSystems are the numbers by which Linux knows file systems (statfs(2)), as far as they matter here.
var fileSystems = map[int64]Disk{
	0xef53: {Kind: "ext4"}, 0x58465342: {Kind: "xfs"}, 0x9123683e: {Kind: "btrfs"}, 0x794c7630: {Kind: "overlay"}, 0x01021994: {Kind: "tmpfs"},
	0x2fc12fc1: {Kind: "zfs"}, 0x4d44: {Kind: "fat"}, 0x2011bab0: {Kind: "exfat"}, 0x5346544e: {Kind: "ntfs"}, 0x7366746e: {Kind: "ntfs"},
	0x6969: {Kind: "nfs", Remote: true}, 0xff534d42: {Kind: "cifs", Remote: true}, 0xfe534d42: {Kind: "smb2", Remote: true},
	0x517b: {Kind: "smb", Remote: true}, 0x01021997: {Kind: "9p", Remote: true}, 0x00c36400: {Kind: "ceph", Remote: true},
	0x65735546: {Kind: "fuse"}, 0x47504653: {Kind: "gpfs", Remote: true}, 0x0bd00bd0: {Kind: "lustre", Remote: true},
}

func diskOf(folder string) (Disk, error) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(folder, &stat); err != nil {
		return Disk{}, err
	}
	disk := fileSystems[int64(stat.Type)&0xffffffff]
	disk.Free = int64(stat.Bavail) * stat.Bsize
	return disk, nil
}
