// Package notation reads and writes the way in which forms print targets (年度指标值), actuals (实际完成值), amounts and dates.
//
// Reading never fails and never guesses in silence: a text becomes a typed value, words, or nothing, its original is kept, and
// whatever was inferred, skipped or doubtful comes back as a [Note]. A text that the grammar does not cover as a whole is words,
// even where a number stands in it, because a wrong number is worse than none.
//
// # Grammar
//
// Texts are first brought into one alphabet: half-width characters, one glyph for each comparator (≧ ⩾ ≽ >= are ≥, ﹥ › 〉 are >,
// ≮ is ≥ and ≯ is ≤), round brackets, no invisible characters and no white space except one blank between two digits. Then the
// first of these that covers the whole text wins:
//
//	target     = missing | deadline | set | range | number | words
//	actual     = missing | date | number | words
//
// A text of more than 2 KB is words. All reading takes linear time.
//
// # Comparator
//
//	comparator = sign { sign } | word { word | sign }        before the number
//	sign       = "≥" | "≤" | "=" | ">" | "<"
//	word       = [ "不" | "不得" | "不能" | "不应" | "不宜" | "不可" ] ( "少于" | "低于" | "小于" | "超过" | "高于" | "大于" | "多于" | … )
//	           | "至少" | "最少" | "最低" | "至多" | "最多" | "最高" | "控制在" | "达到" | "达" | "大于等于" | "达到或超过" | …
//	suffix     = [ "(含)" | "(不含)" | "及" ] ( "以上" | "以下" | "以内" | "之内" | "内" ) [ "(含)" | "(不含)" ]   behind the number
//	column     = comparator | suffix | "正向" | "反向" | "越大越好" | … | "定性" | "定量" | "区间"     Context.Sign
//
// A word compares only where a figure follows it: 达标率 and 最低生活保障 hold none. 以上, 以下, 以内 include the number itself, (不含)
// excludes it. 达到 is ≥. 控制在 is ≤, unless a suffix says more (控制在90%以上 is ≥); 保持在, 维持在, 稳定在 say nothing without one.
// 力争, 确保, 预计, 原则上 before a target are skipped with a note. Comparators that point the same way are one (≥不低于, 最多不超过);
// two signs (≥≥, >≥) are one with a warning, and two that point in different ways make the text words. A sign behind the number
// (90%≥) makes it words with the likely reading.
//
// # Number
//
//	number     = { lead | verb } [ per ] [ label ] [ comparator ] [ approximation ] quantity [ bracket ] [ suffix ] [ bracket ] [ tail ]
//	quantity   = [ "￥" | "人民币" ] figure [ scale ] [ "余" | "多" ] [ unit ]
//	figure     = [ "-" | "+" | "负" ] digits with separators at every third [ "." digits ]
//	           | numeral [ "点" digits in words ] | "半" before a unit
//	           | ( "百分之" | "千分之" ) figure | "百分之百" | figure "成"
//	numeral    = part [ "亿" part ] [ "万" part ], a part being below ten thousand and led by "零" where it is below a thousand
//	scale      = "百" | "千" | "万" | "十万" | "百万" | "千万" | "亿" | …
//	lead       = "实际完成" | "已完成" | "全年" | "共" | "累计" | "为" | …;  verb = "举办" | "培训" | "新增" | …, skipped with a note
//	label      = words before a comparator (完成率≥95%), the name of a share before a percentage (满意度95%), the name of a count before
//	             a number with a unit (培训人数200人), or what starts a span of time (验收合格后30日内); before figures in words too
//	per        = "每" unit { "每" unit }
//	bracket    = "(" unit | "含" the number again | digits "/" digits | remark without digits ")"
//	tail       = a few harmless words behind a known unit: 100%覆盖, 24小时内到达现场, 14个镇(街道)
//
// 1,00,0 and 1.2.3 are no numbers. Blanks at every third digit make one number, with a warning that there may be two. Exponents,
// more than [engine.MaxDigits] digits, fractions (2/3, 三分之二, 半数) and ratios (1:3) are not read. 降低, 减少 and 增长 before a number are
// words, and so is a label that speaks of a fall or a negation.
//
// # Unit
//
//	unit       = [ scale ] atom { ( "/" | "每" | "·" ) ( atom | "(" unit ")" ) }
//
// It stands behind the number, in brackets, before the number (人≥200), in its column, or in the brackets of the indicator's name, in
// this order. 元每人 is 元/人, 元/人.天 is 元/人·天, 百分比 is %; 人 and 人次, % and 百分点, 日 and 工作日 stay what they are. 14个街镇 counts in
// 个, with the noun skipped. Without brackets, letters behind a number are a unit where the list knows them or where a comparator
// shows that a number is meant, and then only Chinese ones: a Latin letter may be a misread digit.
//
// # Range
//
//	range      = quantity [ included ] ( "-" | "—" | "~" | "至" | "到" ) quantity [ included ] [ "(" unit ")" ] [ "之间" ]
//	           | comparator quantity [ "且" | "、" | … ] comparator quantity         ≥80且≤90
//	           | quantity comparator ( "X" | "值" | … ) comparator quantity          80≤X≤90
//	           | quantity "±" quantity | "±" quantity [ "以内" ]                     90±5, ±5%
//	included   = "(含)" | "(不含)"
//
// A tolerance in percent of a number with a unit of its own (90%±5%) is words: it may be meant in points or as a share.
//
// # Deadline
//
//	deadline   = { sign | until | lead } period [ dash period ] [ "(含)" ] [ "前" | "之前" | "以前" | "止" | "内" | … ] { doneword }
//	period     = [ year ] ( quarter | half | month [ day | third ] | "全年" | "年内" ) [ "底" | "末" ] | year | numeric date
//	year       = four digits or numerals "年" | two digits "年" before a part of a year | "本年" | "当年" | "每年"
//	until      = "截至" | "不晚于" | "最迟" | "到" | …;  doneword = "完成" | "验收" | "发放" | "到位" | …
//
// Numeric dates are 2025-12-31, 2025/12/31, 2025.12.31, 20251231, 2025-12, 2025.12, 2025.1-12, and 12.31 or 12/31 before 前. What
// recurs (每月10日前) or hangs on something else (春节前, 次年3月) is words; a span of working days or hours is a number (≤ 5 个工作日).
//
// # Set
//
//	set        = item { "、" item }, an item being digits ("个" | "家") places, or the name of one place or body
//
// # Missing
//
//	missing    = "*" … | "XX" … | "……" | "/" | "—" | "无" | "待定" | "指标" digits ":" | template hint ("请填写…", "例:…")
//	           | comparator [ "XX" … | "**" … ] [ unit ] | a formula's error
//
// # Targets in names
//
// Where the cell is blank and the indicator's name holds a target, it is taken, with a warning, and Text is the part of the name in
// the alphabet of the grammar. It has to be a number with a comparator, a percentage, a count behind the name of a count, or a date to
// be kept: 培训人数≥500人, 满意度(≥90%), 完成率100%, 项目完成时间(2025年12月31日前). Where the cell says something else, the cell counts, with a
// warning. A mark like / in the cell is a missing target and stays one.
//
// # Actuals and approximations
//
// An actual has the same numbers and dates, and these besides: a sign before it is a habit of filling in forms and is kept in Op
// alone (≥266米), words say where the truth lies. 约, 左右 are About; 余, 多, 超过, 不少于, 以上 are Over; 近, 不足, 以内 are Under. What is
// planned (预计200人, 拟于12月完成) and what is left or lacking (仅完成180人, 未完成, 还差20人) is words, as is every text with two
// amounts: the first is never picked. 12/20 is a day or a share, and stays words. An approximate target is words.
//
// # Misread characters
//
// What character recognition does is reported with the likely reading and never corrected:
//
//	二90%, Z90%, 之90%, >一90%, 》90%       words, ocr-comparator, likely ≥90%; S5% likely ≤5%
//	290%, 2100%, 8100%                   the number as printed, ocr-comparator, likely ≥90% or ≥100%
//	≥9O%, l00%, 1O0, l2月底前              words, ocr-suspected, likely ≥90%, 100%, 100, 12月底前
//	≥95%10, 95%9, 95%%                   words, ocr-suspected, likely ≥95%, 95%, 95%
//	10010 % or ≥150% of a satisfaction   the number as printed, share-out-of-bounds
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
//
// 2026-11-25. Percentages that nobody can have meant keep their figure: a percentage that starts with 2 or 8 and reads as 100 or as
// ninety-odd behind it is reported with the likely ≥, as a warning, and as an error where the indicator's name is that of a share of
// a whole (率, 满意度, 比例, 覆盖) that cannot pass 100 %; there fifty to eighty-nine count as well. Any other percentage outside 0 to 100
// under such a name is a warning. Names that speak of growth, completion, execution, return or deviation have no bound, and without
// a name 150% passes unremarked, for targets of that size exist.
//
// 2026-11-25. Letters among digits, digits behind a finished number and doubled signs of percent make words, not numbers: the weight
// of the next column (≥95%10) must never become part of a target. Digits that ran together without a sign (10010) cannot be told
// from a number, and are caught only by the bound of a share.
//
// 2026-11-25. A range that prints one end as excluded, or only one as included, is read with both ends, with a warning: [engine.Target]
// has no open ends, and only an actual that equals the end is in doubt.
//
// 2026-11-25. 收到申请后5个工作日内 is at most 5 个工作日 with the condition skipped: the words say from when, not how much. This needs a
// span of time with an upper end; everything else behind a condition is words.
//
// 2026-11-25. 月 behind a number names a month: 13月 and 每月15日 are words. In brackets or in a column it may count months, so
// 12(月) is 12 月 with a warning. 2024 with the unit 年 is a year and never an amount: 高于2024年 is words. 202512 is a month or an
// amount and stays words, except where the indicator's name speaks of time.
//
// 2026-11-25. 九成 is 90 %, 半小时内 is at most 0.5 小时; 半年, 一半, 半数 are words.
//
// 2026-11-25. A fraction (2/3以上, 三分之二, 过半数) is words with the likely reading in a warning, never rounded to a decimal: a target holds
// decimals, and 4/5 may be a share, four of five, or a day. 千分之五 is 5 ‰, as it is spoken.
//
// 2026-11-25. Numerals in words are read strictly: 一万二千 is 12000, while 一万二, 一亿五千 and 一万五百 are words, because people say them for
// numbers that are not what they spell. 三万元 stays 3 万元. 人数十人 is words: 数十 are dozens.
//
// 2026-11-25. A numeral in words counts only with a unit of the list, and never with one that makes ranks, whatever comparator stands
// before it: 达到一流水平, 达到三甲, 二级以上. Of a rank nobody can say here which of two is the better.
package notation
