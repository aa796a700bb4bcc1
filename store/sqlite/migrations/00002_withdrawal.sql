-- +goose Up

-- A whole project taken back. It counts as long as the revision is the project's newest: importing the project again brings it
-- back. successor is the project that has its place, where it was renamed.
CREATE TABLE withdrawal (
    pk        INTEGER PRIMARY KEY,
    project   INTEGER NOT NULL REFERENCES project,
    revision  INTEGER NOT NULL REFERENCES revision,
    successor INTEGER REFERENCES project,
    author    TEXT NOT NULL,
    made_at   TEXT NOT NULL,
    note      TEXT NOT NULL
) STRICT;
CREATE INDEX withdrawal_by_project ON withdrawal (project);

-- +goose StatementBegin
CREATE TRIGGER withdrawal_no_update BEFORE UPDATE ON withdrawal BEGIN SELECT RAISE(ABORT, 'withdrawal is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER withdrawal_no_delete BEFORE DELETE ON withdrawal BEGIN SELECT RAISE(ABORT, 'withdrawal is append-only'); END;
-- +goose StatementEnd
