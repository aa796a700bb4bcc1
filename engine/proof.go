package engine

// What of a run can differ from what is recomputed: the codes of [ProofDifference.Field]. Those that need no word more are the fields of a
// run, an evaluation or a score.
const (
	ProofPackBytes      = "pack-bytes"      // the stored pack is not the one whose digest the run names
	ProofPackUnreadable = "pack-unreadable" // the stored pack does not compile, so nothing could be recomputed
	ProofPackDigest     = "pack-digest"     // the stored pack compiles to another effective pack
	ProofPackName       = "pack-name"
	ProofSeal           = "seal" // the row of the run was changed after the run was finished
	ProofProjects       = "projects"
	ProofInputs         = "inputs"
	ProofDigest         = "digest"
	ProofMissing        = "missing"  // a project that the run had to judge has no evaluation
	ProofAdded          = "added"    // an evaluation of a project that the run did not have to judge
	ProofProject        = "project"  // the evaluation's project has another id than its form
	ProofRevision       = "revision" // the evaluation names another revision of the form
	ProofForm           = "form"     // the stored form is not the one that was stored then
	ProofInput          = "input"    // the form, or what was recorded, is not what was judged
	ProofRows           = "rows"     // how many there are
	ProofIndicator      = "indicator"
	ProofWeight         = "weight"
	ProofEarned         = "earned"
	ProofVerdict        = "verdict"
	ProofRule           = "rule"
	ProofReason         = "reason"
	ProofRate           = "rate"
	ProofAdjustments    = "adjustments"
	ProofFindings       = "findings"
	ProofDetermined     = "determined"
	ProofTotal          = "total"
	ProofAtLeast        = "at-least"
	ProofAtMost         = "at-most"
	ProofGrade          = "grade"
	ProofResult         = "result" // the digest of the result
	ProofUndetermined   = "undetermined"
	ProofFaulty         = "faulty"
	ProofChecksAsked    = "checks-asked" // the codes of the checks
	ProofChecks         = "checks"       // what they came to
)

// ProofDifference is one value of a stored run that is not what was recomputed.
type ProofDifference struct {
	Project            ProjectID // empty where it concerns the run as a whole
	Name               string    // of the project, as its form prints it
	Indicator          string    // its name; empty where it concerns the whole project
	Execution          bool      // it concerns the execution of the budget
	Field              string    // one of the codes above
	Stored, Recomputed string    // verdicts as codes, digests in full; empty for nothing
}

// Proof is what recomputing a run said.
type Proof struct {
	Run         Run
	Projects    int // that were recomputed
	Differences int // all of them
	Differing   int // projects with at least one
	// First is the first difference: the pack and the run's row come first, then the projects in the order of first import, then the
	// run's digests. It is nil where every bit is as it was.
	First *ProofDifference
}
