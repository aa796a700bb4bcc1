package main

import (
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	_ "github.com/mattn/go-sqlite3" // the library of the program, built with the same options
)

// rowsScript goes before the others.
//
//go:embed rows.sql
var rowsScript string

//go:embed copy.sql
var copyScript string

//go:embed case.sql
var caseScript string

// connect opens a database with the settings of the program's writing connection.
func connect(path string) (*sql.DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	file := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: url.Values{"mode": {"rwc"}, "_txlock": {"immediate"},
		"_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_foreign_keys": {"on"}}.Encode()}
	db, err := sql.Open("sqlite3", file.String())
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// runScript runs a script in one transaction. Where numbers were prepared for it, they are attached as prepared, and foreign keys are not
// checked. Closing folds the log into the file, as the program does at its end.
func runScript(path, prepared, script string) error {
	db, err := connect(path)
	if err != nil {
		return err
	}
	if prepared != "" {
		if _, err := db.Exec(`PRAGMA foreign_keys = off; ATTACH ?1 AS prepared`, prepared); err != nil {
			return errors.Join(err, db.Close())
		}
	}
	return errors.Join(inTransaction(db, func(tx *sql.Tx) error {
		_, err := tx.Exec(rowsScript + script)
		return err
	}), db.Close())
}

func inTransaction(db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
