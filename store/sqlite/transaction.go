package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"github.com/mattn/go-sqlite3"
)

// transaction is a turn of the writer. Its statements go to the connection and not through the sql.Tx that began it: that one can be
// cancelled at any time, for which every query costs a goroutine and the switches to it, several times what the query costs.
type transaction struct {
	conn *sql.Conn
	tx   *sql.Tx

	valuesFollow bool // see [engine.ImportBatch]: the transaction that records them condenses
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

func (t *transaction) commit() error { return t.tx.Commit() }

// rollback gives up what was written. Its own error would tell less than the one that led to it.
func (t *transaction) rollback() { _ = t.tx.Rollback() }

// lastOf returns the greatest number of a table's rows; 0 for none. There is one writer at a time, so that the numbers behind it are free until
// the transaction ends. Rows of these tables are never removed, so that no number comes twice.
func lastOf(q querier, table, column string) (last int64, err error) {
	err = each(q, `SELECT coalesce(max(`+column+`), 0) FROM `+table, nil, func(rows *sql.Rows) error { return rows.Scan(&last) })
	return last, err
}
