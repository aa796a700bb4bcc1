// Package rules turns rule packs into rule sets for the engine. A pack is a YAML file with expressions that a finance bureau
// can read and change: parameters with bounds, weights, scoring rules by kind of target, tables, windows of the worded tiers,
// phrases, flags, rules about the whole project, grades, and tests. A pack may extend another one and say only what differs.
//
//	set, err := rules.Load("mof-2020", rules.Options{Overrides: []rules.Override{{"late_days", "15", "--set"}}})
//	evaluation := engine.Evaluate(set, submission)
//
// Of the rules for a kind of target the first whose condition (when) holds counts; it gives a verdict, points, and a sentence
// with the numbers in it. What no rule fits, what would divide by zero, and what lies outside a table is undetermined, with its
// reason. Flags say something beside a score and never change it; all that hold are raised. Project rules cap the total or add
// to it, each under its own name; all that fit count, in the order of the pack.
//
// Names in expressions are English or Chinese, one registry ([Vocabulary]) for both, for their types, for messages and for
// documentation. Everything that is wrong with a pack is reported at once, each mistake with its place in the file.
//
// # Decisions
//
// 2026-11-22. Expressions are parsed and type-checked by expr, but never run by it: its VM computes in floats, which put 758 of
// 3,500 exact boundary cases on the wrong side. The checked tree is compiled into Go closures that compute in
// [engine.Rational]: int64 fractions, compared in 128 bits, math/big by itself where they overflow. Floats with error bounds
// would be quicker on 18-digit numbers, but need a second evaluator and a proof of their bounds, and numbers of the field do
// not overflow. Measured on two shared cores (Go 1.26, least of many short runs), verdict and points of one number row, the
// sixth rule fitting: 77 ns and no allocation for numbers of the field, the same for money of 10^13 fen, 1.3 µs and 38
// allocations where both numbers have 18 digits. With the reason's arguments as texts: 0.30 µs and 4, 0.68 µs and 16, 2.1 µs and
// 53 allocations. One project of 11 indicators through the engine: 12 µs and 86 allocations. The benchmarks of this package
// repeat the measurement.
//
// 2026-11-22. The sandbox is an allow-list over the syntax tree: names, exact literals, + - * /, comparisons, and or not in,
// conditionals, at most 8 lets, min max abs. Whatever else expr knows has no exact meaning or no bound on its work, and is
// refused with its place. With at most 4096 bytes and 300 nodes nothing takes longer than the tree is large: no loop, no text
// that grows, no clock. Literals take their value from the source text and not from the tree, which holds floats; more than
// 18 digits, exponents and other bases are refused.
//
// 2026-11-22. Verdicts and tiers have the same three names, so that a rule can give a tier as its verdict. A rule gives met,
// partly or missed; undetermined is what is left when no rule fits. Words are compared as small numbers, and a word that is
// not in its list is a mistake of the pack, not a comparison that never holds.
//
// 2026-11-22. A conditional, and and or compute only what they need; a let is computed where it is declared, used or not. A
// division by zero in any part that is computed, the condition included, leaves the row undetermined: a rule that might divide
// by zero must say first when it applies. Conditions that parameters alone decide are settled when the pack is compiled.
//
// 2026-11-22. The effective pack is JSON with sorted keys, numbers in shortest form, overrides and year put in; its SHA-256 is
// the digest. Comments, the order of keys, quotes and tests are not in it. Sentences are, because a stored reason is read
// through them. The pack's own tests run under its own parameters, never under overrides.
//
// 2026-11-22. Anchors, aliases, merge keys and tags of YAML are refused: what counts stands where it is read.
//
// 2026-11-25. A pack may extend another one (extends: mof-2020): a place has a handful of numbers of its own, and a copy of
// three hundred lines hides them. What counts can still be found. Sections are laid over each other key by key, parameters and
// windows one level deeper; rules, flags and project rules by their ids, each replaced as a whole, removed (remove: true), or new
// at the place that it names (before, after; otherwise before all others, as the more special). Everything else is replaced as a
// whole. Tests are not inherited: they speak of the other pack's numbers. rules show lists every place that differs; a mistake
// names the file that it stands in. At most three packs stand on each other, none on itself, and a shipped pack rests on shipped
// packs, whatever lies in the folder. The effective pack is the whole that comes out, without a trace of how it came about: the
// same rules written out have the same digest. A parameter or a table that was inherited and is used no more is left out of it.
//
// 2026-11-25. What one pack needs all packs can say: no pack has code of its own. Over-completion is four things that have nothing
// to do with each other: two flags (point it out; a reason is needed), and two scoring rules that stand before the rule for a
// target that was reached (a flat deduction; a deduction by a table), so that the score's reason says what was deducted.
//
// 2026-11-25. Tables (from, to, share or points) are called like functions. Their rows are proved to follow each other without a
// hole and without an overlap when the pack is compiled; from is included, to is not. A number outside a table leaves the row
// undetermined, as a division by zero does. A table's least and greatest value are known, so that a cap by a table bounds the total
// of a project whose execution rate nobody knows.
//
// 2026-11-25. A rule that can never be reached is a mistake where that can be shown: the check tries to make its condition true
// and those above it false (hidden.go). A part that is no comparison with a number, no comparison of the same two sides and no
// question for a word is known by its text alone; what that leaves open, and what takes more than 2000 steps, is not reported.
// Parameters are unknowns there: a rule that only the present value of a parameter keeps out is none. An inherited rule that a
// pack's own rules hide is what its author wanted.
//
// 2026-11-25. A year may have several packs, by kind of project. They make one rule set, whose effective form holds all of them,
// so that a run has one digest and can be recomputed from what is kept with it.
//
// 2026-11-25. Measured beside other work on two cores, least of 30 runs: verdict and points of a row, mean over the 12 rows of a
// project: 78 ns (mof-2020, hubei-2020), 86 (platform-default), 96 (city-caps-2022), 108 (mof-2021), without allocation.
//
// 2026-11-25. How sure a part of a pack is stands in the pack (confidence): read in a published form, notice or product; known,
// but not re-read; or chosen by its author. It belongs to the effective pack, though no score depends on it: a reader of an old
// run must see on what it rested.
//
// 2026-11-25. An explanation is a second reading: [Explainer] parses the expressions again and walks through their trees, with the
// same exact fractions. It shares the words and functions of the vocabulary with the closures and nothing else, so that the two
// check each other: over a million random rows, under the shipped rules and under packs of random expressions, verdict, points and
// rule were the same in every one. Explaining costs the batch nothing, and one row about half a millisecond.
//
// 2026-11-25. The nearest change is worked out and not searched for step by step. As one input changes, a verdict can change only
// where the two sides of a comparison cross, or a divisor is 0: at the roots of polynomials in that input, which are found in whole
// grid steps without a float. Every step proposed is made, through the engine, before it is shown. The grid is the finest decimal
// place in which target or actual are written, at least whole numbers; fen for executed amounts, days for dates, hundredths for
// claimed scores. Rules too tangled for that (a degree above 8, more than 64 forms of one expression) get no proposal rather than
// one that may not be the nearest. Of a total the executed amount is the input: where it would bring a better grade, or no rule on
// the total would take anything.
//
// 2026-11-25. The JSON Schema of packs is written from shapes that stand beside the code that reads packs; a test has every mapping
// that is read in any pack or fixture compared with the shape of its place, and a validator accept the good packs and refuse the
// bad ones whose mistakes a schema can see. Expressions, ids and sums are for rules check: a schema helps while somebody writes.
//
// 2026-11-25. Places in an explanation are those of the author's file wherever that file still says what was in force, whatever
// overrides were given; otherwise those of the effective pack that is kept with the run.
//
// 2026-11-25. What the sandbox promises is measured over a corpus of 407 hostile rules (folder hostile, texts that people read and
// extend): each is refused with its place, or judges within 0.2 s of the processor and 64 MB asked for. What is bounded is therefore
// the pack and not only the expression (limits.go): its keys and values, the parts of all its expressions, the steps of the search
// for hidden rules, the names that are compared for did-you-mean, and the mistakes that are listed, of which nobody reads more than
// 200. The last ends the work by a panic that compile catches: it can happen anywhere, and nothing of what was under way counts.
//
// 2026-11-25. Numbers are bounded when the expression is compiled. Eight lets that each multiply the one before by itself a few times
// would make numbers of more digits than there is memory. Every term knows how many bits it can have at most, facts taken for
// 64 above and below the line; what may come to more than 2048 is refused at its operator. That is the product of 32 facts: no rule
// of the field has that many. A bound at run time would have been a reason more for an undetermined row, and a place less.
//
// 2026-11-25. Characters that cannot be seen or turn the text round are mistakes wherever they stand, comments included, also as
// escapes in quotes; so are line breaks that only some programs take for one. Names of parameters, tables and lets are of Chinese
// characters, a to z, digits and underscores: аctual with a Cyrillic а would be read as the actual. Ids and texts may be in any script.
//
// 2026-11-25. A rule set in force is compiled again without the search for hidden rules. It says nothing of what it inherited, and
// what an author may be told when the pack is written is no reason to refuse last year's.
//
// 2026-11-26. The quality checks of the bureau (自评复核) stand in the pack like its flags: of a form, of each of its rows, or of a department
// among all, with facts of their own that the engine establishes and whose thresholds are parameters (check_...). A fact that the form does
// not say makes the check come to not enough data, and never to ok; a part of a condition that is not reached, as behind and, or or a
// conditional, asks for nothing. applies parts what a check does not speak of (not applicable) from what it cannot know. Checks change no
// score; they are asked in the run, and again with the pack that is stored with it wherever their evidence is shown; a run that was stored under a pack
// without checks has none. C4 asks for output and benefit only:
// satisfaction and cost are not asked of every kind of project.
//
// 2026-11-26. T12 (last year's actual already reaches this year's target) compares numbers alone, a target of at most the other way round,
// and does not apply where a target cannot be set higher: 100 %, and 0. A row or a project that last year's run does not have is not
// applicable; without a run of last year there is not enough data. A check may say what to do about a finding (hint); all shipped ones do.
package rules
