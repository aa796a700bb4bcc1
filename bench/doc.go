// Command bench measures the program against what others would take for the same work, and writes what it found as a table and as a picture.
//
// It builds the program, generates a year of so many projects, and runs whole processes in turn, each on a fresh copy of the same database:
// evaluations of several kinds, a plain copy of the rows (baseline A), a script in SQL that scores by the same rules (baseline CASE), and
// LibreOffice where it is installed. Of each it takes the time, the time of the processor, the greatest memory, and a checksum of the
// results that are stored afterwards.
//
// # Decisions
//
// 2026-11-26. A baseline counts only if it does the same work: it reads the stored rows, and writes the same tables with the same columns, and
// what the script says is compared with what the program says, row by row, by a checksum; a difference fails the benchmark. Both run
// in a process of their own through the same SQLite library, built with the same options, and with the settings of the program's connection.
//
// 2026-11-26. What SQL cannot read (numbers and dates in texts) it gets from a file beside the database that is prepared with the program's
// own readers. Preparing it is not counted, which favours the script; the program reads the texts in every run. In turn the program reads
// forms condensed (one text a project), which it made when they were stored, while the scripts join the rows. What the script leaves out besides
// stands at its beginning.
//
// 2026-11-26. LibreOffice computes a workbook whose formulas do what the script does and that leaves the same checksum (workbook.txt). Before, its
// sheet had two formulas, verdict and points, for the rows whose target and actual are numbers: 89 µs a row, 7.4 times a full run; but it read
// and wrote a fraction of what the others do, which is no baseline by the first of these decisions. It writes csv, because that is the cheapest of its formats;
// formulas that are shared between rows took it as long as written out ones.
//
// 2026-11-26. Ratios are those of medians over rounds in which the commands take turns: whatever else the machine does then falls on all of them.
// A disk that others use makes the time on the clock say little, so that ratios are given of the time of the processor too.
//
// 2026-11-26. The greatest memory is that of the child as the system counts it, which begins with the greatest memory that its parent ever had. So
// each command is the child of a small process that does nothing but watch it; what takes less than that (some 25 MB, the scripts among them) is counted as much.
//
// 2026-11-26. cel-go is measured by a program in a module of its own, so that the program's module does not depend on it. It is the same rules,
// verdict and points of the same rows, in floating point: it has no exact decimals.
//
// 2026-11-26. Figures of each number of projects are kept below the folder of the data, and the paper shows all that are there. Generated databases are
// kept as well, since making a million projects takes an hour; their names hold a digest of the first projects, so that another generator makes
// another file.
package main
