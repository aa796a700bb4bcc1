-- +goose Up

-- An indicator is found by its project and its id, so that those of one project lie together: the ids are random, and an index over them alone
-- touches as many pages as there are indicators. The table is made anew; foreign keys are off in an upgrade, and all numbers stay.
CREATE TABLE indicator_new (
    pk      INTEGER PRIMARY KEY,
    id      TEXT NOT NULL,
    project INTEGER NOT NULL REFERENCES project,
    UNIQUE (project, id)
) STRICT;
INSERT INTO indicator_new (pk, id, project) SELECT pk, id, project FROM indicator ORDER BY pk;
DROP TABLE indicator;
ALTER TABLE indicator_new RENAME TO indicator;

-- +goose StatementBegin
CREATE TRIGGER indicator_no_update BEFORE UPDATE ON indicator BEGIN SELECT RAISE(ABORT, 'indicator is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER indicator_no_delete BEFORE DELETE ON indicator BEGIN SELECT RAISE(ABORT, 'indicator is append-only'); END;
-- +goose StatementEnd
