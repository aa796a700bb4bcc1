package grid

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
)

// mostInflated bounds what is unpacked to look for damage: the text of a thousand pages has room in it.
const mostInflated = 32 << 20

// headOfStream is how far before a stream its dictionary may begin.
const headOfStream = 1024

// hasDamagedStream tells a pdf in which packed content breaks off. The library shows what it got up to there and says nothing, so that a
// table would end in silence where its data is damaged. A protected file is left to the library: its streams are packed before they are
// enciphered.
func hasDamagedStream(data []byte) bool {
	if bytes.Contains(data, []byte("/Encrypt")) {
		return false
	}
	left := int64(mostInflated)
	for at := 0; left > 0; {
		next := bytes.Index(data[at:], []byte("stream"))
		if next < 0 {
			return false
		}
		start := at + next
		at = start + len("stream")
		if !isPackedStream(data[max(0, start-headOfStream):start]) {
			continue
		}
		size, damaged := inflate(bytes.TrimLeft(data[at:min(at+2, len(data))], "\r\n"), data[min(at+2, len(data)):], left)
		if damaged {
			return true
		}
		left -= size
	}
	return false
}

// isPackedStream tells from what stands before a stream that its content is packed, and in no other way besides.
func isPackedStream(before []byte) bool {
	before = bytes.TrimRight(before, " \r\n\t")
	if !bytes.HasSuffix(before, []byte(">>")) {
		return false // endstream, or the word in a text
	}
	if from := bytes.LastIndex(before, []byte("obj")); from >= 0 {
		before = before[from:]
	}
	filter := bytes.Index(before, []byte("/Filter"))
	if filter < 0 {
		return false
	}
	names := bytes.TrimLeft(before[filter+len("/Filter"):], " \r\n\t[")
	return bytes.HasPrefix(names, []byte("/FlateDecode"))
}

// inflate unpacks a stream, given in two parts, up to a size, and tells whether it breaks off. Two bytes stand before the packed data; the
// sum behind it is not looked at, because some programs write a wrong one and no viewer cares.
func inflate(begin, rest []byte, most int64) (size int64, damaged bool) {
	head := make([]byte, 2)
	in := io.MultiReader(bytes.NewReader(begin), bytes.NewReader(rest))
	if _, err := io.ReadFull(in, head); err != nil || head[0]&0x0f != 8 {
		return 0, false // not what it says; the library decides
	}
	size, err := io.Copy(io.Discard, io.LimitReader(flate.NewReader(in), most))
	var corrupt flate.CorruptInputError
	return size, errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF)
}
