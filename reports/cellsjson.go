package reports

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"jixiao/engine"
)

// CellFate is what became of one cell of an input.
type CellFate struct {
	Source engine.Source
	Text   string
	Fate   string // used, label or reported
	As     string // the field, the label or the code
}

// WriteCellsJSON writes one JSON line a cell, as the contract of import --cells says.
func WriteCellsJSON(w io.Writer, cells iter.Seq2[CellFate, error]) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for cell, err := range cells {
		if err != nil {
			return fmt.Errorf("write cells: %w", err)
		}
		line := struct {
			Source *sourceJSON `json:"source"`
			Text   string      `json:"text"`
			Fate   string      `json:"fate"`
			As     string      `json:"as"`
		}{newSourceJSON(cell.Source), cell.Text, cell.Fate, cell.As}
		if err := encoder.Encode(line); err != nil {
			return fmt.Errorf("write cells: %w", err)
		}
	}
	return nil
}
