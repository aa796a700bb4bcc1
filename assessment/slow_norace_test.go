//go:build !race

package assessment

// changesAsked is how many random changes are made where nobody asks for more.
const changesAsked = 200

// underRace tells whether the race detector watches.
const underRace = false
