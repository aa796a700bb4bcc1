package xlstest

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// Stream is a file in a compound file. A name with a slash stands in a storage, as an embedded document does.
type Stream struct {
	Name string
	Data []byte
}

const (
	freeSector  = 0xffffffff
	chainEnd    = 0xfffffffe
	fatSector   = 0xfffffffd
	difatSector = 0xfffffffc
	miniSector  = 64
	miniCutoff  = 4096
	headerFATs  = 109
)

// Compound writes a compound file of version 3, with sectors of 512 bytes.
func Compound(streams ...Stream) []byte { return compound(9, streams) }

// Compound4 writes one of version 4, with sectors of 4096 bytes.
func Compound4(streams ...Stream) []byte { return compound(12, streams) }

type writer struct {
	shift   int
	size    int
	sectors []byte   // behind the header
	fat     []uint32 // by sector
	mini    []byte
	miniFAT []uint32
}

func compound(shift int, streams []Stream) []byte {
	w := &writer{shift: shift, size: 1 << shift}
	entries := directory(streams)
	for i := range entries {
		e := &entries[i]
		switch {
		case e.kind != kindStream:
		case len(e.data) < miniCutoff:
			e.start = w.addMini(e.data)
		default:
			e.start = w.add(e.data)
		}
	}
	entries[0].start, entries[0].size = w.add(w.mini), len(w.mini)
	miniFAT := w.add(w.words(w.miniFAT))
	var listed []byte
	for _, e := range entries {
		listed = append(listed, e.bytes()...)
	}
	listed = append(listed, emptyEntries(-len(listed)/128&(w.size/128-1))...)
	return w.finish(w.add(listed), miniFAT, len(listed)/w.size)
}

// add puts data into sectors of their own and returns the first.
func (w *writer) add(data []byte) uint32 {
	if len(data) == 0 {
		return chainEnd
	}
	first := len(w.fat)
	for at := 0; at < len(data); at += w.size {
		w.fat = append(w.fat, uint32(len(w.fat)+1))
		w.sectors = append(w.sectors, data[at:min(at+w.size, len(data))]...)
	}
	w.fat[len(w.fat)-1] = chainEnd
	w.sectors = append(w.sectors, make([]byte, len(w.fat)*w.size-len(w.sectors))...)
	return uint32(first)
}

func (w *writer) addMini(data []byte) uint32 {
	if len(data) == 0 {
		return chainEnd
	}
	first := len(w.miniFAT)
	for at := 0; at < len(data); at += miniSector {
		w.miniFAT = append(w.miniFAT, uint32(len(w.miniFAT)+1))
	}
	w.miniFAT[len(w.miniFAT)-1] = chainEnd
	w.mini = append(w.mini, data...)
	w.mini = append(w.mini, make([]byte, len(w.miniFAT)*miniSector-len(w.mini))...)
	return uint32(first)
}

// words writes a table of sectors, filled up to whole sectors.
func (w *writer) words(table []uint32) []byte {
	var out []byte
	for _, word := range table {
		out = binary.LittleEndian.AppendUint32(out, word)
	}
	for len(out)%w.size != 0 {
		out = binary.LittleEndian.AppendUint32(out, freeSector)
	}
	return out
}

// finish writes the tables and the header. The tables of sectors stand in sectors themselves, and so does the list of those tables where it
// is too long for the header.
func (w *writer) finish(directory, miniFAT uint32, directorySectors int) []byte {
	perTable := w.size / 4
	tables, lists := 0, 0
	for tables*perTable < len(w.fat)+tables+lists {
		tables++
		lists = (max(tables-headerFATs, 0) + perTable - 2) / (perTable - 1)
	}
	firstTable := len(w.fat)
	firstList := firstTable + tables
	for i := range tables + lists {
		mark := uint32(fatSector)
		if i >= tables {
			mark = difatSector
		}
		w.fat = append(w.fat, mark)
	}
	header := Bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", make([]byte, 16), 0x3e, 3+(w.shift-9)/3, 0xfffe, w.shift, 6, make([]byte, 6))
	if w.shift == 9 {
		directorySectors = 0
	}
	listAt := uint32(chainEnd)
	if lists > 0 {
		listAt = uint32(firstList)
	}
	miniSectors := (len(w.miniFAT) + perTable - 1) / perTable
	header = append(header, Bytes(uint32(directorySectors), uint32(tables), directory, uint32(0), uint32(miniCutoff), miniFAT, uint32(miniSectors), listAt, uint32(lists))...)
	var list []byte
	for i := range max(headerFATs, tables) {
		word := uint32(freeSector)
		if i < tables {
			word = uint32(firstTable + i)
		}
		if i < headerFATs {
			header = binary.LittleEndian.AppendUint32(header, word)
			continue
		}
		list = binary.LittleEndian.AppendUint32(list, word)
		if len(list)%w.size == w.size-4 {
			list = binary.LittleEndian.AppendUint32(list, uint32(firstList+(len(list)+4)/w.size))
		}
	}
	header = append(header, make([]byte, w.size-len(header))...)
	out := append(header, w.sectors...)
	out = append(out, w.words(w.fat)...)
	return append(out, append(list, bytes.Repeat([]byte{0xff}, lists*w.size-len(list))...)...)
}

const (
	kindStorage = 1
	kindStream  = 2
	kindRoot    = 5
	noEntry     = 0xffffffff
)

// entry is a line of the directory. Those of one storage are a list to the right, which readers take for an unbalanced tree.
type entry struct {
	name         string
	kind         int
	data         []byte
	start        uint32
	size         int
	right, child uint32
}

func directory(streams []Stream) []entry {
	entries := []entry{{name: "Root Entry", kind: kindRoot, right: noEntry, child: noEntry}}
	last := map[string]int{} // the entry before in each storage
	hang := func(storage string, under int, e entry) {
		entries = append(entries, e)
		at := len(entries) - 1
		if before, ok := last[storage]; ok {
			entries[before].right = uint32(at)
		} else {
			entries[under].child = uint32(at)
		}
		last[storage] = at
	}
	storages := map[string]int{}
	for _, s := range streams {
		storage, name, inside := strings.Cut(s.Name, "/")
		under := 0
		if inside {
			if _, ok := storages[storage]; !ok {
				hang("", 0, entry{name: storage, kind: kindStorage, right: noEntry, child: noEntry})
				storages[storage] = len(entries) - 1
			}
			under = storages[storage]
		} else {
			storage, name = "", s.Name
		}
		hang(storage, under, entry{name: name, kind: kindStream, data: s.Data, size: len(s.Data), right: noEntry, child: noEntry})
	}
	return entries
}

func (e entry) bytes() []byte {
	units := utf16.Encode([]rune(e.name))
	var name []byte
	for _, unit := range units {
		name = binary.LittleEndian.AppendUint16(name, unit)
	}
	name = append(name, make([]byte, 64-len(name))...)
	return Bytes(name, 2*len(units)+2, uint8(e.kind), uint8(1), uint32(noEntry), e.right, e.child, make([]byte, 16+4+16), e.start, uint32(e.size), uint32(0))
}

func emptyEntries(count int) []byte {
	var out []byte
	for range count {
		out = append(out, Bytes(make([]byte, 68), uint32(noEntry), uint32(noEntry), uint32(noEntry), make([]byte, 48))...)
	}
	return out
}
