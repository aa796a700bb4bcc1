package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// sheetRows is how many rows a sheet can have, in xlsx as in LibreOffice.
const sheetRows = 1_048_576

// allSheets is the filter of LibreOffice that writes every sheet as a csv file in UTF-8: the cheapest of its formats that holds all that was computed.
const allSheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

// office is the task of LibreOffice, where it is installed and the year fits into a sheet: to compute the workbook and write its sheets.
func (p *place) office() []task {
	soffice, err := exec.LookPath("soffice")
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "LibreOffice is not measured: there is no soffice (Debian: apt install libreoffice-calc-nogui)")
		return nil
	case p.indicators >= sheetRows:
		fmt.Fprintf(os.Stderr, "LibreOffice is not measured: a sheet has %d rows\n", sheetRows)
		return nil
	}
	return []task{{
		key: keyOffice, name: "LibreOffice: the same rules as formulas",
		command: func(string) []string {
			return p.soffice(soffice, "--convert-to", allSheets, "--outdir", p.folder, p.path("workbook.xlsx"))
		},
		checksum: func(string) (string, error) { return workbookChecksum(p.path("workbook")) },
	}}
}

// soffice is a command of LibreOffice, with settings of its own, so that a LibreOffice that is open does not matter.
func (p *place) soffice(program string, words ...string) []string {
	return append([]string{program, "-env:UserInstallation=file://" + p.path("office"), "--headless"}, words...)
}

// prepareOffice writes the workbook, and starts LibreOffice once on nothing, which then makes its settings.
func (p *place) prepareOffice(ctx context.Context) error {
	if _, err := p.run(ctx, []string{p.self, "workbook", p.path("year.db"), p.path("prepared.db"), p.path("workbook.xlsx")}, nil); err != nil {
		return err
	}
	_, err := p.run(ctx, p.soffice("soffice", "--terminate_after_init"), nil)
	return err
}

// workbookChecksum is the checksum of the computed sheets, which are beside each other as csv files, and removes them.
func workbookChecksum(stem string) (string, error) {
	sheets := map[string]*table{}
	for _, sheet := range sheetQueries {
		path := fmt.Sprintf("%s-%s.csv", stem, sheet.name)
		one, err := readTable(path)
		if err == nil {
			err = os.Remove(path)
		}
		if err != nil {
			return "", fmt.Errorf("LibreOffice did not write a sheet as expected; is another one running? %w", err)
		}
		sheets[sheet.name] = one
	}
	return tablesChecksum(sheets["rows"], sheets["projects"], sheets["departments"])
}

// table is a computed sheet: cells by the names of their columns.
type table struct {
	columns map[string]int
	rows    [][]string
}

func readTable(path string) (*table, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return newTable(records)
}

func newTable(records [][]string) (*table, error) {
	if len(records) < firstRow {
		return nil, errors.New("a sheet is empty")
	}
	t := &table{columns: map[string]int{}, rows: records[1:]}
	for i, name := range records[0] {
		t.columns[name] = i
	}
	return t, nil
}

// cells are some cells of a row, between blanks.
func (t *table) cells(row int, names ...string) string {
	words := make([]string, len(names))
	for i, name := range names {
		words[i] = t.rows[row][t.columns[name]]
	}
	return strings.Join(words, " ")
}

// tablesChecksum digests computed sheets as [checksum] digests what is stored. The workbook numbers rules as the script does.
func tablesChecksum(rows, projects, departments *table) (string, error) {
	names, err := scriptRules()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	next := 0
	for i := range projects.rows {
		fmt.Fprint(sum, projects.cells(i, "project", "determined", "total", "at-least", "at-most", "grade", "execution-weight", "execution-points",
			"execution-verdict"), " ", names[projects.cells(i, "execution-rule")])
		for number := fmt.Sprint(i + 1); next < len(rows.rows) && rows.cells(next, "number") == number; next++ {
			fmt.Fprint(sum, ";", rows.cells(next, "indicator", "weight", "points", "verdict"), " ", names[rows.cells(next, "rule")])
		}
		io.WriteString(sum, "\n")
	}
	for i := range departments.rows {
		fmt.Fprintln(sum, departments.cells(i, "department", "projects", "determined", "totals"))
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}

// scriptRules are the names of the rules by the numbers that the CASE script gives their reasons, which it says in its first statement.
func scriptRules() (map[string]string, error) {
	words, _, _ := strings.Cut(caseScript, "INSERT INTO pack")
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection has a memory of its own
	if _, err := db.Exec(`CREATE TABLE word (pk INTEGER PRIMARY KEY, text TEXT); ` + words); err != nil {
		return nil, err
	}
	found, err := db.Query(`SELECT r.pk, coalesce(w.text, 'engine') FROM word r LEFT JOIN word w ON w.pk = r.pk - 100 AND r.pk < 300`)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	names := map[string]string{}
	for found.Next() {
		var number, name string
		if err := found.Scan(&number, &name); err != nil {
			return nil, err
		}
		names[number] = name
	}
	return names, found.Err()
}
