package grid

import "slices"

// ErrorCodes lists why a file may not be read at all.
func ErrorCodes() []string { return slices.Clone(errorCodes) }

// errorCodes is the one list of the Error constants; a test holds the source against it.
var errorCodes = []string{
	ErrorEmpty, ErrorNoCells, ErrorTooLarge, ErrorBinary, ErrorUnsupported, ErrorEncrypted, ErrorBroken, ErrorNotText, ErrorMixed,
	ErrorNoText, ErrorReader,
}
