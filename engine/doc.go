// Package engine is the ground floor of jixiao: the field's types and the scoring of one project.
//
// A [Submission] is what a department handed in: targets, weights, actuals, claimed scores and money. [Evaluate] judges it
// under a [Ruleset] and returns an [Evaluation]: a score for every indicator, the execution of the budget, adjustments, the
// total and the grade. The package uses the standard library alone, opens nothing, reads no clock and writes no sentences:
// whatever people read is stored as a code with arguments ([Reason], [Issue], [Finding]) and put into words elsewhere.
//
// # Decisions
//
// 2026-11-22. Points are int64 hundredths of a point and money is int64 fen at rest; between text and points all arithmetic is
// in [Rational], exact and without a float. [RoundHalfUp] is the only function that rounds.
//
// 2026-11-22. What cannot be judged is [Undetermined] with a [Reason]. Such a project has no total and no grade; its total lies
// between AtLeast and AtMost, where each undetermined row counts as nothing below and as its whole weight above.
//
// 2026-11-22. Half up means towards positive infinity, for negative values too: -0.005 rounds to 0.00. A flat deduction is thus
// never made larger by rounding.
//
// 2026-11-22. An indicator that a person declared not applicable earns nothing and weighs nothing: the remaining rows are scaled
// up to the weight of all rows (the Sichuan rule for transferred funds). The difference is printed as the adjustment
// [AdjustmentRescale], so that total = rows + execution + adjustments holds on paper. Where every row is not applicable there
// is nothing to scale and the project is undetermined.
//
// 2026-11-22. A range of a total holds whatever a person decides about the open rows. Where a row's class is unknown and the
// weights are allocated, the weights of all other rows are open too, so the rows are sure of nothing and may reach everything.
//
// 2026-11-22. A weight below 0 on a form is no weight: the row is undetermined, as where the cell is blank.
//
// 2026-11-23. A run's digest folds the results of its projects in the order of their digests, not of their import: the same data
// brought in another order, or scored by another number of workers, prove equal. It costs 32 bytes a project while a run lasts.
//
// 2026-11-25. Rules after aggregation are adjustments under their own names: total = rows + execution + adjustments. A project rule
// sees the budget and what was spent of it, and not the total: whatever it does then keeps the order of two totals, so that both
// ends of a range go through the same rules and the range stays true. Where the amounts are missing, a rule is left open and the
// range holds whatever it might do. No rule brings a total below 0, and none lifts one above 100.
//
// 2026-11-25. Execution may stay outside the 100 points: it is scored and printed all the same, and the adjustment
// [AdjustmentOutside] takes it out again. Whether it could be judged then says nothing about the total.
//
// 2026-11-25. Rows that do not apply are scaled away or lost, as the pack says. A pack may weigh the classes otherwise where a form
// has certain of them. Which pack judges a project may depend on the kind of the project ([Chooser]), so the kind is among what
// [InputDigest] counts.
//
// 2026-11-25. 3个工作日 against a target in 工作日 is compared, and so are the other spans of time and the points of a percentage with
// and without their measure word 个. The list names each pair: cutting 个 off every unit would make 人 of 个人.
//
// 2026-11-26. A bureau's summary is added up in any order and in parts ([Summary.Merge]): sums in whole fen, means and rates as fractions,
// totals as counts of each total that occurs, from which medians, ranks and the distribution are exact. Of projects it keeps the thousand
// most urgent and the ends of the ranking. An execution rate is over the projects that have one, so that a blank amount is not
// taken for nothing spent; mean, median and rank are over the projects that have a total.
//
// 2026-11-26. Due (应报) is every project of the year that was imported and not withdrawn, with those of a list of what is due. Handed in
// (已报) is a project of which anything was reported: an actual, a tier, a claim, a reason, the goal's outcome, who filled it in. It is
// complete where every indicator has an actual or a tier. Funds alone are no report: the bureau records them from its own books. What was
// not handed in needs its department and not a reviewer, so it is not among the projects that need a person.
//
// 2026-11-26. A claimed total is the one that the form prints; otherwise it exists where every row that applies has a claim, and the execution
// as well where it counts: adding up what is there would compare a part with a whole.
package engine

// Version is the version of the scoring code. It is part of every run digest: the same pack, inputs and version give the same
// scores, bit for bit. It changes when, and only when, a change of this package or of package rules can change a result.
const Version = "2"
