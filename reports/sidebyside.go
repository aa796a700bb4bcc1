package reports

import (
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

// Scores side by side: what the unit claims, what the rules computed, what a reviewer gave. A form prints one of the first two; the
// configuration says which.

// printed returns the score that the form prints: the computed one, or the claimed one where that is wanted and there is one.
func (b *builder) printed(computed Figure, claim *engine.Points) Figure {
	if b.in.Style.PrintClaimed && claim != nil {
		return points(*claim)
	}
	return computed
}

// beside lists the scores of a row that differ from the printed one, and the reviewer's opinion.
func (b *builder) beside(computed Figure, claim *engine.Points, review *engine.Review) []string {
	var scores []string
	differs := claim != nil && points(*claim).Text != computed.Text
	reviewed := review != nil && review.Score != nil
	switch {
	case differs || reviewed && claim != nil:
		scores = append(scores, b.words.Claimed+" "+claim.String(), b.words.Computed+" "+computed.Text)
	case reviewed:
		scores = append(scores, b.words.Computed+" "+computed.Text)
	}
	if reviewed {
		scores = append(scores, b.words.Reviewed+" "+review.Score.String())
	}
	var parts []string
	if len(scores) > 0 {
		parts = append(parts, strings.Join(scores, "，"))
	}
	if review != nil && review.Opinion != "" {
		parts = append(parts, b.words.Opinion+"："+review.Opinion)
	}
	return parts
}

// totals returns the total that the form prints, and all that there are where they are more than one and not all the same.
func (b *builder) totals() (printed Figure, all []TotalLine) {
	computed := computedTotal(b.e.Determined, b.e.Total, b.e.AtLeast, b.e.AtMost)
	printed = computed
	all = []TotalLine{{b.words.Computed, computed}}
	if claim, ok := engine.ClaimedTotal(b.s, b.e); ok {
		if b.in.Style.PrintClaimed {
			printed = points(claim)
		}
		if claim := points(claim); claim != computed {
			all = []TotalLine{{b.words.Claimed, claim}, {b.words.Computed, computed}}
		}
	}
	if reviewed, atLeast, ok := engine.ReviewedTotal(b.s, b.e); ok {
		total := points(reviewed)
		if atLeast != reviewed {
			total = span(atLeast, reviewed)
		}
		all = append(all, TotalLine{b.words.Reviewed, total})
	}
	return printed, all
}

// computedTotal is a total, or from what to what it can be.
func computedTotal(determined bool, total, atLeast, atMost engine.Points) Figure {
	if determined {
		return points(total)
	}
	return span(atLeast, atMost)
}

// explanation puts the explanation of a row into lines; the execution of the budget is the row without an id.
func (b *builder) explanation(id engine.IndicatorID) []string {
	for i := range b.in.Explained {
		if b.in.Explained[i].Indicator == id {
			return newExplanationView(Texts{b.in.Catalogue, messages.Chinese}, &b.in.Explained[i]).lines()
		}
	}
	return nil
}
