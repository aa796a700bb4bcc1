//go:build !race

package assessment

// changesAsked is how many random changes are made where nobody asks for more.
const changesAsked = 200
