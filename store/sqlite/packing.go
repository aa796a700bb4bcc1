package sqlite

import "strconv"

// packing writes what [packed] reads: JSON of lists, whole numbers and texts. Texts keep their bytes, those that are no UTF-8 among them.
type packing struct{ text []byte }

func (p *packing) reset() { p.text = p.text[:0] }

// step writes the comma between two values of a list.
func (p *packing) step() {
	if n := len(p.text); n > 0 && p.text[n-1] != '[' {
		p.text = append(p.text, ',')
	}
}

func (p *packing) open() {
	p.step()
	p.text = append(p.text, '[')
}

func (p *packing) close() { p.text = append(p.text, ']') }

func (p *packing) integer(n int64) {
	p.step()
	var digits [20]byte
	p.text = append(p.text, strconv.AppendInt(digits[:0], n, 10)...)
}

// string begins with a quotation mark, so that no text is taken for the beginning of a list.
func (p *packing) string(s string) {
	p.step()
	p.text = append(p.text, '"')
	from := 0
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			p.text = append(p.text, s[from:i]...)
			p.escape(c)
			from = i + 1
		}
	}
	p.text = append(p.text, s[from:]...)
	p.text = append(p.text, '"')
}

func (p *packing) escape(c byte) {
	const digits = "0123456789abcdef"
	if c >= ' ' {
		p.text = append(p.text, '\\', c)
		return
	}
	p.text = append(p.text, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
}
