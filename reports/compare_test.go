package reports

import (
	"io"
	"slices"
	"testing"

	"jixiao/engine"
	"jixiao/messages"
)

// movedFixture compares the two projects of the fixtures with themselves after something changed: a row's verdict and score, a row
// that came and one that went, a total that is not known any more, and a project that is on one side only.
func movedFixture(t testing.TB, texts Texts) (Comparison, []*engine.Move) {
	before := engine.ComparedSide{Run: 3, Pack: engine.RulesetID{Name: "mof-2020", Digest: engine.DigestText("before")}, Engine: "1",
		Bands: []engine.Band{{Name: "优", From: 9000}, {Name: "良", From: 8000}, {Name: "差"}}}
	after := before
	after.Run, after.Pack.Digest = 0, engine.DigestText("after")
	shown := Comparison{Comparison: engine.NewComparison(before, after, 5), Year: 2025, TextsBefore: texts, TextsAfter: texts,
		Changes: []PackChange{{"parameters.partly_from.value", "0.6", "0.7"}, {"score.number[at-least]", "", `{"id":"at-least"}`}}}
	var moves []*engine.Move
	add := func(before, after engine.Judged) {
		if move := shown.Add(before, after); move != nil {
			moves = append(moves, move)
		}
	}
	s, e := river(t)
	moved := *e
	moved.Scores = slices.Clone(e.Scores)
	moved.Scores[1].Verdict, moved.Scores[1].Earned, moved.Scores[1].Reason.Args = engine.Missed, 500, engine.Args("sum", "5 ÷ 12 × 10 = 5")
	moved.Scores[6].Verdict, moved.Scores[6].Earned = engine.Met, 1500
	moved.AtLeast, moved.AtMost = e.AtLeast+10_83, e.AtMost-4_17
	add(engine.Judged{Submission: s, Evaluation: e}, engine.Judged{Submission: s, Evaluation: &moved})

	l, known := library(t)
	other := *l
	other.Indicators = append(slices.Clone(l.Indicators[1:]), engine.Indicator{Level2: engine.Quantity, Name: "=新指标", Target: engine.Target{Text: "≥3"}})
	other.Identify()
	doubt := *known
	doubt.Scores = append(slices.Clone(known.Scores[1:]), engine.Score{Indicator: other.Indicators[len(other.Indicators)-1].ID, Weight: 500})
	doubt.Determined, doubt.Grade, doubt.Total, doubt.AtLeast = false, "", 0, known.AtLeast-20_00
	add(engine.Judged{Submission: l, Evaluation: known}, engine.Judged{Submission: &other, Evaluation: &doubt})
	add(engine.Judged{Submission: l, Evaluation: known}, engine.Judged{Submission: l, Evaluation: known})
	add(engine.Judged{Submission: l, Evaluation: known}, engine.Judged{})
	return shown, moves
}

func TestComparisonGolden(t *testing.T) {
	for lang, end := range map[messages.Lang]string{messages.Chinese: "", messages.English: ".en"} {
		shown, moves := movedFixture(t, fixtureTexts(t, lang))
		checkGolden(t, "comparison"+end+".golden.txt", func(w io.Writer) error { return WriteComparisonTable(w, shown, 110, false) })
		checkGolden(t, "comparison"+end+".golden.csv", func(w io.Writer) error {
			list, err := NewMovesCSV(w, shown)
			for _, move := range moves {
				if err == nil {
					err = list.Write(move)
				}
			}
			if err != nil {
				return err
			}
			return list.Close()
		})
	}
	shown, _ := movedFixture(t, fixtureTexts(t, messages.Chinese))
	checkGolden(t, "comparison.golden.json", func(w io.Writer) error { return WriteComparisonJSON(w, shown) })
	nothing := Comparison{Comparison: engine.NewComparison(shown.Before, shown.Before, 5), Year: 2025, TextsBefore: shown.TextsBefore, TextsAfter: shown.TextsAfter}
	checkGolden(t, "no-comparison.golden.txt", func(w io.Writer) error { return WriteComparisonTable(w, nothing, 110, false) })
}

func TestProofGolden(t *testing.T) {
	proof := engine.Proof{Run: fixtureRun(), Projects: 2}
	checkGolden(t, "proof.golden.json", func(w io.Writer) error {
		if err := WriteProofJSON(w, proof); err != nil {
			return err
		}
		proof.Differences, proof.Differing = 3, 1
		proof.First = &engine.ProofDifference{Project: "0123456789abcdef", Name: "河道", Indicator: "条数", Field: engine.ProofVerdict, Stored: "met", Recomputed: "missed"}
		return WriteProofJSON(w, proof)
	})
}

// TestLongComparisonsAreShortened writes more changes, departments, movers and rows than are shown.
func TestLongComparisonsAreShortened(t *testing.T) {
	texts := fixtureTexts(t, messages.English)
	shown, _ := movedFixture(t, texts)
	shown.Comparison = engine.NewComparison(shown.Before, shown.After, 1)
	s, e := river(t)
	for i := range departmentsShown + 2 {
		other := *s
		other.Department += string(rune('甲' + i))
		moved := *e
		moved.Scores = slices.Clone(e.Scores)
		for j := range moved.Scores {
			moved.Scores[j].Weight++
		}
		shown.Add(engine.Judged{Submission: &other, Evaluation: e}, engine.Judged{Submission: &other, Evaluation: &moved})
	}
	for len(shown.Changes) < changesShown+3 {
		shown.Changes = append(shown.Changes, PackChange{Path: "x"})
	}
	checkGolden(t, "comparison-long.en.golden.txt", func(w io.Writer) error { return WriteComparisonTable(w, shown, 100, false) })
}
