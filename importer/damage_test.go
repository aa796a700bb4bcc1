package importer

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jixiao/engine"
)

// TestLawsUnderDamage damages forms and tables as conversions do (cells shifted, lost, cut in two or swapped, lines lost,
// doubled or joined) and holds every reading against the laws. The damage is the same in every run.
func TestLawsUnderDamage(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	tables, err := filepath.Glob("testdata/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(2025, 12))
	for _, path := range append(paths, tables...) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		separator := "\t"
		if strings.HasSuffix(path, ".csv") {
			separator = ","
		}
		for range 60 {
			text := damage(random, string(data), separator)
			result, err := Read(filepath.Base(path), []byte(text), Options{Year: 2025})
			if err != nil {
				if strings.HasPrefix(err.Error(), "account") {
					t.Fatalf("%v\n%s", err, text)
				}
				continue
			}
			checkLaws(t, result)
			checkTextsAreNotInvented(t, result, text)
			if t.Failed() {
				t.Fatalf("after reading\n%s", text)
			}
		}
	}
}

func damage(random *rand.Rand, text, separator string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for range 1 + random.IntN(6) {
		i := random.IntN(len(lines))
		switch random.IntN(8) {
		case 0:
			lines = slices.Delete(lines, i, i+1)
		case 1:
			lines = slices.Insert(lines, i, lines[random.IntN(len(lines))])
		case 2:
			lines = slices.Insert(lines, i, "")
		case 3:
			lines[i] = strings.TrimPrefix(lines[i], separator)
		case 4:
			lines[i] = separator + lines[i]
		default:
			lines[i] = damageLine(random, lines[i], separator)
		}
		if len(lines) == 0 {
			return separator
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func damageLine(random *rand.Rand, line, separator string) string {
	cells := strings.Split(line, separator)
	i := random.IntN(len(cells))
	letters := []rune(cells[i])
	switch random.IntN(4) {
	case 0:
		cells[i] = ""
	case 1:
		j := random.IntN(len(cells))
		cells[i], cells[j] = cells[j], cells[i]
	case 2:
		at := random.IntN(len(letters) + 1)
		cells[i] = string(letters[:at]) + separator + string(letters[at:])
	default:
		at := random.IntN(len(letters) + 1)
		cells[i] = string(letters[:at]) + "\n" + strings.Repeat(separator, random.IntN(3)) + string(letters[at:])
	}
	return strings.Join(cells, separator)
}

// checkTextsAreNotInvented holds names and targets against the input: nothing is in a submission that no cell says.
func checkTextsAreNotInvented(t *testing.T, r *Result, text string) {
	t.Helper()
	all := engine.Fold(text)
	for _, part := range []string{"\t", ",", "\n"} {
		all = strings.ReplaceAll(all, part, "")
	}
	for _, s := range r.Submissions {
		for _, ind := range s.Indicators {
			for _, value := range []string{ind.Name, ind.Target.Text} {
				if folded := strings.ReplaceAll(engine.Fold(value), ",", ""); !strings.Contains(all, folded) {
					t.Errorf("%q is not in the input", value)
				}
			}
		}
	}
}
