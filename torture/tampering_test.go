//go:build linux && !race

package torture

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

var flips = flag.Int("flips", 24, "in how many copies of a database a bit is flipped")

// TestFlippedBits flips one bit of a database, anywhere in the file, and has the program prove the run. It says what is wrong, or the bit
// was one that no score depends on: then the year is scored as before, byte for byte.
func TestFlippedBits(t *testing.T) {
	original := workFolder(t)
	for _, step := range work[:6] {
		jixiao(t, original, step.args...)
	}
	whole := must(os.ReadFile(filepath.Join(original, "year.db")))(t)
	want := withoutRun(t, jixiao(t, original, "evaluate", "--json").stdout.Bytes())
	lanes := [2]flipping{}
	var group sync.WaitGroup
	for n := range lanes {
		f := &lanes[n]
		*f = flipping{t: t, folder: t.TempDir(), want: want}
		group.Go(func() {
			for i := n; i < *flips; i += len(lanes) {
				random := rand.New(rand.NewPCG(*seed, uint64(i)))
				f.flip(bytes.Clone(whole), random.IntN(len(whole)), random.IntN(8))
			}
		})
	}
	group.Wait()
	t.Logf("seed %d: %d bits were flipped; %d were found, %d changed no score", *seed, *flips, lanes[0].found+lanes[1].found,
		lanes[0].harmless+lanes[1].harmless)
}

// flipping flips bits in one folder.
type flipping struct {
	t               *testing.T
	folder          string
	want            []byte // what an evaluation says
	found, harmless int
}

func (f *flipping) flip(data []byte, at, bit int) {
	data[at] ^= 1 << bit
	path := filepath.Join(f.folder, "year.db")
	for _, end := range []string{"-wal", "-shm"} {
		_ = os.Remove(path + end) // mostly there is none
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		f.t.Error(err)
		return
	}
	proof := newCall(f.t, f.folder, "verify")
	switch code := proof.run(f.t); {
	case code == exitFailed && proof.stdout.Len()+proof.stderr.Len() > 0:
		f.found++
		return
	case code != exitDone:
		f.t.Errorf("seed %d, byte %d, bit %d: %v", *seed, at, bit, proof)
		return
	}
	f.harmless++
	again := newCall(f.t, f.folder, "evaluate", "--json")
	if code := again.run(f.t); code == exitFailed {
		return // what is damaged was read by no proof, and was noticed now
	}
	if !bytes.Equal(withoutRun(f.t, again.stdout.Bytes()), f.want) {
		f.t.Errorf("seed %d, byte %d, bit %d: the run is proved, and another evaluation gives something else: %v", *seed, at, bit, again)
	}
}
