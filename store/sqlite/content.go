package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"strings"

	"github.com/mattn/go-sqlite3"

	"jixiao/engine"
)

// contentDigest folds everything that a database holds: the text of its schema and all rows of all tables, in the order of their keys.
// Copies of a database have the same digest, however their pages lie.
func contentDigest(ctx context.Context, db *sql.DB) (engine.Digest, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return engine.Digest{}, err
	}
	defer conn.Close()
	w := &contentWriter{hash: sha256.New()}
	err = conn.Raw(func(inner any) error {
		raw, ok := inner.(*sqlite3.SQLiteConn)
		if !ok {
			return errors.New("the driver has connections of another kind")
		}
		return w.everything(ctx, raw)
	})
	return engine.Digest(w.hash.Sum(nil)), err
}

// contentWriter writes values so that no two contents have the same bytes. It reads past database/sql, which would cost more than the rest.
type contentWriter struct {
	hash  hash.Hash
	bytes []byte // of the row in work
}

func (w *contentWriter) everything(ctx context.Context, conn *sqlite3.SQLiteConn) error {
	if err := w.rows(ctx, conn, `SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name`); err != nil {
		return err
	}
	var tables []string
	err := eachRaw(ctx, conn, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_stat%' ESCAPE '\' ORDER BY name`,
		func(row []driver.Value) error {
			tables = append(tables, fmt.Sprint(row[0]))
			return nil
		})
	for _, table := range tables {
		if err == nil {
			err = w.table(ctx, conn, table)
		}
	}
	return err
}

func (w *contentWriter) table(ctx context.Context, conn *sqlite3.SQLiteConn, table string) error {
	var columns, key []string
	err := eachRaw(ctx, conn, `SELECT name, pk FROM pragma_table_info(`+quoteText(table)+`) ORDER BY cid`, func(row []driver.Value) error {
		// The plus keeps the driver from making times out of what is text, and changes nothing.
		name := "+" + quoteName(fmt.Sprint(row[0]))
		columns = append(columns, name)
		if row[1] != int64(0) {
			key = append(key, name[1:])
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(key) == 0 {
		key = columns
	}
	w.value(table)
	w.flush()
	return w.rows(ctx, conn, "SELECT "+strings.Join(columns, ", ")+" FROM "+quoteName(table)+" ORDER BY "+strings.Join(key, ", "))
}

func (w *contentWriter) rows(ctx context.Context, conn *sqlite3.SQLiteConn, query string) error {
	return eachRaw(ctx, conn, query, func(row []driver.Value) error {
		for _, value := range row {
			w.value(value)
		}
		w.flush()
		return nil
	})
}

func (w *contentWriter) flush() {
	w.hash.Write(append(w.bytes, '\n'))
	w.bytes = w.bytes[:0]
}

// value writes a value with its type and, where it has one, its length.
func (w *contentWriter) value(value driver.Value) {
	switch v := value.(type) {
	case nil:
		w.bytes = append(w.bytes, 'n')
	case int64:
		w.bytes = binary.BigEndian.AppendUint64(append(w.bytes, 'i'), uint64(v))
	case float64:
		w.bytes = binary.BigEndian.AppendUint64(append(w.bytes, 'f'), math.Float64bits(v))
	case string:
		w.bytes = append(binary.BigEndian.AppendUint64(append(w.bytes, 't'), uint64(len(v))), v...)
	case []byte:
		w.bytes = append(binary.BigEndian.AppendUint64(append(w.bytes, 'b'), uint64(len(v))), v...)
	default:
		panic(fmt.Sprintf("a value of SQLite as %T", value)) // the driver has no more types for expressions
	}
}

// eachRaw calls use for every row of a query; the row is only valid until the next one.
func eachRaw(ctx context.Context, conn *sqlite3.SQLiteConn, query string, use func([]driver.Value) error) (err error) {
	rows, err := conn.Query(query, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	row := make([]driver.Value, len(rows.Columns()))
	for n := 0; ; n++ {
		switch err := rows.Next(row); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if err := use(row); err != nil {
			return err
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

func quoteName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quoteText(text string) string { return `'` + strings.ReplaceAll(text, `'`, `''`) + `'` }
