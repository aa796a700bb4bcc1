package main

import (
	"context"
	"io"
	"path/filepath"
	"testing"

	"jixiao/examples"
)

// BenchmarkGen writes a thousand invented projects into a new database.
func BenchmarkGen(b *testing.B) {
	for b.Loop() {
		a := newApp(io.Discard, io.Discard, func(string) string { return "" })
		store, err := a.openStore(context.Background(), filepath.Join(b.TempDir(), "year.db"), false)
		if err != nil {
			b.Fatal(err)
		}
		a.run(context.Background(), []string{"config", "--quiet"})
		if _, err := a.storeYear(context.Background(), store, examples.Generate(1, 1000, 2025), 1000); err != nil {
			b.Fatal(err)
		}
		if err := store.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
