// Package sqlite keeps projects, forms, recorded values, runs and their results in one SQLite file.
//
// A form is stored in revisions, a recorded value as an entry of a ledger, a result as part of a run. All of these only grow:
// triggers refuse to change or remove them. A [Store] has one writing connection and a pool of reading ones. Failures of the file
// have types with a code and arguments ([Error], [NewerDatabase], [NotADatabase], [InUse], [YearHeld], [StaleHold]); any other error is one
// of the variables of this package, or a mistake of the caller.
//
// # Decisions
//
// 2026-11-22. All settings of a connection stand in its data source name, because a PRAGMA that is sent reaches one connection of
// a pool: write-ahead log, immediate transactions, a busy timeout of 10 s, synchronous FULL (NORMAL loses acknowledged commits in a
// power cut), foreign keys. trusted_schema has no word there and is set by the hook that the driver runs on each new connection.
//
// 2026-11-22. A new database is made beside its place and renamed once it is whole, under a lock file; so a file at the path is
// never half made, and two processes that begin at once get one database. The mark in the file's header (application_id) is
// therefore always readable without SQLite, and a file of somebody else is refused before SQLite could leave files beside it.
//
// 2026-11-22. Readers open the file with query_only and not with mode=ro. The last connection to close folds the write-ahead log
// into the file and removes it; one with mode=ro could not, and a mere look would leave two files behind.
//
// 2026-11-22. A consistent state is two numbers, the last revision and the last entry, and no open transaction: what only grows
// has its past in it. Reading a year while it is scored therefore never holds the write-ahead log back. Pages of 100 projects
// are in memory at once.
//
// 2026-11-22. Projects and indicators have integer keys inside and their text ids once. Texts that repeat (files, rules, codes of
// reasons, grades) are words with a number. Enumerations are stored as the numbers of the engine's constants, which must not be
// reordered; a test holds them. A number that no constant has is damage, not a zero.
//
// 2026-11-22. Points and money are integers, other decimals plain text, the execution rate a reduced fraction; days are integers
// yyyymmdd. Lists and arguments are one text with escaped separators, because JSON would not give back bytes that are no UTF-8.
//
// 2026-11-22. An import whose forms are all unchanged and whose files were all imported before writes nothing, not even itself.
// A new file with unchanged forms is written as an import without revisions, so that its issues are kept and replace those of
// the import before.
//
// 2026-11-22. A year is held by a lock of the operating system on a file beside the database, which falls with its process, and
// not by a clock. Who releases it removes the file while the lock is held, and who takes it checks that what it locked still has its
// name. Should the lock fail nevertheless, a fencing number that rises with every holder is compared in every write.
//
// 2026-11-25. A withdrawal of a project names its newest revision and counts while that is the newest: so nothing has to be undone
// when the project is imported again. It is the third number of a consistent state. Reports of earlier runs leave out what is withdrawn
// now; whoever has to see a run as it was asks for the withdrawn ones too ([engine.Filter]).
//
// 2026-11-25. A run keeps the three numbers of the state that it read, so that verifying it finds exactly the projects and revisions
// that it had to judge, the missing ones among them; and a digest over its own row, the seal, which somebody who changes the row past
// the program has to know of. Runs of before have neither: they are verified by the revisions that their evaluations name, and not sealed.
//
// 2026-11-25. What only scores (comparisons, proofs, evaluations) reads forms in pages that are independent of each other, so that several
// are read at once. A page leaves out places, authors and orphans.
//
// 2026-11-26. SQLite packs the rows of a form into one text, a JSON list of lists: asking for a row through database/sql costs several times
// what the row costs. Such a text without places is kept for each project's newest state (table condensed), made again at the end of the
// transaction that changed it, so that scoring reads one row a project. It is used only where its revision and last entry are those of
// the state that is read, which is asked of the rows. Proofs never read it, and doctor compares it with the rows.
//
// 2026-11-26. Which evaluation counts in which run is a table of its own (run_project), so that a run takes over what did not change since an
// earlier run of the same pack and engine by naming it. A result keeps its digest, its undetermined rows and whether it is faulty: SQLite sorts
// the digests and sums up the run, and nothing of it is held in memory. What was taken over is not read again: a result that somebody changed
// past the program goes on into later runs until verify names it, or until --full scores everything.
//
// 2026-11-26. Pruning first writes down which runs are pruned and takes their results out of the readers' sight, in one transaction, and then
// deletes some thousand results a transaction, so that others get their turn and the log stays small. Triggers allow no other deletion.
//
// 2026-11-26. A year is open until somebody closes it; every decision is a line that stays. Whether a year takes something is asked inside
// the transaction that writes it, where an entry, a revision or a withdrawal is made: there is one writer at a time, so that a write is
// before the closing or is refused, and what only repeats what stands writes nothing and is not refused. Reviews are the bureau's work
// after the closing and are taken in any state.
//
// 2026-11-26. A new database gets its name only once its log is folded into it, which is looked at: on a full disk closing leaves the log
// and reports no error, and the file without it was damaged from its first moment (found on a disk that had space for the one but not
// for both).
//
// 2026-11-26. Who writes waits for his turn as long as others get on with theirs, however long the queue is; only where nobody stored
// anything for the whole busy timeout is the file called busy. With 50 writers and 200 readers on two processors a turn took longer than
// the timeout.
//
// 2026-11-26. A review is one entry of the ledger with score and opinion in it, so that both count and are taken back together. What was
// reviewed is shown with any run, earlier ones too: a review belongs to a row and not to a score.
//
// 2026-11-26. A backup is made with VACUUM INTO, which reads one state and holds nobody up; the stepped backup of SQLite would never end under
// writes. Its content digest is over all rows in the order of their keys and over the text of the schema, so that it does not depend on pages;
// the SHA-256 of the file beside it tells at once whether the bytes are those that were written. The manifest is what makes a file a
// backup that a damaged database's error may propose.
//
// 2026-11-26. Everybody who has a database open shares a lock on a file beside it. Restoring takes that lock alone, because renaming a file over one
// that is open would leave two databases with one write-ahead log by its name; and so it refuses while anybody has the database open, a run for one,
// which goes on. Programs that know nothing of that lock are noticed by SQLite's own when the log is folded in. Where somebody moves a file by hand
// nevertheless, the store asks at every transaction, before and after it, whether the file at its path is still the one that it opened: what is
// told to be stored is in the file that a person will find. Whoever finds that his file lost its name folds the log into it before he closes: left
// under the name, it would have given the other file pages of this one.
//
// 2026-11-26. The old file gets its second name by a hard link before the new one takes the first, so that there is a whole database at the path
// at every moment. Only a damaged file is taken apart from its log in two steps, and both are kept.
//
// 2026-11-26. An upgrade is one transaction: goose begins and commits one for each step, and these are savepoints of one that is begun when the
// connection is opened. Before it a backup is made; where an interrupted upgrade left one with the same content, that one counts. A file that
// ends before the last page that its header counts is damaged, and is refused without reading further, unless a log may hold the rest.
//
// 2026-11-26. Inside a transaction, statements go to the connection and not through the sql.Tx, and many rows go with one statement that the driver
// binds and runs in one call. Rows of an import are kept and written parents first; numbers of new rows are counted up from the greatest, because
// there is one writer at a time. What an import or a record has to know of projects is asked for a page of them, or is remembered from the import that
// made them: numbers never change once they are committed, and that nothing is recorded yet is only believed where the ledger has not grown since.
//
// 2026-11-26. An import that is followed by its values (ImportBatch.ValuesFollow) leaves the condensed texts to the transaction that records them, or to
// whichever writes next; until then the rows are read.
//
// 2026-11-26. Indicators are found by project and id. An index over their ids alone, which are random, made an import touch as many pages as it had
// indicators: with 100,000 projects stored, 76 KB were written for a project of 9 KB. Upgrades therefore run without foreign keys, so that a table can be
// made anew; a step that does so keeps all numbers.
//
// 2026-11-26. A project that a person types is found by the folded names and codes of its forms (table project_text). It is an index and no statement:
// the newest form decides, and where it has nothing, all projects are looked at. Only the program can fold, so that no trigger fills it.
//
// 2026-11-26. doctor compares project_text, and the folded department and unit of a project, with the forms, as it does the condensed texts. Every
// connection knows folded(), so that SQLite itself can compare. An upgrade condenses what waits, so that whoever upgrades waits for it, who is told
// before, and not whoever writes next.
//
// 2026-11-26. What last year's run says of one project is found by the names and codes that any form of it ever had (project_text): whoever has
// a name in a run has it in a form. Renames are as many as people confirmed, and are read from the few rows that take others back.
//
// 2026-11-26. What an evaluation says of its rows, its adjustments and its findings is one text (evaluation_body): a full run takes a quarter less
// of the processor than with a row for each, and reading results is faster still. It gives up the foreign keys of those rows: a word that is not
// there is damage when the text is read, and a changed text is found by verify, as a changed row was. For other tools there are views that show
// rows: score, adjustment, finding. A row's indicator is named by its id, so that reading a body needs no other table.
//
// 2026-11-26. The run of one project is stored in one transaction ([Hold.Whole]) and follows no earlier run: scoring the project anew is sooner done
// than looking up whether anything changed, and a changed actual is to be visible within milliseconds. For the same reason giving a year
// back writes nothing; the table hold keeps the name of the last holder, and whether there is one now is asked of the lock.
//
// 2026-11-26. Nothing is ordered by time: entries, revisions, withdrawals and runs have numbers. A clock that jumps back harms only the times
// that people read, and doctor says so.
//
// 2026-11-26. Statements that are asked for every changed value stand with CAST(?1 AS INTEGER) or AS TEXT where they would say ?1. A parameter by
// itself makes SQLite prepare the statement again each time, because it might plan otherwise for another value; that happened to eight
// statements for every changed actual.
//
// 2026-11-26. Taking a year writes its fencing number without waiting for the disk: the number is for processes that run, and none survives a power
// cut. What the holder stores afterwards waits, and takes the number along.
//
// 2026-11-27. Transactions are begun and ended by statements, because a sql.Tx costs a goroutine, which wakes another processor. A connection on which
// a transaction could not be ended is never used again. Words and packs that are stored are not asked for again; the lock file of a year stays, unlocked,
// until the store that held the year is closed, because making and removing one goes into the journal of the disk that the next commit waits for.
// A changed actual is scored and read in three quarters of the time: 3.3 ms where it took 4.3 (100,000 projects, both in turn), of which 1.2 to 1.4 are
// the two commits that wait for the disk.
package sqlite
