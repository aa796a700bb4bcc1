//go:build race

package rules

// slower is how much more time and memory a rule may take under the race detector.
const slower = 12
