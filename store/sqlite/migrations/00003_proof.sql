-- +goose Up

-- What a run has to keep so that it can be recomputed and proved: the last revision and withdrawal that it saw (0 revisions: a run of
-- before), the digest of everything that it judged, and a digest of the row itself.
ALTER TABLE run ADD COLUMN revision_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN withdrawal_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN inputs BLOB;
ALTER TABLE run ADD COLUMN seal BLOB;

DROP TRIGGER run_only_finish;
-- +goose StatementBegin
CREATE TRIGGER run_only_finish BEFORE UPDATE ON run
WHEN old.finished_at <> '' OR new.finished_at = '' OR new.id <> old.id OR new.year <> old.year OR new.pack <> old.pack
    OR new.pack_name <> old.pack_name OR new.engine <> old.engine OR new.project <> old.project OR new.department <> old.department
    OR new.ledger_seq <> old.ledger_seq OR new.revision_seq <> old.revision_seq OR new.withdrawal_seq <> old.withdrawal_seq
    OR new.author <> old.author OR new.started_at <> old.started_at
BEGIN SELECT RAISE(ABORT, 'run is append-only'); END;
-- +goose StatementEnd
