package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	_ "github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
	"github.com/rogpeppe/go-internal/testscript"

	"jixiao/examples"
	"jixiao/store/sqlite"
)

// scriptCommands are what scripts can do besides running the program.
var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"sample":         sample,
	"picture":        picture,
	"newer-database": newerDatabase,
	"older-database": olderDatabase,
	"damage":         damage,
	"replace":        replaceText,
	"json":           jsonValue,
	"count":          count,
	"hold-year":      holdYear,
	"exits":          exits,
	"small-disk":     smallDisk,
	"fill-disk":      fillDisk,
	"read-only":      readOnly,
	"zip":            zipFiles,
	"bomb":           bomb,
	"tamper":         tamper,
}

// sample TARGETS ACTUALS writes the built-in sample's files.
func sample(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sample TARGETS ACTUALS")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), examples.Targets(), 0o666))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), examples.Actuals(), 0o666))
}

// picture FILE writes a picture, whatever the file is called.
func picture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: picture FILE")
	}
	var data bytes.Buffer
	ts.Check(png.Encode(&data, image.NewGray(image.Rect(0, 0, 8, 8))))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data.Bytes(), 0o666))
}

// newer-database FILE makes a database look as if a later version of the program had written it.
func newerDatabase(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: newer-database FILE")
	}
	db, err := sql.Open("sqlite3", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (999999, 1)")
	ts.Check(err)
}

// older-database FILE VERSION makes an empty database as the program of an earlier version of the schema made it.
func olderDatabase(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: older-database FILE VERSION")
	}
	version, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	db, err := sql.Open("sqlite3", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec("PRAGMA application_id = 0x6a786961")
	ts.Check(err)
	steps, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS(filepath.Join("..", "..", "store", "sqlite", "migrations")))
	ts.Check(err)
	_, err = steps.UpTo(context.Background(), version)
	ts.Check(err)
}

// damage FILE FROM COUNT overwrites bytes of a file, as a bad disk does.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	var from, count int64
	if _, err := fmt.Sscan(strings.Join(args[1:], " "), &from, &count); neg || err != nil {
		ts.Fatalf("usage: damage FILE FROM COUNT")
	}
	file, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY, 0)
	ts.Check(err)
	_, err = file.WriteAt(bytes.Repeat([]byte{0xff}, int(count)), from)
	ts.Check(errors.Join(err, file.Close()))
}

// replace FILE OLD NEW replaces a text in a file.
func replaceText(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 || !strings.Contains(ts.ReadFile(args[0]), args[1]) {
		ts.Fatalf("usage: replace FILE OLD NEW, where FILE holds OLD")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(ts.ReadFile(args[0]), args[1], args[2])), 0o666))
}

// json FILE PATH VALUE compares a value of a JSON file: PATH is run.year or projects.0.name, VALUE its JSON, * any but null.
func jsonValue(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH VALUE")
	}
	var value any
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	decoder.UseNumber()
	ts.Check(decoder.Decode(&value))
	for _, step := range strings.Split(args[1], ".") {
		value = descend(ts, value, step)
	}
	text, err := json.Marshal(value)
	ts.Check(err)
	same := string(text) == args[2] || args[2] == "*" && value != nil
	if same == neg {
		ts.Fatalf("%s: %s is %s, want %s", args[0], args[1], text, args[2])
	}
}

func descend(ts *testscript.TestScript, value any, step string) any {
	switch value := value.(type) {
	case map[string]any:
		inner, found := value[step]
		if !found {
			ts.Fatalf("there is no key %s", step)
		}
		return inner
	case []any:
		if step == "length" {
			return len(value)
		}
		i, err := strconv.Atoi(step)
		if err != nil || i >= len(value) {
			ts.Fatalf("there is no element %s", step)
		}
		return value[i]
	}
	ts.Fatalf("%s leads into no object or list", step)
	return nil
}

// count FILE TEXT N counts how often a text stands in a file.
func count(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: count FILE TEXT N")
	}
	if got := fmt.Sprint(strings.Count(ts.ReadFile(args[0]), args[1])); got != args[2] {
		ts.Fatalf("%s holds %q %s times, want %s", args[0], args[1], got, args[2])
	}
}

// holdYear DB YEAR NAME holds a year, as another evaluation would, until the script ends.
func holdYear(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: hold-year DB YEAR NAME")
	}
	ctx := context.Background()
	store, err := sqlite.Open(ctx, ts.MkAbs(args[0]), sqlite.Options{MustExist: true})
	ts.Check(err)
	ts.Defer(func() { ts.Check(store.Close()) })
	year, err := strconv.Atoi(args[1])
	ts.Check(err)
	hold, err := store.HoldYear(ctx, year, args[2])
	ts.Check(err)
	ts.Defer(func() { ts.Check(hold.Release()) })
}

// exits CODE PROGRAM ARGS... runs a program that must end with exactly this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got := strconv.Itoa(code); got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// tamper DB STATEMENT changes a database past the program and the triggers that guard it, as somebody with a tool of his own could.
func tamper(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: tamper DB STATEMENT")
	}
	db, err := sql.Open("sqlite3", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	rows, err := db.Query("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
	ts.Check(err)
	triggers := map[string]string{}
	for rows.Next() {
		var name, text string
		ts.Check(rows.Scan(&name, &text))
		triggers[name] = text
	}
	ts.Check(rows.Close())
	for name := range triggers {
		_, err := db.Exec("DROP TRIGGER " + name)
		ts.Check(err)
	}
	result, err := db.Exec(args[1])
	ts.Check(err)
	for _, text := range triggers {
		_, err := db.Exec(text)
		ts.Check(err)
	}
	if count, err := result.RowsAffected(); err != nil || count == 0 {
		ts.Fatalf("nothing was changed: %v", err)
	}
}
