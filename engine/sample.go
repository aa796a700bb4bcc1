package engine

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
)

// MaxTickets bounds how much likelier one project is drawn than another.
const MaxTickets = 64

// Drawn is a project in a sample for 抽查.
type Drawn struct {
	Project                    ProjectID
	Tickets                    int // how many of the tickets it had: 1 to MaxTickets
	Errors, Warnings           int // findings of these severities
	Undetermined               int // rows that nobody could judge
	Money                      Money
	MoneyTickets, OtherTickets int // what Tickets is made of, besides the first
}

// Tickets says how many tickets a project has in the draw: 1, and 4 for each finding of severity error, 2 for each warning, 2 where a row
// is undetermined, and by its adjusted budget 1 from 100,000 yuan, 2 from 1 million, 4 from 10 million, 8 from 100 million; 64 at most.
func Tickets(s *Submission, e *Evaluation, findings []Finding) Drawn {
	d := Drawn{Project: s.ID(), Undetermined: e.UndeterminedCount()}
	for _, finding := range findings {
		switch finding.Severity {
		case Error:
			d.Errors++
		case Warning:
			d.Warnings++
		}
	}
	if row, ok := s.Budget.Row(TotalFunds); ok && row.Adjusted != nil {
		d.Money = *row.Adjusted
	}
	const yuan = 100
	for _, step := range []struct {
		from    Money
		tickets int
	}{{100_000 * yuan, 1}, {1_000_000 * yuan, 2}, {10_000_000 * yuan, 4}, {100_000_000 * yuan, 8}} {
		if d.Money >= step.from {
			d.MoneyTickets = step.tickets
		}
	}
	d.OtherTickets = 4*d.Errors + 2*d.Warnings
	if d.Undetermined > 0 {
		d.OtherTickets += 2
	}
	d.Tickets = min(MaxTickets, 1+d.MoneyTickets+d.OtherTickets)
	return d
}

// Sample draws projects without putting them back, each the likelier the more tickets it has. Every ticket has a number that follows from
// the seed, the project's id and the ticket's place alone; the projects with the smallest numbers are drawn. So the same seed draws the
// same projects from the same data, in whatever order they come, and who knows the seed can draw again by hand: the number of ticket k of
// a project is the SHA-256 of "SEED/ID/k", k from 1.
type Sample struct {
	seed  int64
	size  int
	drawn []ticketed // sorted by number, at most size
}

type ticketed struct {
	Drawn
	number [sha256.Size]byte
}

// NewSample begins a draw of size projects.
func NewSample(seed int64, size int) *Sample { return &Sample{seed: seed, size: size} }

// Add puts a project into the draw.
func (s *Sample) Add(d Drawn) {
	one := ticketed{d, s.number(d)}
	at, _ := slices.BinarySearchFunc(s.drawn, one, byNumber)
	if at >= s.size {
		return
	}
	s.drawn = slices.Insert(s.drawn, at, one)
	s.drawn = s.drawn[:min(len(s.drawn), s.size)]
}

func byNumber(a, b ticketed) int {
	return cmp.Or(bytes.Compare(a.number[:], b.number[:]), cmp.Compare(a.Project, b.Project))
}

// number is the smallest number among a project's tickets.
func (s *Sample) number(d Drawn) (least [sha256.Size]byte) {
	text := strconv.AppendInt(nil, s.seed, 10)
	text = append(append(append(text, '/'), d.Project...), '/')
	binary.BigEndian.PutUint64(least[:], ^uint64(0))
	for k := 1; k <= d.Tickets; k++ {
		if number := sha256.Sum256(strconv.AppendInt(text, int64(k), 10)); k == 1 || bytes.Compare(number[:], least[:]) < 0 {
			least = number
		}
	}
	return least
}

// Drawn lists the projects in the order in which they were drawn.
func (s *Sample) Drawn() []Drawn {
	list := make([]Drawn, len(s.drawn))
	for i := range s.drawn {
		list[i] = s.drawn[i].Drawn
	}
	return list
}
