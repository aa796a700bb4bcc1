//go:build linux && amd64 && !race

package torture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"unsafe"
)

// follower runs processes of the program and follows their system calls. What they do below a folder, and what they say, becomes a log.
type follower struct {
	log     *diskLog
	running map[int]*lane // by process
	root    string        // all links resolved
	spare   string        // a folder for what processes write to their streams
	inodes  map[uint64]int
	threads map[int]*thread
}

// lane is commands one after the other.
type lane struct {
	command int // the number of the one that runs
	rest    []step
}

// thread is a thread of a followed process.
type thread struct {
	inside bool // a system call that is noted
	number uint64
	args   [6]uint64
	entry  int    // the length of the log when the call began
	path   string // what the call names
	to     string // what it is to become
	absent bool   // nothing was there
}

// Of ptrace(2), what package syscall does not have.
const (
	traceSysGood       = 0x1
	traceExitKill      = 0x100000
	traceSyscallInfo   = 0x420e
	waitAll            = 0x40000000
	waitOwn            = 0x20000000 // children of this thread only
	atCurrent          = -100
	sysRenameat2       = 316
	sysCopyFileRange   = 326
	infoEntry          = 1
	infoExit           = 2
	syscallInfoSize    = 88
	syscallStop        = syscall.SIGTRAP | 0x80
	stoppedByNewThread = syscall.SIGSTOP
)

// follow runs lanes of commands beside each other in a folder, the commands of a lane one after the other. The numbers of commands count
// through all lanes.
func follow(folder, spare string, lanes [][]step) (log *diskLog, err error) {
	runtime.LockOSThread() // whoever starts a followed process has to ask for it
	defer runtime.UnlockOSThread()
	root, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return nil, err
	}
	f := &follower{log: &diskLog{}, root: root, spare: spare, inodes: map[uint64]int{}, running: map[int]*lane{}, threads: map[int]*thread{}}
	if err := f.snapshot(); err != nil {
		return nil, err
	}
	return f.log, f.run(lanes)
}

// snapshot notes what the folder holds already; it is on the disk for good.
func (f *follower) snapshot() error {
	return filepath.WalkDir(f.root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == f.root {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		var data []byte
		if !entry.IsDir() {
			if data, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		f.inodes[info.Sys().(*syscall.Stat_t).Ino] = f.log.had(f.relative(path), data, entry.IsDir())
		return nil
	})
}

func (f *follower) run(lanes [][]step) error {
	for _, steps := range lanes {
		if err := f.begin(&lane{rest: steps}); err != nil {
			return err
		}
	}
	for len(f.running) > 0 {
		if err := f.next(); err != nil {
			return err
		}
	}
	return nil
}

// begin starts the next command of a lane.
func (f *follower) begin(l *lane) error {
	pid, err := f.start(l.rest[0])
	if err != nil {
		return err
	}
	l.command = len(f.log.commands)
	f.log.commands = append(f.log.commands, l.rest[0])
	l.rest = l.rest[1:]
	f.running[pid] = l
	return nil
}

// gone notes that a thread, or with its first thread a process, is no more.
func (f *follower) gone(tid int, status syscall.WaitStatus) error {
	delete(f.threads, tid)
	l := f.running[tid]
	if l == nil {
		return nil
	}
	delete(f.running, tid)
	f.log.add(diskEvent{kind: exited, command: l.command, exit: status.ExitStatus()})
	if len(l.rest) == 0 {
		return nil
	}
	return f.begin(l)
}

func (f *follower) start(step step) (int, error) {
	streams := make([]*os.File, 3)
	for i, name := range []string{os.DevNull, filepath.Join(f.spare, "stdout"), filepath.Join(f.spare, "stderr")} {
		file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return 0, err
		}
		defer file.Close()
		streams[i] = file
	}
	process, err := os.StartProcess(program, append([]string{program}, step.args...), &os.ProcAttr{
		Dir: f.root, Env: environment(f.root, f.spare), Files: streams, Sys: &syscall.SysProcAttr{Ptrace: true},
	})
	if err != nil {
		return 0, err
	}
	pid := process.Pid
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(pid, &status, waitAll, nil); err != nil {
		return 0, err
	}
	if !status.Stopped() {
		return 0, fmt.Errorf("the process did not stop to be followed, but ended: %#x", status)
	}
	options := traceSysGood | traceExitKill | syscall.PTRACE_O_TRACECLONE
	err = syscall.PtraceSetOptions(pid, options)
	if err == nil {
		err = syscall.PtraceSyscall(pid, 0)
	}
	if err != nil {
		return 0, fmt.Errorf("somebody ended the process before it was followed: %w", err)
	}
	f.threads[pid] = &thread{}
	return pid, process.Release()
}

