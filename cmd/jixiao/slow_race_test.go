//go:build race

package main

// slower is how much more time and memory the program may take under the race detector.
const slower = 12

// hostileStep takes every so many of the hostile files.
const hostileStep = 12
