package grid

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

type bundledFile struct{ name, content string }

func bundled(t testing.TB, files ...bundledFile) []byte {
	t.Helper()
	var data bytes.Buffer
	w := zip.NewWriter(&data)
	for _, file := range files {
		entry, err := w.Create(file.name)
		if err == nil {
			_, err = entry.Write([]byte(file.content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func bundleOf(data []byte, limits BundleLimits) (*Bundle, error) {
	return OpenBundle("全县.zip", bytes.NewReader(data), int64(len(data)), limits)
}

func TestABundleIsToldFromADocumentByItsContent(t *testing.T) {
	for name, test := range map[string]struct {
		data []byte
		want bool
	}{
		"an archive of forms":          {bundled(t, bundledFile{"路灯.txt", "甲"}), true},
		"an archive of workbooks":      {bundled(t, bundledFile{"路灯.xlsx", "甲"}, bundledFile{"表/xl/a.txt", "乙"}), true},
		"an archive without a file":    {bundled(t), true},
		"a workbook":                   {bundled(t, bundledFile{"[Content_Types].xml", "x"}, bundledFile{"xl/workbook.xml", "x"}), false},
		"a document":                   {bundled(t, bundledFile{"word/document.xml", "x"}), false},
		"a spreadsheet of LibreOffice": {bundled(t, bundledFile{"mimetype", "x"}, bundledFile{"content.xml", "x"}), false},
		"a text":                       {[]byte("PKW 的文字"), false},
		"nothing":                      {nil, false},
		"an archive that is cut off":   {bundled(t, bundledFile{"路灯.txt", "甲"})[:40], false},
	} {
		b, err := bundleOf(test.data, DefaultBundleLimits())
		if err != nil || (b != nil) != test.want {
			t.Errorf("%s: %v %v", name, b, err)
		}
	}
}

func TestNamesInArchives(t *testing.T) {
	gb := func(text string) string {
		encoded, err := simplifiedchinese.GB18030.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return encoded
	}
	for name, test := range map[string]struct {
		header zip.FileHeader
		want   string
	}{
		"UTF-8, as it says":              {zip.FileHeader{Name: "路灯.csv"}, "路灯.csv"},
		"UTF-8, without saying so":       {zip.FileHeader{Name: "路灯.csv", NonUTF8: true}, "路灯.csv"},
		"Chinese Windows":                {zip.FileHeader{Name: gb("城建/路灯.csv"), NonUTF8: true}, "城建/路灯.csv"},
		"联通 is no UTF-8":                 {zip.FileHeader{Name: gb("联通.csv"), NonUTF8: true}, "联通.csv"},
		"a backslash parts folders":      {zip.FileHeader{Name: `城建\路灯.csv`}, "城建/路灯.csv"},
		"a backslash inside of a letter": {zip.FileHeader{Name: gb("乗.csv"), NonUTF8: true}, "乗.csv"},
		"a name for a terminal":          {zip.FileHeader{Name: "\x1b[2J路灯\a\r\n.csv"}, "\ufffd[2J路灯\ufffd\ufffd\ufffd.csv"},
		"shown the other way round":      {zip.FileHeader{Name: "路灯\u202evsc.exe"}, "路灯\ufffdvsc.exe"},
		"neither":                        {zip.FileHeader{Name: "\xff.csv", NonUTF8: true}, "\ufffd.csv"},
	} {
		if got := EntryName(&zip.File{FileHeader: test.header}); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestBundleLimits(t *testing.T) {
	small := DefaultBundleLimits()
	small.Entries, small.EntryBytes, small.UnpackedBytes = 3, 100, 250
	text := strings.Repeat("甲乙丙丁", 8) // 96 bytes
	for name, test := range map[string]struct {
		data  []byte
		limit string
	}{
		"too many files":          {bundled(t, bundledFile{"a", ""}, bundledFile{"b", ""}, bundledFile{"c", ""}, bundledFile{"d", ""}), LimitEntries},
		"too much altogether":     {bundled(t, bundledFile{"a", text}, bundledFile{"b", text}, bundledFile{"c", text}), LimitUnpackedBytes},
		"too large a file":        {bundled(t, bundledFile{"a", text + text}), LimitFileBytes},
		"a directory without end": {bundled(t, slices.Repeat([]bundledFile{{strings.Repeat("x", 60_000), ""}}, 400)...), LimitEntries},
	} {
		if got := limitOf(readBundle(test.data, small)); got != test.limit {
			t.Errorf("%s: %q, want %q", name, got, test.limit)
		}
	}
	var e *Error
	if err := readBundle(understated(bundled(t, bundledFile{"a", text})), small); !errors.As(err, &e) || e.Code != ErrorBroken {
		t.Errorf("a file that is larger than the archive claims: %v", err)
	}
	if err := readBundle(bundled(t, bundledFile{"a", text}, bundledFile{"b", text}), small); err != nil {
		t.Errorf("within the limits: %v", err)
	}
}

// understated says in the directory that every file is one byte long.
func understated(data []byte) []byte {
	data = slices.Clone(data)
	for at := 0; ; at += 4 {
		next := bytes.Index(data[at:], []byte("PK\x01\x02"))
		if next < 0 {
			return data
		}
		at += next
		binary.LittleEndian.PutUint32(data[at+24:], 1)
	}
}

func readBundle(data []byte, limits BundleLimits) error {
	b, err := bundleOf(data, limits)
	if err != nil || b == nil {
		return err
	}
	for i := range b.Entries() {
		if _, readErr := b.Read(i); readErr != nil && err == nil {
			err = readErr
		}
	}
	return err
}

func limitOf(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return fmt.Sprint(err)
	}
	return e.Args.Get("what")
}

func TestArchivesInsideShareTheLimit(t *testing.T) {
	limits := DefaultBundleLimits()
	limits.UnpackedBytes = 1000
	text := strings.Repeat("甲", 200) // 600 bytes, and hardly any when packed
	inner := bundled(t, bundledFile{"a", text})
	outer, err := bundleOf(bundled(t, bundledFile{"1.zip", string(inner)}, bundledFile{"2.zip", string(inner)}), limits)
	if err != nil {
		t.Fatal(err)
	}
	var errs []error
	for i := range outer.Entries() {
		data, err := outer.Read(i)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		nested, err := bundleOf(data, limits)
		if err != nil {
			t.Fatal(err)
		}
		nested.Inside(outer)
		_, err = nested.Read(0)
		errs = append(errs, err)
	}
	if len(errs) != 2 || errs[0] != nil || limitOf(errs[1]) != LimitUnpackedBytes || !outer.Spent() {
		t.Errorf("%v", errs)
	}
}

// FuzzBundle holds the laws of an archive: no more is unpacked than the limits say, whatever the archive claims; a file that is read
// was whole; and errors are errors of this package.
func FuzzBundle(f *testing.F) {
	f.Add(bundled(f, bundledFile{"路灯.txt", "甲"}, bundledFile{"../b", strings.Repeat("x", 500)}))
	f.Add(understated(bundled(f, bundledFile{"a", strings.Repeat("甲乙丙丁", 50)})))
	f.Add(bundled(f))
	limits := DefaultBundleLimits()
	limits.EntryBytes, limits.UnpackedBytes, limits.Entries = 1000, 2000, 20
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := bundleOf(data, limits)
		if err != nil || b == nil {
			if err != nil && limitOf(err) == "" {
				t.Errorf("%v", err)
			}
			return
		}
		sum := 0
		for i, entry := range b.Entries() {
			content, err := b.Read(i)
			var e *Error
			if err != nil && !errors.As(err, &e) {
				t.Errorf("%s: %v", entry.Name, err)
			}
			if len(content) > 1000 {
				t.Errorf("%s has %d bytes", entry.Name, len(content))
			}
			sum += len(content)
		}
		if sum > 2000 {
			t.Errorf("%d bytes were unpacked", sum)
		}
	})
}
