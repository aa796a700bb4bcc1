// Package assessment holds the use cases of a year: importing forms, recording what was achieved, evaluating, and reading the
// results. It knows no database and no file system: it receives bytes and small interfaces, times and names.
//
// # Decisions
//
// 2026-11-22. What is recorded is a ledger of texts, and reading a form brings texts into the ledger by the same path as the
// fill-in sheet and the command line. A recorded text is parsed when a project is scored, against the targets that hold then; so a
// new revision of a form never makes a recorded value unreadable or silently another number.
//
// 2026-11-22. Two different values for the same thing in one call are both refused, with both places: taking either would be a
// guess. A value that differs from one recorded earlier is a correction: it counts from then on, with a warning, and what stood
// there before stays in the ledger.
//
// 2026-11-22. A value whose unit does not fit its target is refused with the target beside it, because it could only ever be
// undetermined, and the moment of typing is the cheapest moment to mend it.
package assessment
