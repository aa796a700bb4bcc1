package grid

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	checked   = "☑"
	unchecked = "☐"
)

func checkMark(on bool) string {
	if on {
		return checked
	}
	return unchecked
}

// symbolFonts are fonts whose characters are pictures. Files name them by their place in the font, in the private area from U+F000 on.
// Only what forms use is here: boxes, ticks, crosses, bullets, comparators.
var symbolFonts = map[string]map[byte]string{
	"wingdings": {
		0xfe: checked, 0xfd: "☒", 0xfc: "✓", 0xfb: "✗", 0xa8: unchecked, 0x6f: unchecked, 0x71: unchecked, 0x72: unchecked, 0xa3: unchecked,
		0x6c: "●", 0x6e: "■", 0xa1: "○", 0xa2: "○", 0xa4: "◉", 0x9f: "•", 0xa7: "▪", 0x75: "◆", 0x76: "❖", 0xab: "★",
		0xd8: "➢", 0xe0: "→", 0xdf: "←", 0xe1: "↑", 0xe2: "↓", 0xf0: "⇨",
		0x81: "①", 0x82: "②", 0x83: "③", 0x84: "④", 0x85: "⑤", 0x86: "⑥", 0x87: "⑦", 0x88: "⑧", 0x89: "⑨", 0x8a: "⑩",
	},
	"wingdings 2": {
		0x52: checked, 0x53: "☒", 0x54: "☒", 0x50: "✓", 0x4f: "✗", 0xa3: unchecked, 0x30: unchecked, 0x2a: unchecked, 0x2b: unchecked,
	},
	"webdings": {0x61: "✓", 0x72: "✗", 0x63: unchecked, 0x67: "■", 0x6e: "●"},
	"symbol": {
		0xb3: "≥", 0xa3: "≤", 0xb9: "≠", 0xb1: "±", 0xb4: "×", 0xb8: "÷", 0xb0: "°", 0xbb: "≈", 0xb7: "•", 0xd7: "·", 0xa5: "∞",
		0x3c: "<", 0x3d: "=", 0x3e: ">", 0x2b: "+", 0x2d: "−", 0x25: "%", 0xae: "→", 0xac: "←", 0xad: "↑", 0xaf: "↓",
		0x61: "α", 0x62: "β", 0x6d: "μ", 0x53: "Σ", 0x44: "Δ", 0x57: "Ω", 0xe5: "∑", 0xd6: "√",
	},
}

func isSymbolFont(font string) bool { return symbolFonts[strings.ToLower(font)] != nil }

// symbolOf reads a symbol by font and hexadecimal number. An unknown one of a symbol font stays the private character that it is.
func symbolOf(font, char string) (text string, known bool) {
	code, err := strconv.ParseUint(char, 16, 16)
	r := rune(code)
	if err != nil || r == 0 || !utf8.ValidRune(r) || isForbidden(r) {
		return string(utf8.RuneError), false
	}
	if isSymbolFont(font) {
		if r < 0x100 {
			r |= 0xf000
		}
		text = symbolText(font, string(r))
		return text, text != string(r)
	}
	return string(r), r < 0xe000 || r > 0xf8ff
}

// symbolText replaces the private characters that the font is known to draw.
func symbolText(font, text string) string {
	drawn := symbolFonts[strings.ToLower(font)]
	return replaceRunes(text, func(r rune) string {
		if r >= 0xf000 && r <= 0xf0ff {
			return drawn[byte(r)]
		}
		return ""
	})
}

// superscripts are the raised digits: 10 with a raised 4 must not become 104.
var superscripts = [10]string{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"}

func superscript(text string) string {
	return replaceRunes(text, func(r rune) string {
		switch {
		case r >= '0' && r <= '9':
			return superscripts[r-'0']
		case r == '-' || r == '−':
			return "⁻"
		}
		return ""
	})
}

// replaceRunes replaces each character by what by gives for it, unless that is "".
func replaceRunes(text string, by func(rune) string) string {
	var b strings.Builder
	for _, r := range text {
		if other := by(r); other != "" {
			b.WriteString(other)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isOneSymbol(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && utf8.RuneCountInString(text) == 1
}

// plainText unifies line breaks and makes spaces of the control characters that references and escapes may bring in.
func plainText(text string) string {
	text = unifyBreaks(text)
	if strings.IndexFunc(text, isForbidden) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if isForbidden(r) {
			return ' '
		}
		return r
	}, text)
}
