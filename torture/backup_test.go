//go:build linux && !race

package torture

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestKilledBackup kills backups that take the place of an earlier one, while somebody records, and restorings of them. What has a manifest
// comes back whole, the database loses nothing, and where neither was acknowledged nothing else has changed.
func TestKilledBackup(t *testing.T) {
	folder, random := workFolder(t), rand.New(rand.NewPCG(*seed, 77))
	backup, database := filepath.Join(folder, "kept.db"), filepath.Join(folder, "year.db")
	for _, step := range work[:3] {
		jixiao(t, folder, step.args...)
	}
	begin := time.Now()
	jixiao(t, folder, "backup", "kept.db")
	took := time.Since(begin)
	var killed int64
	for round := 0; killed < max(6, *kills/10); round++ {
		writer := newCall(t, folder, recordings(round%3, 1)[0].args...)
		if err := writer.command.Start(); err != nil {
			t.Fatal(err)
		}
		killed += killedAt(t, newCall(t, folder, "backup", "kept.db", "--overwrite"), random, took)
		if code := writer.ended(t, writer.command.Wait()); code != 0 && code != exitNeedsPerson {
			t.Fatalf("seed %d: recording beside a killed backup: %d\n%v", *seed, code, writer)
		}
		want := must(stateOf(copied(t, folder)))(t)
		// Where a new file has taken the place and its manifest has not, jixiao refuses it, and says so; another backup mends it.
		if c := newCall(t, folder, "restore", "kept.db", "--db", "back.db"); c.run(t) != 0 {
			says(t, c, "kept.db")
			jixiao(t, folder, "backup", "kept.db", "--overwrite")
			jixiao(t, folder, "restore", "kept.db", "--db", "back.db")
		}
		back := filepath.Join(folder, "back.db")
		if err := proved(back); err != nil {
			t.Fatalf("seed %d, round %d: the restored backup: %v", *seed, round, err)
		}
		for _, name := range must(filepath.Glob(filepath.Join(folder, "back*.db*")))(t) {
			_ = os.Remove(name) // some are gone with the store
		}
		if got := must(stateOf(copied(t, folder)))(t); got != want {
			t.Fatalf("seed %d, round %d: the database changed: %+v, not %+v", *seed, round, got, want)
		}
	}
	jixiao(t, folder, "backup", "kept.db", "--overwrite")
	left := must(filepath.Glob(filepath.Join(folder, "*kept*")))(t)
	if len(left) != 2 {
		t.Errorf("seed %d: beside the backup and its manifest: %q", *seed, left)
	}
	want := must(stateOf(database))(t)
	for range max(6, *kills/10) {
		killedAt(t, newCall(t, folder, "restore", "kept.db"), random, took)
		if got := must(stateOf(copied(t, folder)))(t); got != want {
			t.Fatalf("seed %d: a killed restoring left %+v, not %+v", *seed, got, want)
		}
	}
	jixiao(t, folder, "restore", "kept.db")
	if err := proved(copied(t, folder)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(backup); err != nil {
		t.Error(err)
	}
}

// killedAt kills a command at a random moment of the time that it takes, and counts 1 where it had not ended before.
func killedAt(t *testing.T, c *call, random *rand.Rand, took time.Duration) int64 {
	t.Helper()
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Duration(random.Int64N(int64(took+took/4))), func() { _ = c.command.Process.Kill() })
	defer timer.Stop()
	if c.ended(t, c.command.Wait()) == exitKilled {
		return 1
	}
	return 0
}
