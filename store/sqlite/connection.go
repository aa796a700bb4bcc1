package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"net/url"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
)

// accessMode says what a connection may do.
type accessMode int

const (
	modeReader accessMode = iota
	modeWriter
	modeCreator
)

// dsn puts every setting into the data source name, because a PRAGMA that is sent reaches only one connection of a pool.
func dsn(path string, mode accessMode) string {
	query := url.Values{
		"_busy_timeout":    {"10000"},
		"_foreign_keys":    {"on"},
		"_stmt_cache_size": {"64"},
	}
	switch mode {
	case modeReader:
		// Not mode=ro: such a connection leaves the files of the write-ahead log behind when it is the last to close.
		query.Set("mode", "rw")
		query.Set("_query_only", "on")
	case modeWriter, modeCreator:
		query.Set("mode", "rw")
		query.Set("_txlock", "immediate")
		query.Set("_journal_mode", "WAL")
		query.Set("_synchronous", "FULL")
	}
	if mode == modeCreator {
		query.Set("mode", "rwc")
	}
	file := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: query.Encode()}
	return file.String()
}

// fileConnector opens connections with settings that the driver's data source name has no word for.
type fileConnector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func connector(path string, mode accessMode) *fileConnector {
	return &fileConnector{dsn(path, mode), &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		_, err := c.Exec("PRAGMA trusted_schema = off", nil)
		return err
	}}}
}

// Connect implements driver.Connector.
func (c *fileConnector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }

// Driver implements driver.Connector.
func (c *fileConnector) Driver() driver.Driver { return c.driver }

// write runs f in one transaction of the writer. The statements inside run without the caller's context, which would cost a
// goroutine each; f looks at it where it loops.
func (s *Store) write(ctx context.Context, doing string, f func(*sql.Tx) error) error {
	if s.writer == nil {
		return s.fail(doing, ErrReadOnly)
	}
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return s.fail(doing, err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(context.Background(), nil)
	if err != nil {
		return s.fail(doing, err)
	}
	if err = f(tx); err == nil {
		err = condense(tx)
	}
	if err != nil {
		tx.Rollback() // the first error tells more
		return s.fail(doing, err)
	}
	return s.fail(doing, tx.Commit())
}
