package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
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

// queue begins a transaction. Where many write, a turn may take longer to come than the busy timeout: as long as others get on with their
// work this is a queue and no fault, and is waited for. Where nobody stored anything for the whole timeout, somebody is stuck, and the
// error says that the file is busy.
func queue(ctx context.Context, conn *sql.Conn) (*sql.Tx, error) {
	before, err := lastStored(conn)
	for err == nil {
		var tx *sql.Tx
		tx, err = conn.BeginTx(context.Background(), nil)
		if err == nil || !isBusy(err) {
			return tx, err
		}
		now, failed := lastStored(conn)
		switch {
		case failed != nil:
			return nil, failed
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case now == before:
			return nil, err
		}
		before, err = now, nil
	}
	return nil, err
}

// lastStored is a number that is another one whenever another connection stored something meanwhile.
func lastStored(conn *sql.Conn) (version int64, err error) {
	err = conn.QueryRowContext(context.Background(), `PRAGMA data_version`).Scan(&version)
	return version, err
}

func isBusy(err error) bool {
	var cause sqlite3.Error
	return errors.As(err, &cause) && cause.Code == sqlite3.ErrBusy
}

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
	tx, err := queue(ctx, conn)
	if err != nil {
		return s.fail(doing, err)
	}
	if err := f(tx); err != nil {
		tx.Rollback() // the first error tells more
		return s.fail(doing, err)
	}
	return s.fail(doing, tx.Commit())
}
