//go:build linux && !race

package torture

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jixiao/engine"
	"jixiao/store/sqlite"
)

var (
	writers   = flag.Int("writers", 50, "how many write at the same time")
	readers   = flag.Int("readers", 200, "how many read meanwhile")
	writes    = flag.Int("writes", 2, "how many values each writer records")
	processes = flag.Int("processes", 4, "how many processes write at the same time, and how many read meanwhile")
)

// TestCrowd has many write and read one year at the same time, each with connections of their own, as processes have.
func TestCrowd(t *testing.T) {
	folder := workFolder(t)
	jixiao(t, folder, "import", "table.csv")
	path := filepath.Join(folder, "year.db")
	shared := aKey(t, path)
	writing, reading := sync.WaitGroup{}, sync.WaitGroup{}
	over := make(chan struct{})
	var looks atomic.Int64
	for n := range *readers {
		random := rand.New(rand.NewPCG(*seed, uint64(n)))
		reading.Go(func() { looks.Add(lookAround(t, path, random, over)) })
	}
	for n := range *writers {
		writing.Go(func() { writeAlong(t, path, shared, n) })
	}
	writing.Wait()
	close(over)
	reading.Wait()
	checkChain(t, path, shared, *writers**writes)
	if _, err := stateOf(path); err != nil {
		t.Error(err)
	}
	t.Logf("%d writers recorded %d values, %d readers read the year %d times", *writers, *writers**writes, *readers, looks.Load())
}

// aKey is an indicator that all writers record.
func aKey(t *testing.T, path string) engine.RecordKey {
	t.Helper()
	store := must(sqlite.Open(context.Background(), path, sqlite.Options{ReadOnly: true}))(t)
	defer store.Close()
	for stored, err := range store.Submissions(context.Background(), engine.Filter{}) {
		s := must(stored, err)(t).Submission
		return engine.RecordKey{Project: s.ID(), Indicator: s.Indicators[0].ID, Field: engine.RecordActual}
	}
	t.Fatal("nothing is stored")
	return engine.RecordKey{}
}

// lookAround reads the whole year every second or so until the writers are done, and says how often.
func lookAround(t *testing.T, path string, random *rand.Rand, over chan struct{}) (times int64) {
	ctx := context.Background()
	store, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Error(err)
		return 0
	}
	defer store.Close()
	for {
		projects := 0
		for _, err := range store.Submissions(ctx, engine.Filter{}) {
			if err != nil {
				t.Error(err)
				return times
			}
			projects++
		}
		if projects != 12 {
			t.Errorf("a reader saw %d projects", projects)
		}
		times++
		select {
		case <-over:
			return times
		case <-time.After(time.Duration(random.Int64N(int64(2 * time.Second)))):
		}
	}
}

func writeAlong(t *testing.T, path string, key engine.RecordKey, n int) {
	ctx := context.Background()
	store, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		t.Error(err)
		return
	}
	defer store.Close()
	for i := range *writes {
		entry := engine.Entry{RecordKey: key, Value: fmt.Sprintf("%d公里", 1000+n**writes+i), By: fmt.Sprint("第", n, "人"), At: "2026-01-15T09:30:00+08:00"}
		err := store.Record(ctx, engine.Each([]engine.Entry{entry}), func(engine.RecordOutcome) error { return nil })
		if err != nil {
			t.Error(err)
		}
	}
}

// checkChain holds that every value that was recorded is there once, and that each knows the one that it replaced: so none was lost
// between the reading and the writing of another.
func checkChain(t *testing.T, path string, key engine.RecordKey, count int) {
	t.Helper()
	store := must(sqlite.Open(context.Background(), path, sqlite.Options{ReadOnly: true}))(t)
	defer store.Close()
	history := must(store.History(context.Background(), key.Project, key.Indicator))(t)
	seen := map[string]bool{}
	var before string
	for i, entry := range history {
		if i > 0 && entry.Before != before {
			t.Fatalf("entry %d replaced %q, but %q stood there", entry.Seq, entry.Before, before)
		}
		before = entry.Value
		seen[entry.Value] = true
	}
	// The import recorded the first.
	if len(history) != count+1 || len(seen) != count+1 {
		t.Errorf("%d entries with %d values of %d that were recorded", len(history), len(seen), count+1)
	}
}

// TestCrowdOfProcesses does the same with processes of the program.
func TestCrowdOfProcesses(t *testing.T) {
	folder := workFolder(t)
	jixiao(t, folder, "import", "table.csv")
	jixiao(t, folder, "evaluate", "--quiet")
	path := filepath.Join(folder, "year.db")
	key := aKey(t, path)
	var group sync.WaitGroup
	for n := range *processes {
		group.Go(func() {
			for i := range *writes {
				alone(t, newCall(t, folder, "record", "--project", string(key.Project), "--indicator", string(key.Indicator),
					fmt.Sprintf("%d公里", 1000+n**writes+i)))
			}
		})
		group.Go(func() {
			for range *writes {
				alone(t, newCall(t, folder, "show", "--json", string(key.Project)))
				alone(t, newCall(t, folder, "summary", "--json"))
			}
		})
	}
	group.Wait()
	checkChain(t, path, key, *processes**writes)
	if _, err := stateOf(path); err != nil {
		t.Error(err)
	}
}

// alone runs a call that nothing may disturb.
func alone(t *testing.T, c *call) {
	if code := c.run(t); code != exitDone && code != exitNeedsPerson {
		t.Error(c)
	}
}
