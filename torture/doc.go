// Package torture holds no code of the program, only tests that try to break it: the real binary is killed, loses its power, its disk and
// its files, meets a crowd, and has to keep what it said it had done. Each law is one file:
//
//   - kill_test.go: a process that is killed at any moment loses nothing that it acknowledged, leaves no half batch, and the same
//     command again finishes the work, without an operator, with the digest of a year that nobody disturbed.
//   - backup_test.go: a killed backup or restoring leaves the old one or the new one, whole.
//   - restore_test.go: restoring, or moving files by hand, while an evaluation is on: refused or said, and nothing acknowledged is lost.
//   - powercut_test.go: the same where the power fails, and what was not synced is lost, torn or out of order.
//   - fulldisk_test.go: a disk that is full at any moment, or a file that may grow no further: a clear sentence, nothing damaged, and work
//     goes on when there is space.
//   - crowd_test.go: many writers and readers: none is told that the database is busy, and no update is lost.
//   - evaluators_test.go: of two evaluations of a year one works, the other says who holds it; and whoever lost the year writes nothing.
//   - samebytes_test.go: the same bytes with any number of processors and in any order of files.
//   - tampering_test.go: a changed bit in the file is found, or changes nothing that anybody can see.
//   - slowpack_test.go: a pack whose expressions are too many is refused, the slowest that is allowed can be interrupted and resumed.
//   - badinput_test.go: a million lines of garbage, a project of thousands of indicators, a name of a megabyte.
//
// Laws that are tried inside a room stand there, and make torture runs them with their full counts: the exact oracle and the order of rows
// (engine), random changes of stored rows (assessment), hostile files and rules (cmd/jixiao), damaged inputs by the million
// (engine/notation, importer/grid, rules).
//
// Every random choice comes from the flag -seed, which is printed. How many times each law is tried is a flag; without flags the counts
// are those of continuous integration.
//
// # Decisions
//
// 2026-11-26. An acknowledgement is the end of a process with the exit code of work that is done, or the first byte that it writes to
// standard output: from then on somebody may rely on it.
//
// 2026-11-26. After a kill a copy of the files is looked at, never the files themselves: whoever opened them would recover them, and what is
// to be shown is that the next command recovers by itself.
//
// 2026-11-26. Power cuts are tried on what the real binary does: its system calls are followed (ptrace) and what they wrote is replayed up
// to a cut. Unlike a layer inside SQLite this sees the renames and the synced folders of the program's own code, and the acknowledgements
// in their true place among the writes. What was not synced is kept, lost, or torn between sectors of 512 bytes, each write by itself;
// names in a folder come back in their order, some of the last may be missing. It needs Linux on amd64 and the right to follow a process.
//
// 2026-11-26. The tests are left out under the race detector, which would watch the test and not the program.
package torture
