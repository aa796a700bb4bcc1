//go:build race

package main

// slower is how much more time and memory the program may take under the race detector.
const slower = 12