// next waits for what one of the threads does next, and lets it go on.
func (f *follower) next() error {
	var status syscall.WaitStatus
	tid, err := syscall.Wait4(-1, &status, waitAll|waitOwn, nil)
	if errors.Is(err, syscall.EINTR) {
		return nil
	}
	if err != nil {
		return err
	}
	if status.Exited() || status.Signaled() {
		return f.gone(tid, status)
	}
	deliver := 0
	known := f.threads[tid]
	switch stop := status.StopSignal(); {
	case known == nil: // a new thread stops first of all
		f.threads[tid] = &thread{}
	case stop == syscallStop:
		if err := f.call(tid, known); err != nil && stands(tid) {
			return err
		}
	case stop == syscall.SIGTRAP, stop == stoppedByNewThread:
	default:
		deliver = int(stop)
	}
	err = syscall.PtraceSyscall(tid, deliver)
	if errors.Is(err, syscall.ESRCH) { // it ended meanwhile
		return nil
	}
	return err
}

// stands tells whether a thread that stopped still does. When another thread of its process ends the process, it is gone at that moment,
// and what is asked about it fails: nothing can be said of the call that it was in, and nothing more comes of it.
func stands(tid int) bool {
	_, err := askCall(tid)
	return !errors.Is(err, syscall.ESRCH)
}

// syscallInfo is struct ptrace_syscall_info: of a call that begins its number and arguments, of one that ends its result.
type syscallInfo struct {
	Op           uint8
	_            [3]uint8
	Architecture uint32
	_, _         uint64
	First        uint64 // the number, or the result
	Args         [6]uint64
	_            uint64
}

// askCall asks about the system call at which a thread stopped.
func askCall(tid int) (info syscallInfo, err error) {
	var raw [syscallInfoSize]byte
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PTRACE, traceSyscallInfo, uintptr(tid), uintptr(len(raw)), uintptr(unsafe.Pointer(&raw[0])),
		0, 0); errno != 0 {
		return info, fmt.Errorf("ask about a system call: %w", errno)
	}
	return info, binary.Read(bytes.NewReader(raw[:]), binary.LittleEndian, &info)
}

func (f *follower) call(tid int, t *thread) error {
	info, err := askCall(tid)
	if err != nil {
		return err
	}
	switch {
	case info.Op == infoEntry:
		*t = thread{inside: true, number: info.First, args: info.Args, entry: len(f.log.events)}
		return f.enter(tid, t)
	case info.Op == infoExit && t.inside:
		t.inside = false
		if result := int64(info.First); result >= 0 {
			return f.leave(tid, t, result)
		}
	}
	return nil
}

