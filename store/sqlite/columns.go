package sqlite

import (
	"fmt"
	"math/big"
	"strings"

	"jixiao/engine"
)

// The types of this file read a column into a type of the engine. A value that this program never writes is damage, and not a
// zero.

// enumColumn reads an enumeration whose greatest value is last.
type enumColumn[T ~uint8] struct {
	to   *T
	last T
}

// Scan implements sql.Scanner.
func (c enumColumn[T]) Scan(value any) error {
	n, ok := value.(int64)
	if !ok || n < 0 || n > int64(c.last) {
		return &damage{fmt.Sprintf("%T: %v", *c.to, value)}
	}
	*c.to = T(n)
	return nil
}

func severityColumn(to *engine.Severity) enumColumn[engine.Severity] {
	return enumColumn[engine.Severity]{to, engine.Error}
}

func verdictColumn(to *engine.Verdict) enumColumn[engine.Verdict] {
	return enumColumn[engine.Verdict]{to, engine.NotApplicable}
}

func itemColumn(to *engine.BudgetItem) enumColumn[engine.BudgetItem] {
	return enumColumn[engine.BudgetItem]{to, engine.OtherFunds}
}

// flagColumn reads a 0 or 1.
type flagColumn struct{ to *bool }

// Scan implements sql.Scanner.
func (c flagColumn) Scan(value any) error {
	n, ok := value.(int64)
	if !ok || n&^1 != 0 {
		return &damage{fmt.Sprintf("a flag: %v", value)}
	}
	*c.to = n == 1
	return nil
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func amount[T ~int64](n *T) any {
	if n == nil {
		return nil
	}
	return int64(*n)
}

func day(d engine.Date) int64 { return int64(d.Year)*10000 + int64(d.Month)*100 + int64(d.Day) }

func measureValues(m engine.Measure) []any {
	if m == (engine.Measure{}) {
		return []any{"", "", "", ""}
	}
	return []any{m.Value.String(), m.Unit, m.Scaled.String(), m.ScaledUnit}
}

// digestColumn reads a digest; NULL is the zero digest.
type digestColumn struct{ to *engine.Digest }

// Scan implements sql.Scanner.
func (c digestColumn) Scan(value any) error {
	*c.to = engine.Digest{}
	if value == nil {
		return nil
	}
	raw, ok := value.([]byte)
	if !ok || len(raw) != len(c.to) {
		return &damage{"a digest"}
	}
	copy(c.to[:], raw)
	return nil
}

// wordColumn reads the number of a word.
type wordColumn struct {
	to    *string
	words []string
}

// Scan implements sql.Scanner.
func (c wordColumn) Scan(value any) error {
	n, ok := value.(int64)
	if !ok || n < 1 || n > int64(len(c.words)) {
		return &damage{fmt.Sprintf("a word: %v", value)}
	}
	*c.to = c.words[n-1]
	return nil
}

// noneOrWord is a wordColumn that may be null, which stands for no text.
type noneOrWord wordColumn

// Scan implements sql.Scanner.
func (c noneOrWord) Scan(value any) error {
	if value == nil {
		*c.to = ""
		return nil
	}
	return wordColumn(c).Scan(value)
}

// sourceColumns read a place. Without words the file's name is left out.
func sourceColumns(s *engine.Source, words []string) []any {
	if words == nil {
		return []any{new(any), &s.Sheet, &s.Ref, &s.Line}
	}
	return []any{wordColumn{&s.File, words}, &s.Sheet, &s.Ref, &s.Line}
}

// argsColumn reads arguments as [packArgs] writes them.
type argsColumn struct{ to *[]engine.Arg }

// Scan implements sql.Scanner.
func (c argsColumn) Scan(value any) error {
	list, err := unpackList(value)
	if err != nil {
		return err
	}
	if len(list)%2 != 0 {
		return &damage{"arguments"}
	}
	*c.to = nil
	if len(list) > 0 {
		*c.to = engine.Args(list...)
	}
	return nil
}

// Every text of a list ends with this character (unit separator). Inside a text it and the backslash have a backslash before
// them, so that any bytes come back as they were.
const listEnd = '\x1f'

func packList(list []string) string {
	length := len(list)
	for _, text := range list {
		length += len(text)
	}
	out := make([]byte, 0, length)
	for _, text := range list {
		if strings.IndexByte(text, '\\') >= 0 || strings.IndexByte(text, listEnd) >= 0 {
			text = listEscape.Replace(text)
		}
		out = append(append(out, text...), listEnd)
	}
	return string(out)
}

var listEscape = strings.NewReplacer("\\", "\\\\", "\x1f", "\\\x1f")

func packArgs(args []engine.Arg) string {
	if len(args) == 0 {
		return ""
	}
	list := make([]string, 0, 2*len(args))
	for _, arg := range args {
		list = append(list, arg.Name, arg.Value)
	}
	return packList(list)
}

// argsJSON turns what [packArgs] gives into JSON, as a body holds it.
func argsJSON(packed string) (string, error) {
	list, err := unpackList(packed)
	p := packing{}
	p.open()
	for _, text := range list {
		p.string(text)
	}
	p.close()
	return string(p.text), err
}

func unpackList(value any) ([]string, error) {
	packed, ok := value.(string)
	if !ok || packed != "" && packed[len(packed)-1] != listEnd {
		return nil, &damage{"a list"}
	}
	if packed == "" {
		return nil, nil
	}
	if !strings.Contains(packed, "\\") {
		return strings.Split(packed[:len(packed)-1], string(listEnd)), nil
	}
	return unpackEscaped(packed)
}

func unpackEscaped(packed string) (list []string, err error) {
	var text []byte
	for i := 0; i < len(packed); i++ {
		switch c := packed[i]; {
		case c == listEnd:
			list = append(list, string(text))
			text = text[:0]
		case c == '\\' && i+1 == len(packed):
			return nil, &damage{"a list"}
		case c == '\\':
			i++
			text = append(text, packed[i])
		default:
			text = append(text, c)
		}
	}
	if len(text) > 0 {
		return nil, &damage{"a list"} // its end was escaped
	}
	return list, nil
}

// rateColumn reads a fraction a/b; nothing is no rate.
type rateColumn struct{ to *engine.ExecutionScore }

// Scan implements sql.Scanner.
func (c rateColumn) Scan(value any) error {
	text, ok := value.(string)
	c.to.Rate, c.to.HasRate = engine.Rational{}, text != ""
	if !ok || text == "" {
		return nil
	}
	rate, ok := new(big.Rat).SetString(text)
	if !ok {
		return &damage{"a rate: " + text}
	}
	c.to.Rate, ok = wide(rate.Num()).Quo(wide(rate.Denom()))
	if !ok {
		return &damage{"a rate: " + text}
	}
	return nil
}

// wide turns an integer of any size into a Rational, which has no constructor for those beyond 64 bits.
func wide(n *big.Int) engine.Rational {
	if n.IsInt64() {
		return engine.NewRational(n.Int64(), 1)
	}
	const chunk = 1_000_000_000_000_000_000
	high, low := new(big.Int).QuoRem(n, big.NewInt(chunk), new(big.Int))
	return wide(high).Mul(engine.NewRational(chunk, 1)).Add(engine.NewRational(low.Int64(), 1))
}
