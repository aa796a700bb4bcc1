package xlstest

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// The kinds of records that are written.
const (
	Formula      = 0x0006
	EOF          = 0x000a
	DateMode     = 0x0022
	FilePass     = 0x002f
	Continue     = 0x003c
	CodePage     = 0x0042
	ColInfo      = 0x007d
	BoundSheet   = 0x0085
	MulRK        = 0x00bd
	MulBlank     = 0x00be
	RString      = 0x00d6
	XF           = 0x00e0
	MergedCells  = 0x00e5
	SST          = 0x00fc
	LabelSST     = 0x00fd
	Dimensions   = 0x0200
	Blank        = 0x0201
	Number       = 0x0203
	Label        = 0x0204
	BoolErr      = 0x0205
	String       = 0x0207
	Row          = 0x0208
	Array        = 0x0221
	RK           = 0x027e
	Format       = 0x041e
	SharedFormat = 0x04bc
	BOF          = 0x0809
)

// What a BOF record begins.
const (
	Globals   = 0x0005
	Module    = 0x0006
	Worksheet = 0x0010
	Chart     = 0x0020
	Macros    = 0x0040
)

// Record writes one record from its fields: uint8, uint16, uint32, int (two bytes), float64, string (as it is) or []byte.
func Record(kind int, fields ...any) []byte {
	content := Bytes(fields...)
	return append(Bytes(kind, len(content)), content...)
}

// Bytes puts fields together as [Record] does.
func Bytes(fields ...any) []byte {
	var out []byte
	for _, field := range fields {
		switch value := field.(type) {
		case uint8:
			out = append(out, value)
		case uint16:
			out = binary.LittleEndian.AppendUint16(out, value)
		case int:
			out = binary.LittleEndian.AppendUint16(out, uint16(value))
		case uint32:
			out = binary.LittleEndian.AppendUint32(out, value)
		case float64:
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(value))
		case string:
			out = append(out, value...)
		case []byte:
			out = append(out, value...)
		default:
			panic("a field of a type that is not written")
		}
	}
	return out
}

// Begin writes the record that opens the workbook or a sheet, in the version of Excel 97.
func Begin(about int) []byte {
	return Record(BOF, 0x0600, about, 0x0dbb, 0x07cc, uint32(0x41), uint32(6))
}

// Begin5 writes it in the version of Excel 95.
func Begin5(about int) []byte { return Record(BOF, 0x0500, about, 0x0dbb, 0x07cc) }

// End writes the record that closes what [Begin] opened.
func End() []byte { return Record(EOF) }

// Characters writes the flags of a text and its characters, in one byte each where all of them fit.
func Characters(text string) []byte {
	units := utf16.Encode([]rune(text))
	if !narrow(units) {
		return Wide(text)
	}
	out := []byte{0}
	for _, unit := range units {
		out = append(out, byte(unit))
	}
	return out
}

// Wide writes the flags of a text and its characters in two bytes each.
func Wide(text string) []byte {
	out := []byte{1}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

func narrow(units []uint16) bool {
	for _, unit := range units {
		if unit > 0xff {
			return false
		}
	}
	return true
}

// Length is the number of characters of a text as the format counts them.
func Length(text string) int { return len(utf16.Encode([]rune(text))) }

// Text writes a text behind its length in two bytes.
func Text(text string) []byte { return Bytes(Length(text), Characters(text)) }

// Name writes a text behind its length in one byte.
func Name(text string) []byte { return Bytes(uint8(Length(text)), Characters(text)) }

// RKWhole packs a whole number of 30 bits.
func RKWhole(n int) uint32 { return uint32(n)<<2 | 2 }

// RKHundredths packs a whole number of hundredths.
func RKHundredths(n int) uint32 { return RKWhole(n) | 1 }

// RKFloat packs the upper bits of a number whose lower bits are zero.
func RKFloat(f float64) uint32 { return uint32(math.Float64bits(f)>>32) &^ 3 }
