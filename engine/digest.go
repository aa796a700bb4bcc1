package engine

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"iter"
	"slices"
	"sync"
)

// Digest is a SHA-256 of a canonical form.
type Digest [sha256.Size]byte

// String writes the digest as 64 hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// IsZero tells whether nothing was digested.
func (d Digest) IsZero() bool { return d == Digest{} }

// ParseDigest reads 64 hexadecimal digits.
func ParseDigest(text string) (Digest, bool) {
	var d Digest
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(d) {
		return Digest{}, false
	}
	copy(d[:], raw)
	return d, true
}

// DigestText digests texts so that no two lists of texts run together.
func DigestText(parts ...string) Digest {
	w := newCanonicalWriter()
	for _, part := range parts {
		w.text(part)
	}
	return w.sum()
}

// canonicalWriter builds the bytes under a digest: every text with its length, every number with its width.
type canonicalWriter struct{ bytes []byte }

// canonicalWriters are those that are free: a run needs two a project, one after the other.
var canonicalWriters = sync.Pool{New: func() any { return new(canonicalWriter) }}

func newCanonicalWriter() *canonicalWriter {
	w := canonicalWriters.Get().(*canonicalWriter)
	w.bytes = w.bytes[:0]
	return w
}

// sum ends the writing.
func (w *canonicalWriter) sum() Digest {
	digest := Digest(sha256.Sum256(w.bytes))
	canonicalWriters.Put(w)
	return digest
}

func (w *canonicalWriter) text(s string) {
	w.length(uint64(len(s)))
	w.bytes = append(w.bytes, s...)
}

// length writes what binary.AppendUvarint writes. Appending in place stores no pointer that the collector would have to be told of.
func (w *canonicalWriter) length(n uint64) {
	for n >= 0x80 {
		w.bytes = append(w.bytes, byte(n)|0x80)
		n >>= 7
	}
	w.bytes = append(w.bytes, byte(n))
}

// number writes what binary.AppendVarint writes.
func (w *canonicalWriter) number(n int64) { w.length(uint64(n)<<1 ^ uint64(n>>63)) }

func (w *canonicalWriter) flag(b bool) {
	if b {
		w.bytes = append(w.bytes, 1)
		return
	}
	w.bytes = append(w.bytes, 0)
}

func (w *canonicalWriter) decimal(d Decimal) {
	w.number(d.unscaled)
	w.number(int64(d.places))
}

func (w *canonicalWriter) date(d Date) { w.text(d.String()) }

func (w *canonicalWriter) measure(m *Measure) {
	if *m == (Measure{}) {
		w.bytes = append(w.bytes, 0, 0, 0, 0, 0, 0) // what follows writes the same
		return
	}
	w.decimal(m.Value)
	w.text(m.Unit)
	w.decimal(m.Scaled)
	w.text(m.ScaledUnit)
}

func (w *canonicalWriter) points(p *Points) {
	w.flag(p != nil)
	if p != nil {
		w.number(int64(*p))
	}
}

func (w *canonicalWriter) money(m *Money) {
	w.flag(m != nil)
	if m != nil {
		w.number(int64(*m))
	}
}

func (w *canonicalWriter) args(args []Arg) {
	w.number(int64(len(args)))
	for _, arg := range args {
		w.text(arg.Name)
		w.text(arg.Value)
	}
}

// InputDigest digests everything in a submission that can change a score. Places, ids of a database and people's names are
// not part of it.
func InputDigest(s *Submission) Digest {
	w := newCanonicalWriter()
	w.identity(s)
	w.text(s.Kind)
	w.budget(&s.Budget)
	w.points(s.ExecutionWeight)
	w.points(s.ExecutionClaimed)
	w.text(s.ExecutionReason)
	w.number(int64(len(s.Indicators)))
	for i := range s.Indicators {
		indicator := &s.Indicators[i]
		w.indicator(indicator)
		w.actual(&indicator.Actual)
		w.number(int64(indicator.Tier))
		w.points(indicator.Claimed)
		w.text(indicator.Reason)
	}
	return w.sum()
}

// FormDigest digests what a form declares, head and targets, without what was recorded against it. An import whose form has
// the stored digest changes nothing.
func FormDigest(s *Submission) Digest {
	w := newCanonicalWriter()
	w.identity(s)
	for _, text := range []string{s.Nature, s.Kind, s.Start.String(), s.End.String(), s.LongGoal, s.Goal, s.Budget.FormUnit} {
		w.text(text)
	}
	w.money(s.Budget.Total)
	for _, row := range s.Budget.Rows {
		w.number(int64(row.Item))
		w.money(row.Initial)
	}
	w.points(s.ExecutionWeight)
	w.number(int64(len(s.Indicators)))
	for i := range s.Indicators {
		w.indicator(&s.Indicators[i])
	}
	return w.sum()
}

