package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"

	"jixiao/engine"
)

// accessMode says what a connection may do.
type accessMode int

const (
	modeReader accessMode = iota
	modeWriter
	modeCreator
	modeSource // of a copy: reads, and writes no more than the copy
	modeCopy   // a copy that nobody writes to; no other file is made beside it
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
	case modeSource:
		query.Set("mode", "rw")
	case modeCopy:
		query.Set("mode", "ro")
		query.Set("immutable", "1")
	case modeWriter, modeCreator:
		query.Set("mode", "rw")
		query.Set("_txlock", "immediate")
		query.Set("_journal_mode", "WAL")
		query.Set("_cache_size", "-16000")
		query.Set("_synchronous", "FULL")
		query.Set("_stmt_cache_size", "160") // those of bulk, for each table and number of rows, and the others
	}
	if mode == modeCreator {
		query.Set("mode", "rwc")
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive of Windows, which would be taken for the name of a machine
	}
	file := url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}
	return file.String()
}

// fileConnector opens connections with settings that the driver's data source name has no word for, and with the functions folded, which is
// [engine.Fold], and args_json, which upgrades need.
type fileConnector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
	check  func() error
}

func connector(path string, mode accessMode) *fileConnector {
	return &fileConnector{dsn: dsn(path, mode), driver: &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		if _, err := c.Exec("PRAGMA trusted_schema = off", nil); err != nil {
			return err
		}
		return errors.Join(c.RegisterFunc("folded", engine.Fold, true), c.RegisterFunc("args_json", argsJSON, true))
	}}}
}

// only makes the connector open connections as long as check has nothing against it.
func (c *fileConnector) only(check func() error) *fileConnector {
	c.check = check
	return c
}

// Connect implements driver.Connector.
func (c *fileConnector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.dsn)
	if err == nil && c.check != nil {
		if err = c.check(); err != nil {
			err = errors.Join(err, conn.Close())
		}
	}
	if err != nil {
		return nil, err
	}
	return conn, nil
}

// Driver implements driver.Connector.
func (c *fileConnector) Driver() driver.Driver { return c.driver }

// queue begins a transaction. Where many write, a turn may take longer to come than the busy timeout: as long as others get on with their
// work this is a queue and no fault, and is waited for. Where nobody stored anything for the whole timeout, somebody is stuck, and the
// error says that the file is busy.
func (s *Store) queue(ctx context.Context, conn *sql.Conn) (*transaction, error) {
	before, err := lastStored(conn)
	for err == nil {
		var tx *transaction
		tx, err = s.beginOn(conn, `BEGIN IMMEDIATE`)
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
// goroutine each; f looks at it where it loops. CodeMoved where another file has taken the place of the one that was opened.
func (s *Store) write(ctx context.Context, doing string, f func(*transaction) error) error {
	return s.onWriter(ctx, doing, func(conn *sql.Conn) error { return s.writeOn(ctx, conn, doing, f) })
}

// writeSeen is [Store.write] of what others have to see at once, and what need not survive the end of every process that could look at it: it does
// not wait for the disk. What is written later and waits takes it along.
func (s *Store) writeSeen(ctx context.Context, doing string, f func(*transaction) error) error {
	return s.onWriter(ctx, doing, func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(context.Background(), `PRAGMA synchronous = NORMAL`); err != nil {
			return s.fail(doing, err)
		}
		err := s.writeOn(ctx, conn, doing, f)
		if _, again := conn.ExecContext(context.Background(), `PRAGMA synchronous = FULL`); again != nil {
			_ = conn.Raw(func(any) error { return driver.ErrBadConn }) // nothing is ever written through a connection that does not wait
			err = errors.Join(err, s.fail(doing, again))
		}
		return err
	})
}

// onWriter gives the writing connection to use.
func (s *Store) onWriter(ctx context.Context, doing string, use func(*sql.Conn) error) error {
	if s.writer == nil {
		return s.fail(doing, ErrReadOnly)
	}
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return s.fail(doing, err)
	}
	defer conn.Close()
	return use(conn)
}

// writeOn is [Store.write] through a connection.
func (s *Store) writeOn(ctx context.Context, conn *sql.Conn, doing string, f func(*transaction) error) error {
	tx, err := s.queue(ctx, conn)
	if err != nil {
		return s.fail(doing, err)
	}
	if err = s.inPlace(); err == nil {
		err = f(tx)
	}
	if err == nil && !tx.valuesFollow {
		err = condense(tx)
	}
	if err != nil {
		tx.rollback()
		return s.fail(doing, err)
	}
	if err = tx.commit(); err == nil {
		err = s.inPlace() // so that nobody is told that something is stored which is in another file
	}
	return s.fail(doing, err)
}
