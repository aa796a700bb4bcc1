package assessment

import (
	"os"
	"testing"
)

// TestMain runs all tests twice: as they are, and with every long list on the disk. Under the race detector it is the second alone.
func TestMain(m *testing.M) {
	if !underRace {
		if code := m.Run(); code != 0 {
			os.Exit(code)
		}
	}
	inMemory = struct{ forms, issues, records, cells, changes, lines int }{}
	os.Exit(m.Run())
}
