package reports

import (
	"encoding/json"
	"fmt"
	"io"

	"jixiao/engine"
)

// entryJSON is one entry of the ledger as programs see it. A withdrawal has the number of what it takes back in withdraws.
type entryJSON struct {
	Seq       int64       `json:"seq"`
	At        string      `json:"at"`
	By        *string     `json:"by"`
	Field     string      `json:"field"`
	Value     *string     `json:"value"`
	Before    *string     `json:"before"`
	Withdraws *int64      `json:"withdraws"`
	Note      *string     `json:"note"`
	Source    *sourceJSON `json:"source"`
}

func newEntryJSON(entry *engine.Entry) entryJSON {
	out := entryJSON{Seq: entry.Seq, At: entry.At, By: present(entry.By), Field: entry.Field.String(), Value: present(entry.Value),
		Before: present(entry.Before), Note: present(entry.Note), Source: newSourceJSON(entry.Source)}
	if entry.Withdraws != 0 {
		out.Withdraws = &entry.Withdraws
	}
	return out
}

// WriteHistoryJSON writes everything that was ever recorded or taken back for one indicator, oldest first.
func WriteHistoryJSON(w io.Writer, entries []engine.Entry) error {
	list := make([]entryJSON, len(entries))
	for i := range entries {
		list[i] = newEntryJSON(&entries[i])
	}
	return WriteJSON(w, list)
}

// WriteWithdrawalJSON writes what a withdrawal took back, and what counts again.
func WriteWithdrawalJSON(w io.Writer, entry engine.Entry) error {
	return WriteJSON(w, struct {
		Withdrawn entryJSON `json:"withdrawn"`
	}{newEntryJSON(&entry)})
}

// WriteJSON writes a small value on one line, with characters such as ≥ and > as they are.
func WriteJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	return nil
}
