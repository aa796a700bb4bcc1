package assessment

import (
	"strings"
	"sync"

	"jixiao/engine"
	"jixiao/engine/notation"
)

// memory remembers what recorded texts mean: in a year of ten thousand projects a few thousand texts stand for a hundred thousand
// values. What an actual means depends on its text and year alone. It serves all who work on pages at the same time; nil remembers nothing.
type memory struct {
	mutex sync.RWMutex
	year  int // of all that is remembered
	known map[string]*engine.Actual
}

// actualsKnown bounds what is remembered, which is then forgotten.
const actualsKnown = 10_000

func newMemory() *memory { return &memory{known: map[string]*engine.Actual{}} }

// read parses what was recorded for an indicator in a year.
func (m *memory) read(text string, year int, name string) engine.Actual {
	if m == nil {
		actual, _ := notation.ParseActual(text, notation.Context{Year: year, Name: name})
		return actual
	}
	if actual := m.recall(text, year); actual != nil {
		return *actual
	}
	text = strings.Clone(text) // which is a part of a whole page
	actual, _ := notation.ParseActual(text, notation.Context{Year: year, Name: name})
	m.keep(text, year, &actual)
	return actual
}

func (m *memory) recall(text string, year int) *engine.Actual {
	m.mutex.RLock()
	defer m.mutex.RUnlock()
	if m.year != year {
		return nil
	}
	return m.known[text]
}

func (m *memory) keep(text string, year int, actual *engine.Actual) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.year != year || len(m.known) >= actualsKnown {
		m.year = year
		clear(m.known)
	}
	m.known[text] = actual
}
