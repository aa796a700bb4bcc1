package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
)

// checked is what a checksum covers, for the newest run: of each indicator the weight, the points, the verdict and the rule, of each project the
// total or its bounds, the grade and the same of the execution; then of each department its projects and the sum of their totals.
const checked = `
WITH newest AS (SELECT max(id) run FROM run WHERE finished_at <> '')
SELECT p.id || ' ' || e.determined || ' ' || e.total || ' ' || e.at_least || ' ' || e.at_most || ' ' || g.text || ' ' || e.execution_weight || ' '
	|| e.execution_earned || ' ' || e.execution_verdict || ' ' || x.text || (SELECT group_concat(row, '') FROM (
		SELECT ';' || s.indicator || ' ' || s.weight || ' ' || s.earned || ' ' || s.verdict || ' ' || w.text AS row
		FROM score s JOIN word w ON w.pk = s.rule WHERE s.evaluation = e.pk ORDER BY s.position))
FROM newest JOIN run_project m ON m.run = newest.run JOIN evaluation e ON e.pk = m.evaluation JOIN project p ON p.pk = m.project
	JOIN word g ON g.pk = e.grade JOIN word x ON x.pk = e.execution_rule ORDER BY m.project`

// checkedDepartments is asked of what the scripts and the program stored alike.
const checkedDepartments = `
WITH newest AS (SELECT max(id) run FROM run WHERE finished_at <> '')
SELECT p.folded_department || ' ' || count(*) || ' ' || sum(e.determined) || ' ' || sum(e.total)
FROM newest JOIN run_project m ON m.run = newest.run JOIN evaluation e ON e.pk = m.evaluation JOIN project p ON p.pk = m.project
GROUP BY p.folded_department ORDER BY p.folded_department`

// scriptDepartments is the same of what the CASE script stored.
const scriptDepartments = `SELECT department || ' ' || projects || ' ' || determined || ' ' || total FROM case_department ORDER BY department`

// checksum digests what is stored of the newest run, in the order of the projects, as 16 digits.
func checksum(path string) (string, error) {
	return digestOf(path, checked, checkedDepartments)
}

// scriptChecksum is the checksum of what the script stored, with its own sums of departments.
func scriptChecksum(path string) (string, error) {
	return digestOf(path, checked, scriptDepartments)
}

func digestOf(path string, queries ...string) (string, error) {
	sum := sha256.New()
	for _, query := range queries {
		if err := digestRows(path, query, sum); err != nil {
			return "", fmt.Errorf("checksum of %s: %w", path, err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}

func digestRows(path, query string, into hash.Hash) error {
	count := 0
	err := eachText(path, query, func(text string) {
		into.Write([]byte(text + "\n"))
		count++
	})
	if err == nil && count == 0 {
		err = errors.New("no finished run is stored")
	}
	return err
}

// eachText gives every row of a query that has one column of text.
func eachText(path, query string, do func(string)) error {
	db, err := connect(path)
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := db.Query(query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		do(text)
	}
	return rows.Err()
}
