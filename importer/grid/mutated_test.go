package grid

import (
	"flag"
	"testing"

	"jixiao/mutate"
)

var mutations = flag.Int("mutations", 2000, "how many damaged inputs the laws of each reader are tried on; a twentieth of it for zip containers, a fiftieth for pdf")

// TestMutated tries the laws of the readers on damaged inputs, those of the fuzz targets.
func TestMutated(t *testing.T) {
	for _, kind := range []struct {
		name  string
		count int
		seeds []string
		try   func(*testing.T, string)
	}{
		{"text", *mutations, textSeeds, tryText},
		{"csv", *mutations, csvSeeds, tryCSV},
		{"docx", *mutations, docxSeeds, tryDOCX},
		{"sheet", *mutations / 20, sheetSeeds, trySheet},
		{"xls", *mutations, texts(recordSeeds), func(t *testing.T, records string) { tryRecords(t, []byte(records)) }},
	} {
		t.Run(kind.name, func(t *testing.T) {
			m := mutate.New(uint64(len(kind.name)), kind.seeds...)
			var input string
			mutate.Run(t, kind.count, func(int) {
				input = m.Text()
				kind.try(t, input)
			}, func() string { return input })
		})
	}
}

func texts(seeds [][]byte) []string {
	list := make([]string, len(seeds))
	for i, seed := range seeds {
		list[i] = string(seed)
	}
	return list
}
