package reports

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"jixiao/engine"
	"jixiao/messages"
)

// narrativeText is a narrative as plain text: a block a line, tables a row a line.
func narrativeText(n *Narrative) string {
	var out strings.Builder
	out.WriteString(n.Name + n.Title + n.Year + "\n")
	for _, block := range n.Blocks {
		out.WriteString([...]string{NarrativeText: "  ", NarrativeChapter: "# ", NarrativeSection: "## ", NarrativeClosing: "> ", NarrativeTableKind: ""}[block.Kind])
		for _, piece := range block.Pieces {
			out.WriteString(piece.Text)
		}
		if block.Table == nil {
			out.WriteString("\n")
			continue
		}
		for _, row := range block.Table.Rows {
			for _, cell := range row {
				out.WriteString("| " + cell.Text + " ")
			}
			out.WriteString("|\n")
		}
	}
	return out.String()
}

// unjudged is a project whose form was handed in and that no run could judge.
func unjudged(t testing.TB) *View {
	s, _ := river(t)
	return view(t, messages.English, s, nil)
}

// unknown is a project of which nothing is known but its year.
func unknown(t testing.TB) *View {
	s := &engine.Submission{ProjectKey: engine.ProjectKey{Year: 2025}}
	s.Identify()
	return view(t, messages.Chinese, s, nil)
}

func TestNarrativeGolden(t *testing.T) {
	views := fixtureViews(t, messages.Chinese)
	for name, v := range map[string]*View{
		"narrative-river.golden.txt": views[0], "narrative-library.golden.txt": views[1],
		"narrative-unjudged.golden.txt": unjudged(t), "narrative-unknown.golden.txt": unknown(t),
	} {
		t.Run(name, func(t *testing.T) {
			checkGolden(t, name, func(w io.Writer) error {
				_, err := io.WriteString(w, narrativeText(NewNarrative(v)))
				return err
			})
		})
	}
	checkGolden(t, "narrative.golden.html", func(w io.Writer) error { return WriteNarrativeHTML(w, NewNarrative(views[0])) })
}

// The document holds every text of the narrative, and every gap of it is marked.
func TestNarrativeDocumentHoldsEveryText(t *testing.T) {
	for _, v := range append(fixtureViews(t, messages.Chinese), unjudged(t), unknown(t)) {
		n := NewNarrative(v)
		var out bytes.Buffer
		if err := WriteNarrativeDOCX(&out, n); err != nil {
			t.Fatal(err)
		}
		texts := slices.Concat(documentRows(t, out.Bytes())...)
		for _, block := range n.Blocks {
			var paragraph strings.Builder
			for _, piece := range block.Pieces {
				if strings.HasPrefix(piece.Text, "【此处填写：") != piece.Gap {
					t.Errorf("a gap that is not marked as one, or the other way round: %q", piece.Text)
				}
				paragraph.WriteString(piece.Text)
			}
			if text := paragraph.String(); text != "" && !slices.Contains(texts, text) {
				t.Errorf("the document lacks %q", text)
			}
			if block.Table == nil {
				continue
			}
			for _, cell := range slices.Concat(block.Table.Rows...) {
				if text := strings.TrimSpace(cell.Text); text != "" && !slices.Contains(texts, text) {
					t.Errorf("the document lacks %q", text)
				}
			}
		}
	}
}

// An official paper is in Chinese, whatever the language of the program.
func TestNarrativeDoesNotDependOnTheLanguage(t *testing.T) {
	zh, en := fixtureViews(t, messages.Chinese), fixtureViews(t, messages.English)
	for i := range zh {
		if got, want := narrativeText(NewNarrative(en[i])), narrativeText(NewNarrative(zh[i])); got != want {
			t.Errorf("%s differs between languages", zh[i].Name)
		}
	}
}

func TestTally(t *testing.T) {
	rows := func(verdicts ...engine.Verdict) (lines []*IndicatorLine) {
		for _, verdict := range verdicts {
			lines = append(lines, &IndicatorLine{Judgement: Judgement{Verdict: verdict}})
		}
		return lines
	}
	for want, lines := range map[string][]*IndicatorLine{
		"产出指标共1项，达成。":               rows(engine.Met),
		"产出指标共2项，全部达成。":             rows(engine.Met, engine.Met),
		"产出指标共2项，全部无法判定。":           rows(engine.Undetermined, engine.Undetermined),
		"产出指标共3项，达成1项，未达成1项，不适用1项。": rows(engine.Missed, engine.NotApplicable, engine.Met),
	} {
		if got := tally("产出指标", lines); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestQuotedEndsOneSentence(t *testing.T) {
	for text, want := range map[string]string{"受征地影响": "“受征地影响”。", " 已办结。\n": "“已办结。”", "为何？": "“为何？”"} {
		if got := quoted(text); got != want {
			t.Errorf("%q: got %s", text, got)
		}
	}
}
