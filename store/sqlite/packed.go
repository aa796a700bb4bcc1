package sqlite

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"jixiao/engine"
)

// packed reads rows that SQLite packed into one text with json_array and json_group_array: asking for a row costs several times what
// the row costs. It knows no more of JSON than those functions write: lists, whole numbers, texts and null. Texts are parts of the
// whole and keep it in memory. After the first value that this program never writes, every value is zero and err says which it was.
type packed struct {
	text  string
	at    int
	plain bool // there is no backslash in it
	err   error
}

func newPacked(text string) packed {
	return packed{text: text, plain: strings.IndexByte(text, '\\') < 0}
}

func (p *packed) broken(what string) {
	if p.err == nil {
		p.err = &damage{what}
	}
	p.at = len(p.text)
}

// open goes into a list, which next walks through.
func (p *packed) open() {
	p.step()
	if p.at >= len(p.text) || p.text[p.at] != '[' {
		p.broken("a list of rows")
		return
	}
	p.at++
}

// next tells whether the list goes on, and leaves it at its end.
func (p *packed) next() bool {
	if p.at >= len(p.text) {
		p.broken("a list of rows")
		return false
	}
	if p.text[p.at] == ']' {
		p.at++
		return false
	}
	return true
}

// close leaves a list of which every value was read.
func (p *packed) close() {
	if p.next() {
		p.broken("a row, which is too long")
	}
}

// ended returns what was broken, also where the text goes on after what was read.
func (p *packed) ended() error {
	if p.at < len(p.text) {
		p.broken("a form, which is too long")
	}
	return p.err
}

// step goes over the comma before a value.
func (p *packed) step() {
	if p.at < len(p.text) && p.text[p.at] == ',' {
		p.at++
	}
}

func (p *packed) null() bool {
	p.step()
	if p.at >= len(p.text) || p.text[p.at] != 'n' || !strings.HasPrefix(p.text[p.at:], "null") {
		return false
	}
	p.at += len("null")
	return true
}

// number reads the number of a row of a table, which begin with 1; null is 0.
func (p *packed) number() int64 {
	if p.null() {
		return 0
	}
	return p.integer()
}

func (p *packed) integer() int64 {
	p.step()
	begin := p.at
	var n int64
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		n = n*10 + int64(p.text[p.at]-'0')
		p.at++
	}
	if digits := p.at - begin; digits > 0 && digits <= safeDigits {
		return n
	}
	return p.longInteger(begin)
}

// safeDigits is how many digits every int64 has room for.
const safeDigits = 18

// longInteger reads an integer with a sign or with more digits.
func (p *packed) longInteger(begin int) int64 {
	for p.at = begin; p.at < len(p.text) && (p.text[p.at] >= '0' && p.text[p.at] <= '9' || p.text[p.at] == '-'); {
		p.at++
	}
	digits := p.text[begin:p.at]
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		p.broken("a number: " + digits)
	}
	return n
}

func (p *packed) string() string {
	p.step()
	if p.at >= len(p.text) || p.text[p.at] != '"' {
		p.broken("a text")
		return ""
	}
	p.at++
	begin := p.at
	length := strings.IndexByte(p.text[begin:], '"')
	if length < 0 {
		p.broken("a text")
		return ""
	}
	if !p.plain {
		if at := strings.IndexByte(p.text[begin:begin+length], '\\'); at >= 0 {
			p.at += at
			return p.escaped(begin)
		}
	}
	p.at += length + 1
	return p.text[begin : begin+length]
}

// escaped goes on with a text that has a backslash in it.
func (p *packed) escaped(begin int) string {
	text := []byte(p.text[begin:p.at])
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; c {
		case '"':
			p.at++
			return string(text)
		case '\\':
			text = append(text, p.escape())
		default:
			text = append(text, c)
		}
	}
	p.broken("a text")
	return ""
}

// escape reads what stands behind a backslash and stops at its last character. Of characters by number there are those below the space.
func (p *packed) escape() byte {
	const letters, values = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	p.at++
	if p.at >= len(p.text) {
		return 0
	}
	if i := strings.IndexByte(letters, p.text[p.at]); i >= 0 {
		return values[i]
	}
	end := p.at + len("u0000")
	if p.text[p.at] == 'u' && end <= len(p.text) {
		if n, err := strconv.ParseUint(p.text[p.at+1:end], 16, 7); err == nil {
			p.at = end - 1
			return byte(n)
		}
	}
	p.broken("a text")
	return 0
}

// The following read a column into a type of the engine.

func packedEnum[T ~uint8](p *packed, last T) T {
	n := p.integer()
	if n < 0 || n > int64(last) {
		p.broken(fmt.Sprintf("%T: %d", last, n))
		return 0
	}
	return T(n)
}

func packedAmount[T ~int64](p *packed) *T {
	if p.null() {
		return nil
	}
	amount := T(p.integer())
	return &amount
}

func (p *packed) flag() bool {
	n := p.integer()
	if n&^1 != 0 {
		p.broken(fmt.Sprintf("a flag: %d", n))
	}
	return n == 1
}

func (p *packed) int() int {
	n := p.integer()
	if n < math.MinInt32 || n > math.MaxInt32 {
		p.broken(fmt.Sprintf("a small number: %d", n))
	}
	return int(n)
}

// day reads a date written as the integer yyyymmdd.
func (p *packed) day() engine.Date {
	n := p.integer()
	switch {
	case n == 0:
		return engine.Date{}
	case n < 0:
		p.broken(fmt.Sprintf("a date: %d", n))
	}
	return engine.Date{Year: int(n / 10000), Month: time.Month(n / 100 % 100), Day: int(n % 100)}
}

// word reads the number of a word.
func (p *packed) word(words []string) string {
	n := p.integer()
	if n < 1 || n > int64(len(words)) {
		p.broken(fmt.Sprintf("a word: %d", n))
		return ""
	}
	return words[n-1]
}

// decimal reads a plain decimal; nothing is 0.
func (p *packed) decimal() engine.Decimal {
	text := p.string()
	if text == "" {
		return engine.Decimal{}
	}
	value, ok := engine.ParseDecimal(text)
	if !ok {
		p.broken("a number: " + text)
	}
	return value
}

// noMeasure is how a measure without value and unit is packed.
const noMeasure = `,"","","",""`

func (p *packed) measure() engine.Measure {
	if strings.HasPrefix(p.text[p.at:], noMeasure) {
		p.at += len(noMeasure)
		return engine.Measure{}
	}
	return engine.Measure{Value: p.decimal(), Unit: p.string(), Scaled: p.decimal(), ScaledUnit: p.string()}
}

// list reads texts as [packList] writes them.
func (p *packed) list() []string {
	text := p.string()
	if text == "" {
		return nil
	}
	list, err := unpackList(text)
	if err != nil {
		p.broken("a list")
	}
	return list
}

func (p *packed) digest() (digest engine.Digest) {
	if p.null() {
		return digest
	}
	digest, ok := engine.ParseDigest(p.string())
	if !ok {
		p.broken("a digest")
	}
	return digest
}

// source reads a place. Without words the file's name is left out.
func (p *packed) source(words []string) (s engine.Source) {
	if words == nil {
		p.integer()
	} else {
		s.File = p.word(words)
	}
	s.Sheet, s.Ref, s.Line = p.string(), p.string(), p.int()
	return s
}
