-- +goose Up

-- What was decided about a year: opened (0), closed (1), reopened (2). The newest line of a year counts; a year without any is open.
CREATE TABLE year_state (
    pk      INTEGER PRIMARY KEY,
    year    INTEGER NOT NULL,
    state   INTEGER NOT NULL,
    author  TEXT NOT NULL,
    made_at TEXT NOT NULL,
    reason  TEXT NOT NULL
) STRICT;
CREATE INDEX year_state_by_year ON year_state (year);

-- Reviews (fields 14 and 15) are few among many entries and are read by themselves.
CREATE INDEX entry_review ON entry (project) WHERE field >= 14;

-- +goose StatementBegin
CREATE TRIGGER year_state_no_update BEFORE UPDATE ON year_state BEGIN SELECT RAISE(ABORT, 'year_state is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER year_state_no_delete BEFORE DELETE ON year_state BEGIN SELECT RAISE(ABORT, 'year_state is append-only'); END;
-- +goose StatementEnd
