package hostile

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io/fs"
	"slices"
	"strings"
)

// An Archive is a zip archive of files, of which something is broken or meant to do harm.
type Archive struct {
	Name  string
	About string
	// Data makes the bytes, the same at every call.
	Data func() []byte
	// Code is the code of an error that importing must end with, of the archive as a whole or of a file in it; "" where there is none.
	Code string
	// Forms tells that the archive holds a form that must be stored in spite of everything.
	Forms bool
}

// The codes of archives that the program itself refuses.
const (
	// Nested is the code of an archive in an archive in an archive.
	Nested = "archive-in-archive"
	// EmptyArchive is the code of an archive that holds no file.
	EmptyArchive = "empty-archive"
)

// bundled is one entry of an archive with what its headers claim.
type bundled struct {
	header  zip.FileHeader
	content []byte // as stored, or packed
}

// entry is an honest entry.
func entry(name, content string) bundled {
	data := []byte(content)
	size := uint64(len(data))
	return bundled{zip.FileHeader{Name: name, CRC32: crc32.ChecksumIEEE(data), CompressedSize64: size, UncompressedSize64: size}, data}
}

// claiming is the entry with a header that was changed.
func (b bundled) claiming(change func(*zip.FileHeader)) bundled {
	change(&b.header)
	return b
}

// zeros is an honest entry that unpacks to many times its size.
func zeros(name string, size int) bundled {
	content := make([]byte, size)
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	must(err)
	_, err = w.Write(content)
	must(err)
	must(w.Close())
	return bundled{zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(content), CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(size)}, packed.Bytes()}
}

// bundle packs entries as their headers say.
func bundle(entries ...bundled) []byte {
	var data bytes.Buffer
	w := zip.NewWriter(&data)
	for _, e := range entries {
		header := e.header
		f, err := w.CreateRaw(&header)
		must(err)
		_, err = f.Write(e.content)
		must(err)
	}
	must(w.Close())
	return data.Bytes()
}

// good is a form in order.
func good() bundled { return entry("good.txt", formText) }

// beside delays the making of an archive with a form in order and other entries.
func beside(make func() []bundled) func() []byte {
	return func() []byte { return bundle(append([]bundled{good()}, make()...)...) }
}

func only(entries ...bundled) func() []byte { return func() []byte { return bundle(entries...) } }

// Archives lists all of them.
func Archives() []Archive {
	return slices.Concat(bombs(), liars(), brokenArchives(), strangeNames())
}

// bombs are archives that unpack to more than anybody sent.
func bombs() []Archive {
	return []Archive{
		{Name: "bomb-entry.zip", About: "a file that unpacks to a thousand times its size", Data: beside(func() []bundled { return []bundled{zeros("bomb.txt", 20<<20)} }), Code: "file_too_large", Forms: true},
		{Name: "bomb-total.zip", About: "a hundred files of 4 MB that nobody sent", Data: beside(func() []bundled { return many4MB(100, 0) }), Code: "file_too_large"},
		{Name: "bomb-unclaimed.zip", About: "a hundred files of 4 MB that say they have one byte", Data: beside(func() []bundled { return many4MB(100, 1) }), Code: "file_broken", Forms: true},
		{Name: "bomb-inside.zip", About: "ten archives of sixty megabytes each", Data: beside(func() []bundled {
			inner := entry("a.zip", string(bundle(many4MB(15, 0)...)))
			return slices.Repeat([]bundled{inner}, 10)
		}), Code: "file_too_large"}, // the form comes last, when nothing more may be unpacked
		{Name: "bomb-overlap.zip", About: "two thousand files that share the same bytes", Data: overlapping, Code: "file_too_large"},
		{Name: "bomb-entries.zip", About: "twenty thousand files", Data: beside(func() []bundled { return slices.Repeat([]bundled{entry("a.txt", "")}, 20_000) }), Code: "file_too_large"},
		{Name: "bomb-names.zip", About: "a directory of twenty megabytes", Data: beside(func() []bundled { return slices.Repeat([]bundled{entry(strings.Repeat("x", 60_000), "甲")}, 350) }), Code: "file_too_large"},
		{Name: "nested.zip", About: "an archive in an archive in an archive", Data: func() []byte {
			third := entry("third.zip", string(bundle(entry("lost.txt", formText))))
			return bundle(entry("second.zip", string(bundle(good(), third))))
		}, Code: Nested, Forms: true},
		{Name: "nested-deep.zip", About: "a hundred archives in each other", Data: func() []byte {
			data := bundle(good())
			for range 100 {
				data = bundle(entry("a.zip", string(data)))
			}
			return data
		}, Code: Nested},
		{Name: "itself.zip", About: "an archive whose file begins with the archive's own first bytes", Data: beside(func() []bundled { return []bundled{entry("itself.zip", string(bundle(good())[:60]))} }), Code: "file_broken", Forms: true},
	}
}