func (w *canonicalWriter) identity(s *Submission) {
	w.number(int64(s.Year))
	for _, text := range []string{s.Department, s.Unit, s.Code, s.Name} {
		w.text(text)
	}
}

func (w *canonicalWriter) budget(b *Budget) {
	w.money(b.Total)
	w.number(int64(len(b.Rows)))
	for _, row := range b.Rows {
		w.number(int64(row.Item))
		w.money(row.Initial)
		w.money(row.Adjusted)
		w.money(row.Executed)
	}
}

func (w *canonicalWriter) indicator(i *Indicator) {
	w.number(int64(i.Level1))
	w.number(int64(i.Level2))
	w.text(i.Name)
	w.number(int64(i.Ordinal))
	w.target(&i.Target)
	w.points(i.Weight)
	w.flag(i.WeightUnreadable)
}

func (w *canonicalWriter) target(t *Target) {
	w.text(t.Text)
	w.number(int64(t.Kind))
	w.number(int64(t.Op))
	w.measure(&t.Number)
	w.measure(&t.Min)
	w.measure(&t.Max)
	w.date(t.From)
	w.date(t.Due)
	w.flag(t.QuarterBefore)
	w.number(int64(len(t.Items)))
	for _, item := range t.Items {
		w.text(item)
	}
}

func (w *canonicalWriter) actual(a *Actual) {
	w.text(a.Text)
	w.flag(a.Reported)
	w.number(int64(a.Kind))
	w.measure(&a.Number)
	w.number(int64(a.Approximation))
	w.date(a.From)
	w.date(a.Date)
}

// ResultDigest digests what an evaluation says, its input's digest included.
func ResultDigest(e *Evaluation) Digest {
	w := newCanonicalWriter()
	w.bytes = append(w.bytes, e.Input[:]...)
	w.text(string(e.Project))
	w.number(int64(len(e.Scores)))
	for i := range e.Scores {
		score := &e.Scores[i]
		w.text(string(score.Indicator))
		w.row(score.Weight, score.Earned, score.Verdict, score.Rule, &score.Reason)
	}
	w.row(e.Execution.Weight, e.Execution.Earned, e.Execution.Verdict, e.Execution.Rule, &e.Execution.Reason)
	for _, adjustment := range e.Adjustments {
		w.text(adjustment.Rule)
		w.number(int64(adjustment.Points))
	}
	w.flag(e.Determined)
	w.number(int64(e.AtLeast))
	w.number(int64(e.AtMost))
	w.text(e.Grade)
	for _, finding := range e.Findings {
		w.text(finding.Code)
		w.number(int64(finding.Severity))
		w.args(finding.Args)
		w.text(string(finding.Indicator))
	}
	return w.sum()
}

func (w *canonicalWriter) row(weight, earned Points, verdict Verdict, rule string, reason *Reason) {
	w.number(int64(weight))
	w.number(int64(earned))
	w.number(int64(verdict))
	w.text(rule)
	w.text(reason.Code)
	w.args(reason.Args)
}

// RunDigest folds a run: the pack, the engine's version, the year, then the results of all projects. Ids of runs, times, names of
// people, the number of workers and the order in which projects were imported or scored are not part of it.
type RunDigest struct {
	head    []byte
	results []Digest
}

// NewRunDigest begins a run's digest.
func NewRunDigest(pack Digest, year int) *RunDigest {
	var w canonicalWriter
	w.bytes = append(w.bytes, pack[:]...)
	w.text(Version)
	w.number(int64(year))
	return &RunDigest{head: w.bytes}
}

// NewInputsDigest begins the digest of what a run judged: the year, then the input digests of all projects. What scored them is not
// part of it, so two runs with the same one differ by their pack or engine only.
func NewInputsDigest(year int) *RunDigest {
	var w canonicalWriter
	w.text("inputs")
	w.number(int64(year))
	return &RunDigest{head: w.bytes}
}

// Add takes a project's result, which names the project. It keeps 32 bytes a project.
func (d *RunDigest) Add(result Digest) { d.results = append(d.results, result) }

// Sum returns the digest of all that was added so far.
func (d *RunDigest) Sum() Digest {
	slices.SortFunc(d.results, func(a, b Digest) int { return bytes.Compare(a[:], b[:]) })
	sum, _ := d.SumSorted(Each(d.results)) // sorted, and without an error
	return sum
}

// SumSorted returns the digest of results that come in ascending order, as a database can sort them, without keeping them. An error is
// that of the sequence, or of its order.
func (d *RunDigest) SumSorted(results iter.Seq2[Digest, error]) (sum Digest, err error) {
	hash := sha256.New()
	hash.Write(d.head)
	var last Digest
	for result, err := range results {
		if err == nil && bytes.Compare(result[:], last[:]) < 0 {
			err = errors.New("the results are not in ascending order")
		}
		if err != nil {
			return Digest{}, err
		}
		hash.Write(result[:])
		last = result
	}
	hash.Sum(sum[:0])
	return sum, nil
}
