-- +goose Up

-- What a project was called the year before, where a person confirmed it. It stands as a name and refers to no project of that year: that one may
-- be renamed, withdrawn, or imported later.
CREATE TABLE former_project (
    pk         INTEGER PRIMARY KEY,
    project    INTEGER NOT NULL REFERENCES project,
    department TEXT NOT NULL,
    unit       TEXT NOT NULL,
    code       TEXT NOT NULL,
    name       TEXT NOT NULL,
    author     TEXT NOT NULL,
    made_at    TEXT NOT NULL,
    note       TEXT NOT NULL
) STRICT;

-- The same of an indicator of a project.
CREATE TABLE former_indicator (
    pk            INTEGER PRIMARY KEY,
    project       INTEGER NOT NULL REFERENCES project,
    former_level2 INTEGER NOT NULL,
    former_name   TEXT NOT NULL,
    level2        INTEGER NOT NULL,
    name          TEXT NOT NULL,
    author        TEXT NOT NULL,
    made_at       TEXT NOT NULL,
    note          TEXT NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER former_project_no_update BEFORE UPDATE ON former_project BEGIN SELECT RAISE(ABORT, 'former_project is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER former_project_no_delete BEFORE DELETE ON former_project BEGIN SELECT RAISE(ABORT, 'former_project is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER former_indicator_no_update BEFORE UPDATE ON former_indicator BEGIN SELECT RAISE(ABORT, 'former_indicator is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER former_indicator_no_delete BEFORE DELETE ON former_indicator BEGIN SELECT RAISE(ABORT, 'former_indicator is append-only'); END;
-- +goose StatementEnd
