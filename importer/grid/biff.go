package grid

import (
	"encoding/binary"
	"math"
	"strconv"
)

// The kinds of records of an old workbook that are read. All others are passed over by their length.
const (
	recordFormula     = 0x0006
	recordEnd         = 0x000a
	recordDateMode    = 0x0022
	recordEncryption  = 0x002f
	recordContinue    = 0x003c
	recordCodePage    = 0x0042
	recordColumns     = 0x007d
	recordSheet       = 0x0085
	recordManyRK      = 0x00bd
	recordRichText    = 0x00d6
	recordStyle       = 0x00e0
	recordMerges      = 0x00e5
	recordStrings     = 0x00fc
	recordSharedText  = 0x00fd
	recordNumber      = 0x0203
	recordText        = 0x0204
	recordTruth       = 0x0205
	recordString      = 0x0207
	recordRow         = 0x0208
	recordArray       = 0x0221
	recordDataTable   = 0x0236
	recordRK          = 0x027e
	recordFormat      = 0x041e
	recordSharedTerms = 0x04bc
	recordBegin       = 0x0809
)

// recordReader reads the stream of an old workbook record by record: two bytes of kind, two of length, the content.
type recordReader struct {
	data []byte
	at   int // of the next record
}

// next returns a record, and ok == false at the end of the stream or where a record is cut off.
func (r *recordReader) next() (kind int, content []byte, ok bool) {
	if len(r.data)-r.at < 4 {
		return 0, nil, false
	}
	kind = int(binary.LittleEndian.Uint16(r.data[r.at:]))
	size := int(binary.LittleEndian.Uint16(r.data[r.at+2:]))
	if len(r.data)-r.at-4 < size {
		return 0, nil, false
	}
	content = r.data[r.at+4 : r.at+4+size]
	r.at += 4 + size
	return kind, content, true
}

// continued returns the content of the next record if it continues the one before.
func (r *recordReader) continued() ([]byte, bool) {
	if len(r.data)-r.at < 4 || binary.LittleEndian.Uint16(r.data[r.at:]) != recordContinue {
		return nil, false
	}
	_, content, ok := r.next()
	return content, ok
}

// body reads the content of one record, and where it asks for more, of the CONTINUE records behind it.
// What is not there reads as zero, and reason tells the first thing that was wrong.
type body struct {
	rest    []byte
	records *recordReader // nil for a record that nothing continues
	reason  string        // one of the Reason constants, or ""
	units   []uint16      // of the text under reading
	text    []byte
}

func (b *body) fail(reason string) {
	if b.reason == "" {
		b.reason = reason
	}
}

// more goes on to the next part with something in it.
func (b *body) more() bool {
	for len(b.rest) == 0 {
		if b.records == nil {
			return false
		}
		next, ok := b.records.continued()
		if !ok {
			return false
		}
		b.rest = next
	}
	return true
}

func (b *body) byte() int {
	if !b.more() {
		b.fail(ReasonRecord)
		return 0
	}
	value := b.rest[0]
	b.rest = b.rest[1:]
	return int(value)
}

func (b *body) uint16() int {
	if len(b.rest) >= 2 {
		value := binary.LittleEndian.Uint16(b.rest)
		b.rest = b.rest[2:]
		return int(value)
	}
	low := b.byte()
	return low | b.byte()<<8
}

func (b *body) uint32() int {
	low := b.uint16()
	return low | b.uint16()<<16
}

func (b *body) float() float64 {
	low := uint64(b.uint32())
	return math.Float64frombits(low | uint64(b.uint32())<<32)
}

// take returns the next n bytes of this part, which must hold them.
func (b *body) take(n int) []byte {
	if len(b.rest) < n {
		b.fail(ReasonRecord)
		return nil
	}
	taken := b.rest[:n]
	b.rest = b.rest[n:]
	return taken
}

// skip passes over n bytes, over as many parts as it takes.
func (b *body) skip(n int) {
	for n > 0 {
		if !b.more() {
			b.fail(ReasonRecord)
			return
		}
		passed := min(n, len(b.rest))
		b.rest = b.rest[passed:]
		n -= passed
	}
}

// rkNumber unpacks a number in 30 bits: a whole number or the upper bits of a binary one, either of them divided by a hundred.
func rkNumber(packed int) float64 {
	value := float64(int32(uint32(packed)) >> 2)
	if packed&2 == 0 {
		value = math.Float64frombits(uint64(uint32(packed)&^3) << 32)
	}
	if packed&1 != 0 {
		value /= 100
	}
	return value
}

// exactWhole is the end of the whole numbers that a binary number holds one by one.
const exactWhole = 1 << 53

// floatText writes a binary number by the fewest digits that give it back, as [parseDecimal] reads them: one that stands for several whole
// numbers gets an exponent. ok is false for what is no number.
func floatText(value float64) (text string, ok bool) {
	size := math.Abs(value)
	switch {
	case math.IsNaN(value) || math.IsInf(value, 0):
		return "", false
	case size >= exactWhole || size < 1e-7 && size > 0:
		return strconv.FormatFloat(value, 'e', -1, 64), true
	}
	return strconv.FormatFloat(value, 'f', -1, 64), true
}

// errorNames are the errors that a cell may hold, by their codes.
var errorNames = map[int]string{
	0x00: "#NULL!", 0x07: "#DIV/0!", 0x0f: "#VALUE!", 0x17: "#REF!", 0x1d: "#NAME?", 0x24: "#NUM!", 0x2a: "#N/A", 0x2b: "#GETTING_DATA",
}

func errorName(code int) string {
	if name, ok := errorNames[code]; ok {
		return name
	}
	return "#ERROR" + strconv.Itoa(code) + "!"
}