// enter notes what has to be seen before a call is done.
func (f *follower) enter(tid int, t *thread) (err error) {
	switch t.number {
	case syscall.SYS_WRITE:
		if t.args[0] == 1 {
			if l := f.running[processOf(tid)]; l != nil {
				f.log.add(diskEvent{kind: said, command: l.command})
			}
		}
	case syscall.SYS_OPEN:
		t.path, err = f.argument(tid, atCurrent, t.args[0])
	case syscall.SYS_OPENAT, syscall.SYS_MKDIRAT, syscall.SYS_UNLINKAT:
		t.path, err = f.argument(tid, int(int32(t.args[0])), t.args[1])
	case syscall.SYS_MKDIR, syscall.SYS_UNLINK, syscall.SYS_RMDIR, syscall.SYS_TRUNCATE:
		t.path, err = f.argument(tid, atCurrent, t.args[0])
	case syscall.SYS_RENAME, syscall.SYS_LINK:
		t.path, err = f.argument(tid, atCurrent, t.args[0])
		if err == nil {
			t.to, err = f.argument(tid, atCurrent, t.args[1])
		}
	case syscall.SYS_RENAMEAT, sysRenameat2, syscall.SYS_LINKAT:
		t.path, err = f.argument(tid, int(int32(t.args[0])), t.args[1])
		if err == nil {
			t.to, err = f.argument(tid, int(int32(t.args[2])), t.args[3])
		}
	case syscall.SYS_FSYNC, syscall.SYS_FDATASYNC:
		t.path, _ = f.opened(tid, t.args[0])
	}
	if t.path != "" && err == nil {
		_, lost := os.Lstat(t.path)
		t.absent = lost != nil
	}
	return err
}

// leave notes what a call has done.
func (f *follower) leave(tid int, t *thread, result int64) error {
	switch t.number {
	case syscall.SYS_WRITE, syscall.SYS_PWRITE64:
		return f.wrote(tid, t, result)
	case syscall.SYS_FTRUNCATE:
		if path, file := f.opened(tid, t.args[0]); f.inside(path) {
			f.log.add(diskEvent{kind: truncated, file: file, at: int64(t.args[1])})
		}
	case syscall.SYS_FSYNC, syscall.SYS_FDATASYNC:
		f.synced(tid, t)
	case syscall.SYS_OPEN, syscall.SYS_OPENAT:
		return f.openedFile(tid, t, result)
	case syscall.SYS_MKDIR, syscall.SYS_MKDIRAT:
		if f.inside(t.path) {
			return f.made(t.path, t.path, true)
		}
	case syscall.SYS_UNLINK, syscall.SYS_UNLINKAT, syscall.SYS_RMDIR:
		if f.inside(t.path) {
			f.log.add(diskEvent{kind: removed, name: f.relative(t.path)})
		}
	case syscall.SYS_RENAME, syscall.SYS_RENAMEAT, sysRenameat2:
		if f.inside(t.path) || f.inside(t.to) {
			f.log.add(diskEvent{kind: renamed, name: f.relative(t.path), to: f.relative(t.to)})
		}
	default:
		return f.unforeseen(tid, t)
	}
	return nil
}

// unforeseen complains of calls that write past what is noted: the replay would not know of it.
func (f *follower) unforeseen(tid int, t *thread) error {
	var path string
	switch t.number {
	case syscall.SYS_WRITEV, syscall.SYS_PWRITEV, syscall.SYS_FALLOCATE, syscall.SYS_SENDFILE:
		path, _ = f.opened(tid, t.args[0])
	case sysCopyFileRange:
		path, _ = f.opened(tid, t.args[2])
	case syscall.SYS_TRUNCATE, syscall.SYS_LINK, syscall.SYS_LINKAT:
		path = t.path
	case syscall.SYS_MMAP:
		if t.args[2]&syscall.PROT_WRITE != 0 && t.args[3]&syscall.MAP_SHARED != 0 {
			path, _ = f.opened(tid, t.args[4])
		}
	}
	if strings.HasSuffix(path, "-shm") || !f.inside(path) { // the index of the log is made anew by whoever opens first
		return nil
	}
	return fmt.Errorf("the system call %d on %s is not followed", t.number, path)
}

func (f *follower) wrote(tid int, t *thread, written int64) error {
	path, file := f.opened(tid, t.args[0])
	if !f.inside(path) || written == 0 {
		return nil
	}
	at := int64(t.args[3])
	if t.number == syscall.SYS_WRITE {
		end, err := position(tid, t.args[0])
		if err != nil {
			return err
		}
		at = end - written
	}
	data, err := memory(tid, t.args[1], int(written))
	if err != nil {
		return err
	}
	f.log.add(diskEvent{kind: wrote, file: file, at: at, data: data})
	return nil
}

