package main

import (
	"strings"
	"testing"

	"jixiao/importer/grid"
	"jixiao/messages"
)

// The help of import lists every format that the readers know, and folders and archives besides.
func TestImportHelpListsWhatIsRead(t *testing.T) {
	catalogue := messages.Default()
	for lang, others := range map[messages.Lang][]string{messages.Chinese: {"文件夹", "zip"}, messages.English: {"Folders", "zip"}} {
		help := call("import", "--help", "--lang", string(lang)).stdout
		words := others
		for _, format := range grid.Formats() {
			code := "format." + string(format)
			if !catalogue.Has(code) {
				t.Errorf("%s has no name", code)
			}
			words = append(words, catalogue.Word(lang, code))
		}
		for _, word := range words {
			if !strings.Contains(help, word) {
				t.Errorf("the help in %s lacks %q:\n%s", lang, word, help)
			}
		}
	}
}
