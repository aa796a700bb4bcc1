//go:build !race

package main

const slower = 1

// hostileStep takes every so many of the hostile files.
const hostileStep = 1
