package assessment

import (
	"strings"
	"sync"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// memory remembers what recorded texts mean: in a year of ten thousand projects a few thousand texts stand for a hundred thousand
// values. What an actual means depends on its text and year alone, but for the few texts of which the name decides, and these are read anew each time.
// It serves all who work on pages at the same time; nil remembers nothing.
type memory struct {
	mutex sync.RWMutex
	year  int // of all that is remembered
	// What was met lately, and what was met before that: a text that comes again and again is never forgotten.
	fresh, stale map[string]*engine.Actual
}

// actualsKnown is how many fresh texts make the stale ones forgotten.
const actualsKnown = 5_000

func newMemory() *memory { return &memory{fresh: map[string]*engine.Actual{}} }

// read parses what was recorded for an indicator in a year.
func (m *memory) read(text string, year int, name string) engine.Actual {
	if m == nil {
		actual, _ := notation.ParseActual(text, notation.Context{Year: year, Name: name})
		return actual
	}
	actual, fresh := m.recall(text, year)
	if fresh {
		return *actual
	}
	text = strings.Clone(text) // which is a part of a whole page
	if actual == nil {
		parsed, _ := notation.ParseActual(text, notation.Context{Year: year, Name: name})
		if notation.NameDecides(text) {
			return parsed
		}
		actual = &parsed
	}
	m.keep(text, year, actual)
	return *actual
}

// recall returns what a text means, nil where that is not known, and whether it is among the fresh ones.
func (m *memory) recall(text string, year int) (actual *engine.Actual, fresh bool) {
	m.mutex.RLock()
	defer m.mutex.RUnlock()
	if m.year != year {
		return nil, false
	}
	if actual = m.fresh[text]; actual != nil {
		return actual, true
	}
	return m.stale[text], false
}

func (m *memory) keep(text string, year int, actual *engine.Actual) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.year != year {
		m.year, m.fresh, m.stale = year, map[string]*engine.Actual{}, nil
	}
	if len(m.fresh) >= actualsKnown {
		m.fresh, m.stale = make(map[string]*engine.Actual, actualsKnown), m.fresh
	}
	m.fresh[text] = actual
}
