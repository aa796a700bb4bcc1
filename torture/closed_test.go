//go:build linux && !race

package torture

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jixiao/engine"
	"jixiao/store/sqlite"
)

// recorders is how many people record at once while somebody closes the year.
const recorders = 3

// TestClosedWhileOthersRecord closes a year while several processes record into it. What was acknowledged is in the ledger and nothing else is,
// each value replaced the one before it; what began after the closing is refused, and says that the year is closed.
func TestClosedWhileOthersRecord(t *testing.T) {
	folder := workFolder(t)
	jixiao(t, folder, "import", "table.csv")
	path := filepath.Join(folder, "year.db")
	key := aKey(t, path)
	began := entriesOf(t, path, key)
	var acknowledged, refused recordedValues
	var closed atomic.Bool
	var group sync.WaitGroup
	for n := range recorders {
		group.Go(func() {
			for i := 0; refused.of(n) < 2; i++ {
				value, late := fmt.Sprintf("%d公里", 1000*(n+1)+i), closed.Load()
				c := newCall(t, folder, "record", "--project", string(key.Project), "--indicator", string(key.Indicator), value)
				code := c.run(t)
				says := strings.Contains(c.stdout.String()+c.stderr.String(), "2025 年度已由")
				switch {
				case code == exitDone && !says && !late:
					acknowledged.add(n, value)
				case (code == exitFailed || code == exitNeedsPerson) && says:
					refused.add(n, value)
				default:
					t.Errorf("neither recorded nor refused, or recorded too late: %v", c)
					return
				}
			}
		})
	}
	for acknowledged.count() < 2*recorders && !t.Failed() {
		time.Sleep(5 * time.Millisecond)
	}
	jixiao(t, folder, "year", "close")
	closed.Store(true)
	group.Wait()
	ledger := entriesOf(t, path, key)[len(began):]
	if len(ledger) != acknowledged.count() {
		t.Errorf("%d values in the ledger, %d acknowledged", len(ledger), acknowledged.count())
	}
	before := began[len(began)-1].Value
	for _, entry := range ledger {
		if entry.Before != before || !acknowledged.has(entry.Value) || refused.has(entry.Value) {
			t.Errorf("entry %d: %q replaces %q, where %q stood", entry.Seq, entry.Value, entry.Before, before)
		}
		before = entry.Value
	}
	jixiao(t, folder, "year", "reopen", "--reason", "补报")
	jixiao(t, folder, "record", "--project", string(key.Project), "--indicator", string(key.Indicator), "1公里")
	if got := entriesOf(t, path, key); len(got) != len(began)+len(ledger)+1 {
		t.Errorf("%d entries after the year was reopened", len(got))
	}
}

// entriesOf reads the ledger of a key's indicator, the oldest entry first.
func entriesOf(t *testing.T, path string, key engine.RecordKey) []engine.Entry {
	t.Helper()
	s := must(sqlite.Open(context.Background(), path, sqlite.Options{ReadOnly: true}))(t)
	defer s.Close()
	return must(s.History(context.Background(), key.Project, key.Indicator))(t)
}

// recordedValues are values by who recorded them.
type recordedValues struct {
	mutex sync.Mutex
	by    map[string]int
}

func (v *recordedValues) add(n int, value string) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if v.by == nil {
		v.by = map[string]int{}
	}
	v.by[value] = n
}

func (v *recordedValues) has(value string) bool {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	_, found := v.by[value]
	return found
}

func (v *recordedValues) count() int {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return len(v.by)
}

// of counts the values of one recorder.
func (v *recordedValues) of(n int) (count int) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	for _, by := range v.by {
		if by == n {
			count++
		}
	}
	return count
}
