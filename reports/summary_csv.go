package reports

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"jixiao/engine"
)

// WriteBureauDepartmentsCSV writes the departments by rank, and a last line for all, as UTF-8 with a byte order mark, which spreadsheet
// programs need to see the Chinese in it. Texts that a spreadsheet could take for a formula are guarded.
func WriteBureauDepartmentsCSV(w io.Writer, b *Bureau) error { return writeListCSV(w, b.departments()) }

// WriteBureauProjectsCSV writes every project that is due, in the order of first import, in the manner of [WriteBureauDepartmentsCSV].
func WriteBureauProjectsCSV(w io.Writer, b *Bureau) error { return writeListCSV(w, b.allProjects()) }

func writeListCSV(w io.Writer, l bureauList) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	var record []string
	for _, column := range l.columns {
		record = append(record, column.label)
	}
	err := out.Write(record)
	for row, failed := range l.rows {
		if err == nil {
			err = failed
		}
		if err != nil {
			break
		}
		err = out.Write(csvRecord(record[:0], row))
	}
	if err == nil && l.closing != nil {
		err = out.Write(csvRecord(record[:0], l.closing))
	}
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	if err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

// csvRecord writes figures with the digits that every format shows, amounts without the commas between them, and words guarded.
func csvRecord(record []string, row []Figure) []string {
	for _, figure := range row {
		text := figure.Text
		switch figure.Kind {
		case WordsFigure:
			text = engine.Guard(text)
		case MoneyFigure:
			text = strings.ReplaceAll(text, ",", "")
		}
		record = append(record, text)
	}
	return record
}
