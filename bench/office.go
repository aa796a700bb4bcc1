package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// officeRows is how many rows the sheet has, where the year has so many.
const officeRows = 100_000

// numberRows lists the rows of a scored year whose target and actual are numbers: weight, comparator, target, actual, and what the program
// made of them. The actual is in the target's unit.
const numberRows = `
SELECT s.weight, f.target_op, t.value, CASE a.unit WHEN '' THEN a.value * t.factor ELSE a.value END, s.verdict, s.earned
FROM score s JOIN evaluation e ON e.pk = s.evaluation JOIN form_row f ON f.revision = e.revision AND f.position = s.position
JOIN prepared.target t ON t.revision = f.revision AND t.position = f.position
JOIN entry said ON said.project = e.project AND said.indicator = s.indicator AND said.item = 0 AND said.field = 1
JOIN prepared.actual a ON a.entry = said.seq
WHERE f.target_kind = 1 AND s.verdict > 0 ORDER BY s.evaluation, s.position LIMIT ?1`

// sheetRow is a row of the sheet, in hundredths, and the program's verdict and points.
type sheetRow struct{ weight, op, target, actual, verdict, earned int64 }

// The formulas of a row: the verdict as the program numbers it, and the points, by the rules for numbers of mof-2020.
const (
	verdictFormula = `IF(C%[1]d=0,IF(OR(B%[1]d=2,B%[1]d=3,B%[1]d=5),IF(D%[1]d<=0,1,3),IF(IF(B%[1]d=1,D%[1]d>=0,D%[1]d>0),1,3)),` +
		`IF(CHOOSE(B%[1]d,D%[1]d>=C%[1]d,D%[1]d<=C%[1]d,D%[1]d>=C%[1]d,D%[1]d>C%[1]d,D%[1]d<C%[1]d),1,IF(D%[1]d=C%[1]d,2,IF(D%[1]d<0,3,` +
		`IF(OR(B%[1]d=1,B%[1]d=3,B%[1]d=4),IF(D%[1]d>=0.6*C%[1]d,2,3),IF(C%[1]d>=0.6*D%[1]d,2,3))))))`
	pointsFormula = `IF(C%[1]d=0,IF(E%[1]d=1,A%[1]d,0),IF(OR(E%[1]d=1,D%[1]d=C%[1]d),A%[1]d,IF(D%[1]d<0,0,` +
		`IF(OR(B%[1]d=1,B%[1]d=3,B%[1]d=4),ROUND(A%[1]d*D%[1]d/C%[1]d,2),ROUND(A%[1]d*C%[1]d/D%[1]d,2)))))`
)

// office is the task of LibreOffice, where it is installed: a sheet with a verdict and points for each row, to csv. It has to come to what the
// program came to; a spreadsheet computes in floating point, so that points may be one hundredth off.
func (p *place) office() []task {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		fmt.Fprintln(os.Stderr, "LibreOffice is not measured: there is no soffice (Debian: apt install libreoffice-calc-nogui)")
		return nil
	}
	return []task{{
		key: keyOffice, name: "LibreOffice: IF formulas, xlsx to csv",
		command: func(string) []string { return p.convert(soffice) },
		after:   func() error { return compareSheet(p.path("rows.csv"), p.sheet) },
	}}
}

// convert is the command that computes the sheet and writes it as csv, with settings of its own, so that a LibreOffice that is open does not matter.
func (p *place) convert(soffice string) []string {
	return []string{soffice, "-env:UserInstallation=file://" + p.path("office"), "--headless", "--convert-to", "csv", "--outdir", p.folder, p.path("rows.xlsx")}
}

// prepareOffice writes the sheet, and starts LibreOffice once, which then makes its settings.
func (p *place) prepareOffice(ctx context.Context) (err error) {
	if p.sheet, err = p.sheetRows(); err != nil {
		return err
	}
	if err := writeSheet(p.path("rows.xlsx"), p.sheet); err != nil {
		return err
	}
	_, err = p.run(ctx, p.convert("soffice"), nil)
	return err
}

func (p *place) sheetRows() (rows []sheetRow, err error) {
	db, err := connect(p.path("scored.db"))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if _, err := db.Exec(`ATTACH ?1 AS prepared`, p.path("prepared.db")); err != nil {
		return nil, err
	}
	found, err := db.Query(numberRows, officeRows)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var r sheetRow
		if err := found.Scan(&r.weight, &r.op, &r.target, &r.actual, &r.verdict, &r.earned); err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, found.Err()
}

func writeSheet(path string, rows []sheetRow) error {
	book := excelize.NewFile()
	defer book.Close()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := sheet.SetRow(cell, []any{decimal(row.weight), row.op, decimal(row.target), decimal(row.actual),
			excelize.Cell{Formula: fmt.Sprintf(verdictFormula, i+1)}, excelize.Cell{Formula: fmt.Sprintf(pointsFormula, i+1)}}); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return book.SaveAs(path)
}

// decimal is what a spreadsheet computes with.
func decimal(hundredths int64) float64 { return float64(hundredths) / 100 }

// compareSheet holds what LibreOffice wrote against what the program stored, and removes the file.
func compareSheet(path string, rows []sheetRow) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("LibreOffice wrote nothing; is another one running? %w", err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	for i, row := range rows {
		record, err := reader.Read()
		if err != nil {
			return fmt.Errorf("%s, row %d: %w", filepath.Base(path), i+1, err)
		}
		if err := row.compare(record); err != nil {
			return fmt.Errorf("%s, row %d: %w", filepath.Base(path), i+1, err)
		}
	}
	if _, err := reader.Read(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s has more than %d rows", filepath.Base(path), len(rows))
	}
	return os.Remove(path)
}

func (r *sheetRow) compare(record []string) error {
	if len(record) != 6 {
		return fmt.Errorf("%d cells", len(record))
	}
	points, err := strconv.ParseFloat(record[5], 64)
	if off := points*100 - float64(r.earned); err != nil || record[4] != strconv.FormatInt(r.verdict, 10) || off > 1.01 || off < -1.01 {
		return fmt.Errorf("%v, but the program says verdict %d and %d hundredths", record, r.verdict, r.earned)
	}
	return nil
}
