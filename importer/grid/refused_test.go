package grid

import "testing"

// refused is a file that is not read, and the error that it gets. The error's place gets the name of the file.
type refused[content ~string | ~[]byte] struct {
	name   string
	data   content
	limits Limits
	want   Error
}

// checkRefused reads the files under one name.
func checkRefused[content ~string | ~[]byte](t *testing.T, file string, tests []refused[content]) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.want.Place.File = file
			checkError(t, file, []byte(test.data), test.limits, test.want)
		})
	}
}

// brokenFor makes the errors of damaged files of a format.
func brokenFor(format Format) func(part, reason string, at Place) Error {
	return func(part, reason string, at Place) Error {
		return Error{Code: ErrorBroken, Args: Args{{"format", string(format)}, {"part", part}, {"reason", reason}}, Place: at}
	}
}

// tooLargeAt is the error of a passed limit.
func tooLargeAt(what, limit string, at Place) Error {
	return Error{Code: ErrorTooLarge, Args: Args{{"what", what}, {"limit", limit}}, Place: at}
}

// onSheet is a place on the worksheet of the tests.
func onSheet(ref string) Place { return Place{Sheet: "表一", Ref: ref} }
