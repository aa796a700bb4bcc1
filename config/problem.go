package config

import (
	"fmt"
	"strings"
)

// Codes of problems. All have the arguments key, value and origin, in that
// order and first; further ones are named here.
const (
	// CodeUnknownKey: the file has a key that is no setting. Argument
	// suggestion: the nearest key there is, blank where none is near.
	CodeUnknownKey = "config.unknown-key"
	// CodeTwice: the file gives a key twice. Argument first: the line of the
	// first.
	CodeTwice = "config.twice"
	// CodeNotSection: a single value or a list where further keys belong.
	CodeNotSection = "config.not-section"
	// CodeNotText: further keys, or a list, where a single value belongs.
	CodeNotText = "config.not-text"
	// CodeAlias: the file uses an alias or a merge key.
	CodeAlias = "config.alias"
	// CodeSyntax: the file is no YAML. Argument detail: the YAML library's
	// words, in English.
	CodeSyntax = "config.syntax"
	// CodeDocuments: the file holds more than one YAML document.
	CodeDocuments = "config.documents"
	// CodeNotUTF8: the file is in another encoding.
	CodeNotUTF8 = "config.not-utf8"
	// CodeFileMissing: the file given with --config does not exist; value is
	// its path.
	CodeFileMissing = "config.file-missing"
	// CodeFileUnreadable: the file cannot be read; value is its path.
	// Argument detail: the system's words.
	CodeFileUnreadable = "config.file-unreadable"
	// CodeFileTooLarge: the file is larger than a configuration can be; value
	// is its path. Argument max: bytes.
	CodeFileTooLarge = "config.file-too-large"
	// CodeEmpty: a value is needed and blank.
	CodeEmpty = "config.empty"
	// CodeControlCharacter: a line break, a tab or the like inside a value.
	CodeControlCharacter = "config.control-character"
	// CodeNotInteger: no whole number in plain decimal digits.
	CodeNotInteger = "config.not-integer"
	// CodeOutOfRange: arguments min and max, both allowed.
	CodeOutOfRange = "config.out-of-range"
	// CodeNotAllowed: argument allowed: the words there are, with commas.
	CodeNotAllowed = "config.not-allowed"
	// CodeNotAssignment: a parameter override that is not name=value.
	CodeNotAssignment = "config.not-assignment"
	// CodeParameterName: the name of a parameter override is none.
	CodeParameterName = "config.parameter-name"
	// CodeNotList: a single value or further keys where a list belongs.
	CodeNotList = "config.not-list"
	// CodePackTwice: two entries of rules.packs are for the same year and kind;
	// value is the second one's pack. Argument first: the line of the first.
	CodePackTwice = "config.pack-twice"
	// CodePackForAll: an entry of rules.packs is for every year and kind, which
	// is what rules.pack says; value is its pack.
	CodePackForAll = "config.pack-for-all"
	// CodeTooLong: the value of a parameter override is over 200 bytes.
	CodeTooLong = "config.too-long"
)

// Codes lists every code above, for whoever keeps the catalogue of sentences.
func Codes() []string {
	return []string{CodeUnknownKey, CodeTwice, CodeNotSection, CodeNotText, CodeAlias, CodeSyntax, CodeDocuments,
		CodeNotUTF8, CodeFileMissing, CodeFileUnreadable, CodeFileTooLarge, CodeEmpty, CodeControlCharacter,
		CodeNotInteger, CodeOutOfRange, CodeNotAllowed, CodeNotAssignment, CodeParameterName, CodeTooLong,
		CodeNotList, CodePackTwice, CodePackForAll}
}

// Problem is one thing wrong with the configuration: code and arguments, from
// which a sentence is made elsewhere.
type Problem struct {
	// Code is one of the constants of this package.
	Code string
	// Args are the arguments of the sentence, in order: key, value, origin,
	// and those of the code.
	Args [][2]string
	// Key is the setting, blank where the file as a whole is wrong.
	Key string
	// Value is the text found; a secret one is hidden.
	Value string
	// Origin is "file jixiao.yaml:3" with the line, "environment JIXIAO_YEAR"
	// or "flag --year".
	Origin string
}

func newProblem(code, key, value, origin string, more ...[2]string) Problem {
	args := [][2]string{{"key", key}, {"value", value}, {"origin", origin}}
	return Problem{Code: code, Args: append(args, more...), Key: key, Value: value, Origin: origin}
}

// Problems is everything wrong with the configuration: those of the file's
// shape first, by line, then those of values in the order of the settings.
type Problems struct {
	// List is never empty.
	List []Problem
}

// Error lists codes and places for logs. What people read is made from List.
func (p *Problems) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "configuration: %d wrong", len(p.List))
	for _, q := range p.List {
		fmt.Fprintf(&b, "; %s %s=%q (%s)", q.Code, q.Key, q.Value, q.Origin)
	}
	return b.String()
}
