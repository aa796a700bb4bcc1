// Package mutate makes damaged inputs for tests, as many as one asks for: what a coverage-guided fuzzer does at some thousand executions a
// second, without the guidance and at the speed of the code under test. The same seed gives the same inputs.
//
// # Decisions
//
// 2026-11-25. Go's fuzzer spends most of its time between executions. Laws that are to hold over millions of inputs are therefore tried
// both ways: by the fuzzer as far as time allows, and over inputs of this package by the million.
package mutate

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"
)

// Maker makes inputs out of examples.
type Maker struct {
	examples []string
	r        *rand.Rand
}

// New makes a maker. There must be an example.
func New(seed uint64, examples ...string) *Maker {
	return &Maker{examples, rand.New(rand.NewPCG(seed, 0x6a78))}
}

// Int returns a number from 0 to n−1.
func (m *Maker) Int(n int) int { return m.r.IntN(n) }

// Text returns an example with one to eight damages. One in twenty is left as it is.
func (m *Maker) Text() string {
	text := m.example()
	if m.r.IntN(20) == 0 {
		return text
	}
	for range 1 + m.r.IntN(8) {
		text = m.damage(text)
	}
	return text
}

func (m *Maker) example() string { return m.examples[m.r.IntN(len(m.examples))] }

// damage changes one place of a text: mostly whole characters, now and then bytes.
func (m *Maker) damage(text string) string {
	from := m.border(text)
	to := min(len(text), from+m.r.IntN(1+min(32, len(text)-from)))
	switch m.r.IntN(10) {
	case 0: // lost
		return text[:from] + text[m.after(text, to):]
	case 1: // doubled
		return text[:to] + text[from:]
	case 2: // something of another example
		other := m.example()
		at := m.border(other)
		return text[:from] + other[at:min(len(other), at+1+m.r.IntN(24))] + text[to:]
	case 3: // moved
		piece, rest := text[from:to], text[:from]+text[to:]
		at := m.border(rest)
		return rest[:at] + piece + rest[at:]
	case 4: // cut off
		return text[:from]
	case 5: // a byte
		if len(text) == 0 {
			return string([]byte{byte(m.r.IntN(256))})
		}
		bytes := []byte(text)
		bytes[m.r.IntN(len(bytes))] = byte(m.r.IntN(256))
		return string(bytes)
	case 6: // a bit
		if len(text) == 0 {
			return text
		}
		bytes := []byte(text)
		bytes[m.r.IntN(len(bytes))] ^= 1 << m.r.IntN(8)
		return string(bytes)
	case 7: // a digit
		return text[:from] + string(rune('0'+m.r.IntN(10))) + text[m.after(text, from):]
	}
	return text[:from] + m.letter() + text[m.after(text, from):]
}

// letters are what stands wrongly in texts that people typed, copied or scanned, and what divides.
var letters = []rune(" \t\n\r\f\v,，、;；:：|\"'“”=＝<>≤≥≦﹤()（）[]{}/\\%％‰-－−—~～+*×÷.。·0O〇零一二三十百千万亿个人次元年月日Q\u200b\u202e\u00a0\u3000\ufeff\x00&#")

// letter is one character from the list, or any at all.
func (m *Maker) letter() string {
	switch m.r.IntN(6) {
	case 0:
		return string(rune(m.r.IntN(utf8.MaxRune)))
	case 1:
		return string(rune(0x4e00 + m.r.IntN(0x5200)))
	}
	return string(letters[m.r.IntN(len(letters))])
}

// border is a place between two characters, or in one that is broken.
func (m *Maker) border(text string) int {
	at := m.r.IntN(len(text) + 1)
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

// after is the end of the character at a place.
func (m *Maker) after(text string, at int) int {
	if at >= len(text) {
		return len(text)
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	return at + size
}

// patience is how long one execution may take. It is generous, because a test machine is busy.
const patience = 30 * time.Second

// Run calls try a number of times. A panic, and an execution that does not end, are told with what describe says of the input.
func Run(t *testing.T, count int, try func(i int), describe func() string) {
	t.Helper()
	var begun atomic.Int64
	done := make(chan struct{})
	defer close(done)
	go watch(&begun, done)
	defer func() {
		if broken := recover(); broken != nil {
			t.Fatalf("execution %d: %v\ninput %s", begun.Load(), broken, shortened(describe()))
		}
	}()
	for i := range count {
		begun.Store(int64(i + 1))
		try(i)
		if t.Failed() {
			t.Fatalf("execution %d: input %s", i, shortened(describe()))
		}
	}
	t.Logf("%d executions", count)
}

// watch ends the program where an execution goes on for too long: nothing else can.
func watch(begun *atomic.Int64, done <-chan struct{}) {
	for last := int64(0); ; {
		select {
		case <-done:
			return
		case <-time.After(patience):
		}
		now := begun.Load()
		if now == last {
			panic(fmt.Sprintf("execution %d does not end", now))
		}
		last = now
	}
}

func shortened(text string) string {
	if len(text) > 4000 {
		text = text[:4000] + "…"
	}
	return fmt.Sprintf("%q", text)
}
