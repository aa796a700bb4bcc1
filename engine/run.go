package engine

// Run is one evaluation of a year's projects under one pack. Runs are append-only.
type Run struct {
	ID         int64
	Year       int
	Pack       RulesetID
	Engine     string    // the engine's version
	Project    ProjectID // set where only one project was evaluated
	Department string    // folded; set where only one department or unit was evaluated
	LedgerSeq  int64     // the last entry of the ledger that the run saw
	Projects   int
	By         string
	StartedAt  string // RFC 3339
	FinishedAt string // empty while the run is not finished
	Digest     Digest // of a finished run
}

// Revision is one stored state of a project's form. The same form imported again is no new revision.
type Revision struct {
	Number  int // from 1, in a project
	Project ProjectID
	Digest  Digest // FormDigest
	File    string
	By      string
	At      string // RFC 3339
}