func (f *follower) synced(tid int, t *thread) {
	path, file := f.opened(tid, t.args[0])
	switch info, err := os.Stat(path); {
	case path == f.root, err == nil && info.IsDir() && f.inside(path):
		f.log.add(diskEvent{kind: folderSynced, name: f.relative(path), covers: t.entry})
	case f.inside(path):
		f.log.add(diskEvent{kind: synced, file: file, covers: t.entry})
	}
}

func (f *follower) openedFile(tid int, t *thread, descriptor int64) error {
	flags := t.args[2]
	if t.number == syscall.SYS_OPEN {
		flags = t.args[1]
	}
	if !f.inside(t.path) || flags&syscall.O_CREAT == 0 && flags&syscall.O_TRUNC == 0 {
		return nil
	}
	if t.absent {
		return f.made(fmt.Sprintf("/proc/%d/fd/%d", tid, descriptor), t.path, false) // its name may be gone again
	}
	if flags&syscall.O_TRUNC != 0 {
		_, file := f.opened(tid, uint64(descriptor))
		f.log.add(diskEvent{kind: truncated, file: file})
	}
	return nil
}

// made notes a new file or folder, which is found at one path and was made under another.
func (f *follower) made(at, path string, folder bool) error {
	var info syscall.Stat_t
	if err := syscall.Stat(at, &info); err != nil {
		return err
	}
	f.inodes[info.Ino] = f.log.made(f.relative(path), folder)
	return nil
}

func (f *follower) inside(path string) bool { return strings.HasPrefix(path, f.root+"/") }

// relative is a path below the folder; the folder itself is empty.
func (f *follower) relative(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, f.root), "/")
}

// opened returns the path of a descriptor and the number of its file in the log.
func (f *follower) opened(tid int, descriptor uint64) (path string, file int) {
	link := fmt.Sprintf("/proc/%d/fd/%d", tid, int32(descriptor))
	path, err := os.Readlink(link)
	if err != nil {
		return "", 0
	}
	var info syscall.Stat_t
	if syscall.Stat(link, &info) == nil {
		file = f.inodes[info.Ino]
	}
	return path, file
}

// argument reads a path that is an argument of a call.
func (f *follower) argument(tid, folder int, at uint64) (string, error) {
	data, err := memory(tid, at, 4096)
	if err != nil {
		return "", err
	}
	name, _, _ := bytes.Cut(data, []byte{0})
	path := string(name)
	if filepath.IsAbs(path) {
		return filepath.Clean(path), nil
	}
	link := fmt.Sprintf("/proc/%d/cwd", tid)
	if folder != atCurrent {
		link = fmt.Sprintf("/proc/%d/fd/%d", tid, folder)
	}
	base, err := os.Readlink(link)
	return filepath.Join(base, path), err
}

// memory reads from a stopped thread, less where its memory ends before.
func memory(tid int, at uint64, size int) ([]byte, error) {
	file, err := os.Open(fmt.Sprintf("/proc/%d/mem", tid))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data := make([]byte, size)
	n, err := file.ReadAt(data, int64(at))
	if n == 0 {
		return nil, err
	}
	return data[:n], nil
}

// position is where a descriptor stands in its file.
func position(tid int, descriptor uint64) (at int64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%d", tid, descriptor))
	if err == nil {
		_, err = fmt.Sscanf(string(text), "pos:\t%d", &at)
	}
	return at, err
}

// processOf is the process of a thread.
func processOf(tid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", tid))
	if err != nil {
		return tid
	}
	for line := range strings.Lines(string(status)) {
		if text, found := strings.CutPrefix(line, "Tgid:"); found {
			var pid int
			if _, err := fmt.Sscan(text, &pid); err == nil {
				return pid
			}
		}
	}
	return tid
}
