package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const restoreVariable = "JIXIAO_TEST_RESTORE"

// restoreAgainAndAgain restores a folder's two backups in turn until it is killed.
func restoreAgainAndAgain(folder string) {
	for n := 0; ; n++ {
		_, err := Restore(context.Background(), filepath.Join(folder, fmt.Sprint("backup", n%2)), filepath.Join(folder, "a.db"), RestoreOptions{Keep: "old"})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

// TestKilledRestore kills a program that restores two backups in turn, and finds one of them whole at the place each time.
func TestKilledRestore(t *testing.T) {
	folder, ctx := t.TempDir(), context.Background()
	path := filepath.Join(folder, "a.db")
	s := filled(t, path)
	first := must(s.Backup(ctx, filepath.Join(folder, "backup0"), BackupOptions{Stamp: atNoon}))(t).Digest
	save(t, s, smallForm("later", 20))
	second := must(s.Backup(ctx, filepath.Join(folder, "backup1"), BackupOptions{Stamp: atNoon}))(t).Digest
	must(1, s.Close())(t)
	random := rand.New(rand.NewPCG(1, 2))
	seen := map[string]int{}
	for range 25 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), restoreVariable+"="+folder)
		must(1, child.Start())(t)
		ended := make(chan error, 1)
		go func() { ended <- child.Wait() }()
		select {
		case err := <-ended:
			t.Fatal("the child ended by itself:", err)
		case <-time.After(time.Duration(random.IntN(120)) * time.Millisecond):
		}
		must(1, child.Process.Kill())(t)
		<-ended
		seen[contentOf(t, path)]++
		for _, kept := range must(filepath.Glob(filepath.Join(folder, "a.old*.db")))(t) {
			seen[contentOf(t, kept)]++
			must(1, os.Remove(kept))(t)
		}
	}
	for digest := range seen {
		if digest != first && digest != second {
			t.Errorf("a content that never was: %s", digest)
		}
	}
	must(Restore(ctx, filepath.Join(folder, "backup0"), path, RestoreOptions{Keep: "last"}))(t)
	same(t, "the last one", contentOf(t, path), first)
}
