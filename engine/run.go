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
	// RevisionSeq and WithdrawalSeq are the last revision of a form and the last withdrawal of a project that the run saw. A run
	// whose RevisionSeq is 0 is of a program that did not keep them.
	RevisionSeq   int64
	WithdrawalSeq int64
	Base          int64 // the run whose results of projects without a change were taken over; 0 for none; or [NothingSummedUp]
	Checked       bool  // it keeps what the checks came to for each project, as runs of a program of before do not
	Projects      int
	By            string
	StartedAt     string // RFC 3339
	FinishedAt    string // empty while the run is not finished
	Inputs        Digest // of everything that a finished run judged
	Digest        Digest // of a finished run
	Seal          Digest // of all of the above, as it was when the run was finished
	PrunedBy      string // who had the run's results forgotten, and when (RFC 3339); empty where they are there
	PrunedAt      string
}

// NothingSummedUp as the Base of a run says that a program made it that followed no runs and kept neither the digests of single results nor
// what sums them up.
const NothingSummedUp = -1

// SummedUp tells that the store keeps what sums the run's results up, so that they need not be read for it.
func (r *Run) SummedUp() bool { return r.Base != NothingSummedUp }

// Sealed returns the digest that a finished run's Seal must have.
func (r *Run) Sealed() Digest {
	w := newCanonicalWriter()
	for _, n := range []int64{r.ID, int64(r.Year), r.LedgerSeq, r.RevisionSeq, r.WithdrawalSeq, int64(r.Projects)} {
		w.number(n)
	}
	for _, text := range []string{r.Pack.Name, r.Engine, string(r.Project), r.Department, r.By, r.StartedAt, r.FinishedAt} {
		w.text(text)
	}
	for _, digest := range []Digest{r.Pack.Digest, r.Inputs, r.Digest} {
		w.bytes = append(w.bytes, digest[:]...)
	}
	if r.SummedUp() { // whose seals are older than bases
		w.number(r.Base)
	}
	if r.Checked { // whose seals are older
		w.flag(true)
	}
	return w.sum()
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
