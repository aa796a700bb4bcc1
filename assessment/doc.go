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
//
// 2026-11-25. Files are read several at once and come in their order. The next are asked for only when those before are done, and
// files of more than 8 MB in all not beside each other, so that memory depends on the largest file and not on their number. Content
// that was met before is not read again.
//
// 2026-11-25. What files say goes into lists that spill to temporary files (package spool), and is compared, stored and recorded some
// projects at a time. In memory stay, for each project, its identity and the places of its head, and for each recorded value a digest of
// its key. A long table is taken as it is read; where it breaks off with an error, what was taken of it is dropped again.
//
// 2026-11-25. A name that changed is never taken for the old one by itself. Indicators are proposed as one where level 2 is the same
// and the score reaches 70: of a hundred characters of the longer name those that stay, rounded down, and 50 where the target is the
// same. The likest pairs are taken first, every indicator once. Departments and units are proposed where few characters differ, the
// rarer name to become the other; projects where the code is the same, or department, unit and four fifths of the rows. Every
// proposal says what to type.
//
// 2026-11-25. A confirmed name is carried out and not looked up: what is recorded is written once more under the new name, by who
// confirmed it and with what was typed as the reason, and taken back under the old one. A project is stored again under its new name
// with all its revisions, and the old one withdrawn with the new one as successor; a form that still comes under the old name follows
// it, with an info. So the decision counts from then on, and is undone by confirming the opposite. Where both names have a value of
// their own, both stay where they are, with a warning.
//
// 2026-11-25. A run is proved by doing it again, not by comparing digests: the pack is compiled from the bytes kept with the run, the
// forms are those of the run's state, and every stored value is compared, so that a difference has a name. Digests cover what is in no
// row: the inputs and results as a whole, each form as it was imported, the run's own row. What no score depends on (places of values,
// authors of entries, remarks of imports) is not proved; a test lists every column of the schema on one side or the other. A run of
// another engine version is refused: what cannot be repeated is not proved by half.
//
// 2026-11-25. What-if scores both packs on one reading of each form and keeps numbers, not projects: transitions, means, and the ten
// largest moves. The size of a move is the greater move of the total's two bounds, so that a total that is lost counts. Before is what
// would count without --rules and --set; where neither is given, the newest run as it is stored. Texts of actuals are parsed once, up to
// ten thousand of them: their meaning depends on text and year alone.
//
// 2026-11-26. A bureau's summary reads the results of a run once; a line a project is put aside on the disk (package spool) for the lists
// that name every project, since a rank is known only when all have passed. Projects that came after the run are due and not scored: the
// summary counts them, and says so, rather than leave them out.
//
// 2026-11-26. What a closed year does not take is one issue a file: the same is to be done about all its values. A form that would
// change a closed year stops the whole import, because a batch is stored together or not at all.
//
// 2026-11-26. A row of a fill-in sheet whose hidden id and whose names belong to different rows is refused: cells were moved, and taking
// the id or the name would be a guess. A blank id leaves the names to decide. A target that differs on the sheet is reported and never
// taken; targets are declared in forms. Values go into the year that their row says, with a warning where that is not the year at work.
//
// 2026-11-26. Checks (自评复核) are asked in the run, of each form right after it was scored, and the run keeps what each came to: outcome and number of
// places, which verify proves. Their evidence is not stored but asked again where it is shown, on the form as the run saw it, its evaluation and the run's
// pack; no part of it is in a run's digest. Not asked in the run are the checks of departments, which come from its totals at its end, and those that
// look at last year (T12): what they say depends on another run, on renames confirmed later and on the names of other projects, so that a kept outcome
// could be neither proved nor taken over. Check and summary ask them, and evaluate says so where there is a run of last year. Asking in the run takes a
// tenth of its time and a sixth of its processor time (10,000 projects); reading everything again for it took three quarters as long as the run.
//
// 2026-11-26. Last year is the newest finished run of the year before, of the whole year or of the run's department. A project is the same
// where department, unit and name are, an indicator where level 2 and name are; renames confirmed in either year count. Where several have
// the name in either year the code decides, and where it does not, nothing is said. In memory stay 16 bytes a project for the names of last
// year's run; its forms are read a hundred projects at a time. A confirmed rename of an indicator is told from the values that moved, so
// that one under which nothing was recorded is not known, and is confirmed as a name of last year.
//
// 2026-11-27. A name that changed from one year to the next is confirmed at the import of this year's form: OLD=NEW, where OLD is a name of last year's
// and of none of this year's. It is stored of this year's project, as a name (former_project, former_indicator), and goes before every other match; last
// year's forms and runs stay as they were. The import proposes what is likely: projects of one department and unit, rows of one level 2, by
// their names alone, because targets change every year. Names that only tell the year are one, those that differ in other figures (第9批, 第10批) are two.
//
// 2026-11-26. A check counts projects (a check of departments counts departments), however many rows it found wanting; those are its places.
// run counts findings of checks as check does: one of severity error, or a row that nobody could judge, needs a person.
//
// 2026-11-27. An evaluation has three stages beside each other. One reader takes the texts of projects from the store in its order, a page at a time; as
// many workers as there are processors unpack, score and check pages, whose memory is used again; one writer takes the pages in the order in which they
// were read, so that no result depends on the number of workers, and stores them in batches. Unpacking is the workers', who share it:
// reading and unpacking together take longer than scoring (19 and 15 % of the processor's time, 100,000 projects).
//
// 2026-11-27. What a run comes to (totals, grades, what checks found, departments) is folded from a line of every project as it passes to the writer, and
// not read back; of projects that the run holds before, because they were taken over or a run is finished that was interrupted, the store gives the same
// line. A law holds what was folded against what is stored and against everything read and asked again. Digests are not folded: they are over digests in
// ascending order, which SQLite sorts on the disk, where in memory they would grow with the year.
//
// 2026-11-26. A run follows the newest finished run of the same year, scope, pack and engine: projects with nothing newer than that run's
// state are taken over, the others scored. Its digests are over all results all the same, and equal those of a full run. An interrupted run
// is finished in the state that it saw, so that whenever it is resumed it says what it would have said.
//
// 2026-11-26. Tables of reviews are read by a command of their own, which takes nothing else from them, and record takes no review: what a department
// says and what the bureau says never come in by one door. A blank score or opinion was not said and leaves what stands; two different reviews of one
// row in a call are both refused.
//
// 2026-11-26. What-if scores without the words of reasons and notes, and scores the few projects whose moves are shown once more with
// them: making words takes longer than scoring. A test holds both ways together. The memory of recorded texts is shared by all who work on
// pages, so that a text is parsed once and not once a worker.
//
// 2026-11-26. Before a proof the indexes by which projects are selected are held against their tables. One flipped bit in them left a project
// out of lists without a word, and a proof, which finds projects otherwise, could not have noticed.
//
// 2026-11-26. A proof compares the condensed texts with the rows as well: the rows are what it recomputes, and the texts are what people are shown.
// A flipped bit in a text changed a printed form of a run that was proved.
//
// 2026-11-26. Results are read in pages side by side like forms, and like them without the places of values, which nothing that shows results says:
// so they come from the condensed texts, and check and summary take half the time. What follows in the stream (last year, checks, counting) sees
// them one after the other, in their order.
//
// 2026-11-26. Values of a parameter are tried on one reading of the year (UnderSeveral): each page of forms is scored under all of them while it is in
// memory, and only sums are kept. Holding the whole year in memory instead would take a gigabyte for 100,000 projects and save nothing here.
package assessment
