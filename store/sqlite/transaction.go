package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"github.com/mattn/go-sqlite3"
)

// transaction is a turn of the writer, or a state that a reader keeps. It is begun and ended by statements on its connection and not with a sql.Tx:
// that one can be cancelled at any time, for which it costs a goroutine and every query in it another, several times what the query costs.
type transaction struct {
	conn *sql.Conn
	book *wordBook // words that are stored, of which the transaction need not ask

	valuesFollow bool // see [engine.ImportBatch]: the transaction that records them condenses
}

// beginOn begins a transaction: of a writer with `BEGIN IMMEDIATE`, of a reader with `BEGIN`.
func (s *Store) beginOn(conn *sql.Conn, statement string) (*transaction, error) {
	tx := &transaction{conn: conn, book: &s.words}
	_, err := tx.Exec(statement)
	return tx, err
}

// Exec, Query and QueryRow are those of sql.Tx.
func (t *transaction) Exec(query string, args ...any) (sql.Result, error) {
	return t.conn.ExecContext(context.Background(), query, args...)
}

func (t *transaction) Query(query string, args ...any) (*sql.Rows, error) {
	return t.conn.QueryContext(context.Background(), query, args...)
}

func (t *transaction) QueryRow(query string, args ...any) *sql.Row {
	return t.conn.QueryRowContext(context.Background(), query, args...)
}

// run runs a statement that gives no rows, with values that the driver takes as they are: int64, string, []byte and nil. Asked as a query, the
// driver binds and runs it in one call into SQLite; as anything else it calls once for each value, and prepares a statement without values every time.
func (t *transaction) run(query string, values []driver.NamedValue) error {
	return t.conn.Raw(func(connection any) error {
		rows, err := connection.(*sqlite3.SQLiteConn).QueryContext(context.Background(), query, values)
		if err != nil {
			return err
		}
		return rows.Close()
	})
}

// commit stores what was written. Where that fails, nothing of it is stored and the transaction is over.
func (t *transaction) commit() error {
	_, err := t.Exec(`COMMIT`)
	if err != nil {
		t.rollback()
	}
	return err
}

// rollback gives up what was written. Its own error would tell less than the one that led to it: often SQLite has rolled back before, and says that
// there is no transaction. A connection on which there still is one is never used again.
func (t *transaction) rollback() {
	_, _ = t.Exec(`ROLLBACK`)
	_ = t.conn.Raw(func(connection any) error {
		if connection.(*sqlite3.SQLiteConn).AutoCommit() {
			return nil
		}
		return driver.ErrBadConn
	})
}

// lastOf returns the greatest number of a table's rows; 0 for none. There is one writer at a time, so that the numbers behind it are free until
// the transaction ends. Rows of these tables are never removed, so that no number comes twice.
func lastOf(q querier, table, column string) (last int64, err error) {
	err = each(q, `SELECT coalesce(max(`+column+`), 0) FROM `+table, nil, func(rows *sql.Rows) error { return rows.Scan(&last) })
	return last, err
}
