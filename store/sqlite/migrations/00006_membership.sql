-- +goose Up

-- Which evaluation counts for which project in which run. A run that follows another one takes over the evaluations of the projects of which
-- nothing has changed; evaluation.run is the run that made an evaluation. base is the run that a run follows: 0 for none, -1 in runs of before,
-- which do not have the columns below either.
CREATE TABLE run_project (
    run        INTEGER NOT NULL REFERENCES run,
    project    INTEGER NOT NULL REFERENCES project,
    evaluation INTEGER NOT NULL REFERENCES evaluation,
    PRIMARY KEY (run, project)
) STRICT, WITHOUT ROWID;
INSERT INTO run_project SELECT run, project, pk FROM evaluation ORDER BY run, project;
CREATE INDEX run_project_by_evaluation ON run_project (evaluation);
DROP INDEX evaluation_by_project;
ALTER TABLE run ADD COLUMN base INTEGER NOT NULL DEFAULT -1;

-- The digest of each result (NULL in evaluations of before), how many of its rows and executions nobody could judge, and whether one of its
-- findings is an error: so that a run is summed up and digested without reading its rows.
ALTER TABLE evaluation ADD COLUMN result BLOB;
ALTER TABLE evaluation ADD COLUMN undetermined INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evaluation ADD COLUMN faulty INTEGER NOT NULL DEFAULT 0;

-- Runs that were forgotten on purpose: their row stays, their evaluations are gone as far as no other run counts them.
CREATE TABLE pruned (
    run     INTEGER PRIMARY KEY REFERENCES run,
    author  TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER run_project_no_update BEFORE UPDATE ON run_project BEGIN SELECT RAISE(ABORT, 'run_project is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pruned_no_update BEFORE UPDATE ON pruned BEGIN SELECT RAISE(ABORT, 'pruned is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pruned_no_delete BEFORE DELETE ON pruned BEGIN SELECT RAISE(ABORT, 'pruned is append-only'); END;
-- +goose StatementEnd

-- What belongs to a run goes only where the run is pruned, and an evaluation only where no run counts it.
-- +goose StatementBegin
CREATE TRIGGER run_project_only_pruned BEFORE DELETE ON run_project WHEN NOT EXISTS (SELECT 1 FROM pruned WHERE run = old.run)
BEGIN SELECT RAISE(ABORT, 'run_project is append-only'); END;
-- +goose StatementEnd
DROP TRIGGER evaluation_no_delete;
-- +goose StatementBegin
CREATE TRIGGER evaluation_only_pruned BEFORE DELETE ON evaluation
WHEN NOT EXISTS (SELECT 1 FROM pruned WHERE run = old.run) OR EXISTS (SELECT 1 FROM run_project m WHERE m.evaluation = old.pk)
BEGIN SELECT RAISE(ABORT, 'evaluation is append-only'); END;
-- +goose StatementEnd
DROP TRIGGER score_no_delete;
-- +goose StatementBegin
CREATE TRIGGER score_only_pruned BEFORE DELETE ON score WHEN EXISTS (SELECT 1 FROM run_project m WHERE m.evaluation = old.evaluation)
    OR NOT EXISTS (SELECT 1 FROM evaluation e JOIN pruned p ON p.run = e.run WHERE e.pk = old.evaluation)
BEGIN SELECT RAISE(ABORT, 'score is append-only'); END;
-- +goose StatementEnd
DROP TRIGGER adjustment_no_delete;
-- +goose StatementBegin
CREATE TRIGGER adjustment_only_pruned BEFORE DELETE ON adjustment WHEN EXISTS (SELECT 1 FROM run_project m WHERE m.evaluation = old.evaluation)
    OR NOT EXISTS (SELECT 1 FROM evaluation e JOIN pruned p ON p.run = e.run WHERE e.pk = old.evaluation)
BEGIN SELECT RAISE(ABORT, 'adjustment is append-only'); END;
-- +goose StatementEnd
DROP TRIGGER finding_no_delete;
-- +goose StatementBegin
CREATE TRIGGER finding_only_pruned BEFORE DELETE ON finding WHEN EXISTS (SELECT 1 FROM run_project m WHERE m.evaluation = old.evaluation)
    OR NOT EXISTS (SELECT 1 FROM evaluation e JOIN pruned p ON p.run = e.run WHERE e.pk = old.evaluation)
BEGIN SELECT RAISE(ABORT, 'finding is append-only'); END;
-- +goose StatementEnd

DROP TRIGGER run_only_finish;
-- +goose StatementBegin
CREATE TRIGGER run_only_finish BEFORE UPDATE ON run
WHEN old.finished_at <> '' OR new.finished_at = '' OR new.id <> old.id OR new.year <> old.year OR new.pack <> old.pack
    OR new.pack_name <> old.pack_name OR new.engine <> old.engine OR new.project <> old.project OR new.department <> old.department
    OR new.ledger_seq <> old.ledger_seq OR new.revision_seq <> old.revision_seq OR new.withdrawal_seq <> old.withdrawal_seq
    OR new.base <> old.base OR new.author <> old.author OR new.started_at <> old.started_at
BEGIN SELECT RAISE(ABORT, 'run is append-only'); END;
-- +goose StatementEnd
