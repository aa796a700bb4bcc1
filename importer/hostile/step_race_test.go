//go:build race

package hostile_test

// step takes every so many of the files.
const step = 8