// many4MB are files that just escape the limit for the ratio of one file; claim is the size that they say to have, 0 for the true one.
func many4MB(count int, claim uint64) []bundled {
	one := zeros("4m.txt", 4<<20)
	if claim > 0 {
		one.header.UncompressedSize64 = claim
	}
	return slices.Repeat([]bundled{one}, count)
}

// overlapping has a directory whose entries all point at the same packed bytes.
func overlapping() []byte {
	packed := bundle(zeros("form0000.txt", 1<<20))
	end := bytes.LastIndex(packed, []byte("PK\x05\x06"))
	directory := bytes.LastIndex(packed[:end], []byte("PK\x01\x02"))
	one := packed[directory:end]
	data := slices.Clone(packed[:directory])
	const count = 2_000
	for i := range count {
		data = append(data, bytes.Replace(one, []byte("form0000"), fmt.Appendf(nil, "form%04d", i), 1)...)
	}
	return append(data, endRecord(packed[end:], count, len(data)-directory, directory)...)
}

// endRecord is the end of an archive with other claims about its directory.
func endRecord(end []byte, entries, size, offset int) []byte {
	tail := slices.Clone(end)
	binary.LittleEndian.PutUint16(tail[8:], uint16(entries))
	binary.LittleEndian.PutUint16(tail[10:], uint16(entries))
	binary.LittleEndian.PutUint32(tail[12:], uint32(size))
	binary.LittleEndian.PutUint32(tail[16:], uint32(offset))
	return tail
}

// liars are archives whose headers are not true.
func liars() []Archive {
	claims := func(size uint64) func() []byte {
		return beside(func() []bundled {
			return []bundled{entry("liar.txt", formText).claiming(func(h *zip.FileHeader) { h.UncompressedSize64 = size })}
		})
	}
	changed := func(change func(*zip.FileHeader)) func() []byte {
		return beside(func() []bundled { return []bundled{entry("changed.txt", formText).claiming(change)} })
	}
	return []Archive{
		{Name: "size-small.zip", About: "a file that says it has one byte", Data: claims(1), Code: "file_broken", Forms: true},
		{Name: "size-large.zip", About: "a file that says it has a megabyte", Data: claims(1 << 20), Code: "file_broken", Forms: true},
		{Name: "size-huge.zip", About: "a file that says it has a terabyte", Data: claims(1 << 40), Code: "file_too_large"},
		{Name: "size-wraps.zip", About: "sizes whose sum wraps round", Data: claims(1<<64 - 1), Code: "file_too_large"},
		{Name: "packed-huge.zip", About: "a file whose packed bytes would go on behind the archive", Data: changed(func(h *zip.FileHeader) { h.CompressedSize64 = 1 << 40 }), Code: "file_broken", Forms: true},
		{Name: "checksum.zip", About: "a file with another checksum", Data: changed(func(h *zip.FileHeader) { h.CRC32 ^= 1 }), Code: "file_broken", Forms: true},
		{Name: "method.zip", About: "an unknown way of packing", Data: changed(func(h *zip.FileHeader) { h.Method = 99 }), Code: "file_broken", Forms: true},
		{Name: "not-packed.zip", About: "a file that says it is packed and is not", Data: changed(func(h *zip.FileHeader) { h.Method = zip.Deflate }), Code: "file_broken", Forms: true},
		{Name: "locked.zip", About: "a file locked by a password", Data: changed(func(h *zip.FileHeader) { h.Flags |= 1 }), Code: "file_encrypted", Forms: true},
		{Name: "link.zip", About: "a link to a file of this machine", Data: beside(func() []bundled {
			return []bundled{entry("link.txt", "/etc/passwd").claiming(func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) })}
		}), Code: NoForm, Forms: true},
	}
}

