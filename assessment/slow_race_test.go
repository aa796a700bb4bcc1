//go:build race

package assessment

// changesAsked is how many random changes are made where nobody asks for more: under the race detector each takes long.
const changesAsked = 30

// underRace tells whether the race detector watches.
const underRace = true
