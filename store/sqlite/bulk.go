package sqlite

import (
	"database/sql"
	"strconv"
	"strings"
)

// bulk inserts rows of one table, many with one statement: a call into SQLite costs more than a row.
type bulk struct {
	tx      *sql.Tx
	head    string // INSERT INTO table (columns) VALUES
	columns int
	rows    int // in one statement
	pending []any
}

// bulkValues is how many values one statement binds at most.
const bulkValues = 900

func newBulk(tx *sql.Tx, table string, columns ...string) *bulk {
	return &bulk{
		tx:      tx,
		head:    "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ",
		columns: len(columns),
		rows:    max(1, bulkValues/len(columns)),
	}
}

func (b *bulk) add(values ...any) error {
	b.pending = append(b.pending, values...)
	if len(b.pending) < b.rows*b.columns {
		return nil
	}
	return b.flush()
}

// flush writes what was added and not yet written.
func (b *bulk) flush() error {
	if len(b.pending) == 0 {
		return nil
	}
	_, err := b.tx.Exec(b.statement(len(b.pending)/b.columns), b.pending...)
	b.pending = b.pending[:0]
	return err
}

func (b *bulk) statement(rows int) string {
	text := []byte(b.head)
	for i := range rows * b.columns {
		switch {
		case i == 0:
			text = append(text, '(')
		case i%b.columns == 0:
			text = append(text, "), ("...)
		default:
			text = append(text, ", "...)
		}
		text = append(text, '?')
		text = strconv.AppendInt(text, int64(i+1), 10)
	}
	return string(append(text, ')'))
}
