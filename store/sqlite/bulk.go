package sqlite

import (
	"database/sql/driver"
	"math/bits"
	"strconv"
	"strings"
)

// bulk inserts rows of one table, many with one statement: a call into SQLite costs more than a row.
type bulk struct {
	tx      *transaction
	head    string // INSERT INTO table (columns) VALUES
	columns int
	rows    int // in one statement: a power of two
	pending []driver.NamedValue
	texts   map[int]string // of the statements, by their rows
}

// bulkValues is how many values one statement binds at most.
const bulkValues = 1100

func newBulk(tx *transaction, table string, columns ...string) *bulk {
	return &bulk{
		tx:      tx,
		head:    "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ",
		columns: len(columns),
		rows:    powerOfTwo(max(1, bulkValues/len(columns))),
		texts:   map[int]string{},
	}
}

// orIgnore makes it pass over rows that are there.
func (b *bulk) orIgnore() *bulk {
	b.head = strings.Replace(b.head, "INSERT INTO", "INSERT OR IGNORE INTO", 1)
	return b
}

// powerOfTwo is the greatest one that is not above n, which is at least 1.
func powerOfTwo(n int) int { return 1 << (bits.Len(uint(n)) - 1) }

// add keeps a row, and writes what is kept once it fills a statement.
func (b *bulk) add(values ...any) error {
	b.keep(values...)
	if len(b.pending) < b.rows*b.columns {
		return nil
	}
	return b.flush()
}

// keep keeps a row, or the next values of one, until flush: where rows of another table that it names are still to be written.
func (b *bulk) keep(values ...any) {
	for _, value := range values {
		if n, ok := value.(int); ok {
			value = int64(n)
		}
		b.pending = append(b.pending, driver.NamedValue{Value: value})
	}
}

// kept is how many rows wait for flush.
func (b *bulk) kept() int { return len(b.pending) / b.columns }

// flush writes what was added and not yet written, in statements of 1, 2, 4 … rows: SQLite keeps few statements, and making one costs more
// than running it.
func (b *bulk) flush() error {
	for rest := b.pending; len(rest) > 0; {
		rows := powerOfTwo(min(b.rows, len(rest)/b.columns))
		values := rest[:rows*b.columns]
		for i := range values {
			values[i].Ordinal = i + 1
		}
		if err := b.tx.run(b.statement(rows), values); err != nil {
			return err
		}
		rest = rest[len(values):]
	}
	clear(b.pending)
	b.pending = b.pending[:0]
	return nil
}

func (b *bulk) statement(rows int) string {
	text, made := b.texts[rows]
	if !made {
		text = b.newStatement(rows)
		b.texts[rows] = text
	}
	return text
}

func (b *bulk) newStatement(rows int) string {
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
