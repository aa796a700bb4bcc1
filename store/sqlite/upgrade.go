package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

// Upgrade says what opening an older file did to it.
type Upgrade struct {
	From, To int64  // versions of the schema
	Backup   string // the file as it was, with its manifest beside it
}

// Upgraded returns what opening the file did to it, nil where it was of this program's version.
func (s *Store) Upgraded() *Upgrade { return s.upgraded }

// upgradeFile makes a backup of a file of version has beside it, and brings the file up to the version of this program.
func upgradeFile(ctx context.Context, path string, has int64, migrations fs.FS, opt Options) (*Upgrade, error) {
	knows, err := knownVersion(ctx, path, migrations)
	if err != nil {
		return nil, err
	}
	if opt.Upgrading != nil {
		opt.Upgrading(has, knows)
	}
	var stamp Stamp
	if opt.Now != nil {
		stamp = opt.Now()
	}
	backup, err := backupBefore(ctx, path, has, stamp)
	if err != nil {
		return nil, fmt.Errorf("make a backup before the upgrade: %w", err)
	}
	return &Upgrade{From: has, To: knows, Backup: backup}, migrate(ctx, path, modeWriter, migrations)
}

func knownVersion(ctx context.Context, path string, migrations fs.FS) (int64, error) {
	db := sql.OpenDB(connector(path, modeReader))
	defer db.Close()
	_, knows, err := versions(ctx, db, migrations)
	return knows, err
}

// migrate brings a file up to the version of this program, all steps in one transaction.
func migrate(ctx context.Context, path string, mode accessMode, migrations fs.FS) error {
	db := sql.OpenDB(&upgradeConnector{connector(path, mode)})
	db.SetMaxOpenConns(1)
	if err := upgrade(ctx, db, mode, migrations); err != nil {
		return errors.Join(err, db.Close())
	}
	return db.Close()
}

// upgrade runs the steps and commits them. Without that, closing the connection rolls all of them back.
func upgrade(ctx context.Context, db *sql.DB, mode accessMode, migrations fs.FS) error {
	if mode == modeCreator {
		if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
			return err
		}
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return err
	}
	if err := condenseAll(ctx, db); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "COMMIT")
	return err
}

// condenseAll condenses what a step left waiting: whoever upgrades waits for it, and not whoever writes next.
func condenseAll(ctx context.Context, db *sql.DB) error {
	var waiting bool
	err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'uncondensed')`).Scan(&waiting)
	if err != nil || !waiting { // in tests, steps of an older program
		return err
	}
	_, err = db.ExecContext(ctx, condenseWaiting+`; DELETE FROM uncondensed`)
	return err
}

// upgradeConnector opens connections that are in a transaction from the beginning.
type upgradeConnector struct{ *fileConnector }

// Connect implements driver.Connector.
func (c *upgradeConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.fileConnector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	inner, ok := conn.(*sqlite3.SQLiteConn)
	if !ok {
		return nil, errors.Join(errors.New("the driver has connections of another kind"), conn.Close())
	}
	// A step that makes a table anew has to drop it while others name it. Within a transaction, foreign keys can be switched neither off nor on.
	if _, err := inner.Exec("PRAGMA foreign_keys = off; BEGIN IMMEDIATE", nil); err != nil {
		return nil, errors.Join(err, inner.Close())
	}
	return &upgradeConn{inner}, nil
}

// upgradeConn is a connection whose transactions are steps of the one that it is in: goose begins and commits one for each step.
type upgradeConn struct{ *sqlite3.SQLiteConn }

// BeginTx implements driver.ConnBeginTx.
func (c *upgradeConn) BeginTx(context.Context, driver.TxOptions) (driver.Tx, error) { return c.Begin() }

// Begin implements driver.Conn.
func (c *upgradeConn) Begin() (driver.Tx, error) {
	_, err := c.Exec("SAVEPOINT step", nil)
	return &upgradeStep{c}, err
}

// upgradeStep is one step of an upgrade.
type upgradeStep struct{ conn *upgradeConn }

// Commit implements driver.Tx.
func (s *upgradeStep) Commit() error {
	_, err := s.conn.Exec("RELEASE step", nil)
	return err
}

// Rollback implements driver.Tx.
func (s *upgradeStep) Rollback() error {
	_, err := s.conn.Exec("ROLLBACK TO step; RELEASE step", nil)
	return err
}