// brokenArchives have a directory that cannot be read, or one of nothing.
func brokenArchives() []Archive {
	damaged := func(damage func(data []byte, directory, end int) []byte) func() []byte {
		return func() []byte {
			data := bundle(good(), entry("second.txt", formText))
			end := bytes.LastIndex(data, []byte("PK\x05\x06"))
			return damage(data, bytes.Index(data, []byte("PK\x01\x02")), end)
		}
	}
	return []Archive{
		{Name: "cut-half.zip", About: "only the first half", Data: damaged(func(data []byte, _, _ int) []byte { return data[:len(data)/2] }), Code: "file_broken"},
		{Name: "cut-end.zip", About: "without its last bytes", Data: damaged(func(data []byte, _, _ int) []byte { return data[:len(data)-10] }), Code: "file_broken"},
		{Name: "no-directory.zip", About: "without a directory", Data: damaged(func(data []byte, directory, _ int) []byte { return data[:directory] }), Code: "file_broken"},
		{Name: "directory-of-zeros.zip", About: "a directory of zeros", Data: damaged(func(data []byte, directory, end int) []byte { clear(data[directory:end]); return data }), Code: "file_broken"},
		{Name: "directory-beyond.zip", About: "a directory behind the end", Data: damaged(func(data []byte, directory, end int) []byte {
			return append(data[:end], endRecord(data[end:], 2, end-directory, 1<<31)...)
		}), Code: "file_broken"},
		{Name: "directory-count.zip", About: "a directory that says it has sixty thousand files", Data: damaged(func(data []byte, directory, end int) []byte {
			return append(data[:end], endRecord(data[end:], 60_000, end-directory, directory)...)
		}), Code: "file_broken"},
		{Name: "entry-beyond.zip", About: "a file that begins behind the end", Data: damaged(func(data []byte, directory, _ int) []byte {
			binary.LittleEndian.PutUint32(data[directory+42:], 1<<30)
			return data
		}), Code: "file_broken", Forms: true},
		{Name: "empty.zip", About: "an archive of nothing", Data: only(), Code: EmptyArchive},
		{Name: "folders.zip", About: "an archive of folders", Data: only(entry("甲/", ""), entry("甲/乙/", "")), Code: EmptyArchive},
		{Name: "blank.zip", About: "an archive of files without a byte", Data: only(entry("a.txt", ""), entry("b.csv", "")), Code: EmptyArchive},
	}
}

// strangeNames are archives whose files have names that lead somewhere or cannot be shown.
func strangeNames() []Archive {
	named := func(names ...string) func() []byte {
		return func() []byte {
			var entries []bundled
			for _, name := range names {
				entries = append(entries, entry(name, formText))
			}
			return bundle(entries...)
		}
	}
	plain := func(name string) bundled {
		return entry(name, formText).claiming(func(h *zip.FileHeader) { h.NonUTF8 = true })
	}
	return []Archive{
		{Name: "climbing.zip", About: "names that would climb out of their folder", Data: named("../../../escaped.txt", `..\..\escaped.txt`, "a/../../escaped.txt"), Forms: true},
		{Name: "absolute.zip", About: "names that begin at the top", Data: named("/escaped.txt", `C:\escaped.txt`, `\\server\share\escaped.txt`), Forms: true},
		{Name: "gb18030.zip", About: "names in GB18030, as Chinese Windows writes them", Data: only(plain("\xb3\xc7\xbd\xa8/\xc2\xb7\xb5\xc6.txt")), Forms: true},
		{Name: "no-encoding.zip", About: "names in no encoding at all", Data: only(plain("\xff\xfe\x80.txt")), Forms: true},
		{Name: "same-name.zip", About: "two files of one name", Data: named("same.txt", "same.txt"), Forms: true},
		{Name: "no-name.zip", About: "a file without a name", Data: named(""), Forms: true},
		{Name: "control-name.zip", About: "names that would take over a terminal", Data: named("\x1b[2J\x1b[31mred.txt", "two\r\nlines.txt", "bell\a.txt"), Forms: true},
		{Name: "reversed-name.zip", About: "a name that is shown the other way round", Data: named("a\u202etxt.exe"), Forms: true},
		{Name: "long-name.zip", About: "a name of sixty thousand characters", Data: named(strings.Repeat("x", 60_000) + ".txt"), Forms: true},
		{Name: "deep-name.zip", About: "a file ten thousand folders deep", Data: named(strings.Repeat("a/", 10_000) + "deep.txt"), Forms: true},
	}
}
