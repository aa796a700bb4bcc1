// Package pdf writes pages of text and lines as pdf files, with a font of its own: a program that prints Chinese forms cannot rely on
// the fonts of the machine that it runs on.
//
// A [Document] is drawn page by page and then written. The embedded face is parsed once in the life of a program and only read after
// that, so documents may be drawn side by side.
//
// # Decisions
//
// 2026-11-26. The face is Noto Serif SC Regular (SIL Open Font License 1.1, OFL.txt), cut down to the 8,105 characters of 通用规范汉字表
// and the marks, digits and letters that forms use, without hinting and layout features; subset.sh makes it. It is stored compressed,
// 2.4 MB, and unpacked on first use. Bold is the same outline with a thin stroke around it: a second face would cost as much again for
// a few words.
//
// 2026-11-26. The package writes pdf itself. signintech/gopdf was tried: it reads the whole face again for every document, writes the
// code points above U+FFFF, 196 of the table, with five digits into the map of the text, which readers then misread, and leaves that
// map uncompressed. What a form needs is small: text in one face, lines, pages.
//
// 2026-11-26. A character that the face does not have is drawn as 〓 and keeps its own code point in the map of the text: what is
// searched, copied or read by a program is the character that the form holds, and [Missing] names it for a person.
//
// 2026-11-26. Boxes and ticks (☐ ☑ ☒ ✔ ✘) stand on many forms and in no free face of songti: they are composed of □, ✓ and ×, which the face
// has, as compound glyphs, so that what is searched and copied is the character of the form.
//
// 2026-11-26. The same calls give the same bytes: glyphs are numbered in the order of their first use, dates are left out, and the
// file's id is the digest of its content.
package pdf
