-- +goose Up

-- What the checks came to for each project: the codes of those that were asked (a word; NULL where there were none), and for each a letter, o for
-- ok, - for not applicable, ? for not enough data, x for a finding, behind which stands in how many places it is where that is more than one.
-- Runs of before (checked = 0) have neither.
ALTER TABLE run ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evaluation ADD COLUMN checks_asked INTEGER REFERENCES word;
ALTER TABLE evaluation ADD COLUMN checks TEXT NOT NULL DEFAULT '';

DROP TRIGGER run_only_finish;
-- +goose StatementBegin
CREATE TRIGGER run_only_finish BEFORE UPDATE ON run
WHEN old.finished_at <> '' OR new.finished_at = '' OR new.id <> old.id OR new.year <> old.year OR new.pack <> old.pack
    OR new.pack_name <> old.pack_name OR new.engine <> old.engine OR new.project <> old.project OR new.department <> old.department
    OR new.ledger_seq <> old.ledger_seq OR new.revision_seq <> old.revision_seq OR new.withdrawal_seq <> old.withdrawal_seq
    OR new.base <> old.base OR new.checked <> old.checked OR new.author <> old.author OR new.started_at <> old.started_at
BEGIN SELECT RAISE(ABORT, 'run is append-only'); END;
-- +goose StatementEnd
