// Package notation reads and writes the way in which forms print targets (年度指标值), actuals (实际完成值), amounts and dates.
//
// Reading never fails and never guesses in silence: a text becomes a typed value, words, or nothing, its original is kept, and
// whatever was inferred, skipped or doubtful comes back as a [Note]. A text that the grammar does not cover as a whole is words,
// even where a number stands in it, because a wrong number is worse than none.
//
// # Grammar
//
// Texts are first brought into one alphabet: half-width characters, one glyph for each comparator, round brackets, no white
// space except one blank between two digits. Then the first of these that covers the whole text wins:
//
//	target     = placeholder | deadline | set | number | range | words
//	actual     = placeholder | deadline | number | words
//
//	placeholder = "*" … | "XX" … | "……" | "/" | "—" | "无" | "指标" digits ":" | comparator ("XX" … | "**" …) unit
//
//	deadline   = { sign | until | lead } period [ dash period ] [ "前" | "之前" | "以前" | "内" | … ] { doneword }
//	period     = [ year ] ( quarter | half | month [ day | third ] | "全年" ) [ "底" | "末" ] | year | numeric date
//	set        = item { "、" item }, an item being digits ("个" | "家") places, or the name of one place or body
//
//	number     = { lead } [ per ] [ label ] [ comparator ] [ approximation ] quantity [ "(" unit or remark ")" ] [ suffix ] [ tail ]
//	range      = [ lead ] quantity ( "-" | "—" | "~" | "至" | "到" ) quantity [ "(" unit ")" ] [ "之间" ]
//	quantity   = [ sign of money ] figure [ scale ] [ "余" | "多" ] [ unit { ("/" | "·") unit } ]
//	figure     = digits with separators at every third, or a Chinese numeral below ten thousand, or "百分之" figure
//	scale      = "百" | "千" | "万" | "十万" | "百万" | "千万" | "亿" | …
//	comparator = "≥" | "≤" | "=" | ">" | "<" | "不低于" | "不超过" | "控制在" | …;  suffix = "以上" | "以下" | "以内" | "内"
//	per        = "每" unit { "每" unit }
//
// The unit of a number is the one at the number, else the column's, else the one in the brackets of the indicator's name.
//
// # Decisions
//
// 2026-11-22. A number without a comparator is Exactly, marked as inferred. To reach (达到) a number is AtLeast, 以上, 以下 and
// 以内 include the number itself, and 控制在 is AtMost. Two comparators that point in different ways make the text words.
//
// 2026-11-22. 前 behind a day, or behind 底 and 末, includes that day. Behind a whole quarter it is two-faced: Due is the quarter's
// end, QuarterBefore is set, and the pack decides. Behind a month, half a year or a year it means by its end as well, with a
// warning that names the stricter day.
//
// 2026-11-22. A day, 底, 末, 前, 截至 and ≤ have no beginning; a bare month, quarter or year is a window with From and Due. An
// actual that happened before a day happened at some time of that year, so its From is the first of January.
//
// 2026-11-22. 2025.12 and 20251231 are dates only where they stand alone, without unit, within five years of the form's year, and
// a warning says so. 2025.1 and 2025-2027 could be either and stay words. 12月 without a known year is words, never 12.
//
// 2026-11-22. A misread comparator is not corrected: 2100% is 2100 %, with a warning that ≥100% is likely. So is 0.958 under %:
// it is 0.958 %, with a warning. 1.2.3 and 1,00,0 are no numbers. A number of more than [engine.MaxDigits] digits, or with an
// exponent, makes a target missing, with an error, for words would hide that a number was meant; an actual becomes words with
// the same error, so that it stays reported and undetermined.
//
// 2026-11-22. Letters behind a number are a unit where the list of units knows them, where they stand in brackets, or where a
// comparator shows that a number is meant. Otherwise the text is words: 12345热线 is a name. A few harmless words behind a known
// unit are skipped with a note (100%覆盖, 200篇文章), unless the unit is one of time or place, whose compounds are names
// (3年行动计划). Chinese numerals with counters that make ranks and idioms (一级, 十分) are words too.
//
// 2026-11-22. 降低, 减少 and 增长 before a number are words: whether a fall is meant to be at least or at most so large is the
// author's to say. A label before a printed comparator is skipped (同比增长≥5%), except where it speaks of a fall or a negation.
//
// 2026-11-22. A list is counted only where all its entries are places or bodies: 14个街镇、青岚工业区 is 15 个, while
// 3场讲座、2场培训 is words. An approximate target (约200) is words; an approximate actual is a number with a side.
//
// 2026-11-22. A bare actual keeps no unit, because it has the target's; its column only completes a scale (10万 under 元 is
// 10万元). A mark like 无 or / in the place of an actual is not reported, and never 0.
package notation
