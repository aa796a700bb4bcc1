package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// zipFiles [-gb18030] [-encrypted] ARCHIVE NAME=FILE... packs files under any names, such as ../../x.csv.
func zipFiles(ts *testscript.TestScript, neg bool, args []string) {
	gb18030, encrypted := false, false
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		gb18030 = gb18030 || args[0] == "-gb18030"
		encrypted = encrypted || args[0] == "-encrypted"
		args = args[1:]
	}
	if neg || len(args) < 1 {
		ts.Fatalf("usage: zip [-gb18030] [-encrypted] ARCHIVE NAME=FILE...")
	}
	var data bytes.Buffer
	archive := zip.NewWriter(&data)
	for _, arg := range args[1:] {
		name, file, found := strings.Cut(arg, "=")
		if !found {
			ts.Fatalf("%s is not NAME=FILE", arg)
		}
		header := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if gb18030 {
			encoded, err := simplifiedchinese.GB18030.NewEncoder().String(name)
			ts.Check(err)
			header.Name, header.NonUTF8 = encoded, true
		}
		if encrypted {
			header.Flags |= 1
		}
		w, err := archive.CreateHeader(header)
		ts.Check(err)
		_, err = io.WriteString(w, ts.ReadFile(file))
		ts.Check(err)
	}
	ts.Check(archive.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data.Bytes(), 0o666))
}

// bomb ARCHIVE FILES MEGABYTES packs files of blanks, which take up nearly nothing while they are packed.
func bomb(ts *testscript.TestScript, neg bool, args []string) {
	var files, megabytes int
	if _, err := fmt.Sscan(strings.Join(args[1:], " "), &files, &megabytes); neg || err != nil {
		ts.Fatalf("usage: bomb ARCHIVE FILES MEGABYTES")
	}
	out, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer out.Close()
	archive := zip.NewWriter(out)
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	for i := range files {
		w, err := archive.Create(fmt.Sprintf("%05d.txt", i))
		ts.Check(err)
		for range megabytes {
			_, err = w.Write(blanks)
			ts.Check(err)
		}
	}
	ts.Check(archive.Close())
}
