-- +goose Up

-- Texts that repeat: names of files, codes of rules, reasons and findings, grades. Words are never changed or removed.
CREATE TABLE word (
    pk   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

-- pk is the order of first import. The folded texts are part of the identity and the same in all revisions.
CREATE TABLE project (
    pk                INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    year              INTEGER NOT NULL,
    folded_department TEXT NOT NULL,
    folded_unit       TEXT NOT NULL
) STRICT;
CREATE INDEX project_by_year ON project (year);

CREATE TABLE indicator (
    pk      INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    project INTEGER NOT NULL REFERENCES project
) STRICT;

CREATE TABLE import (
    pk      INTEGER PRIMARY KEY,
    author  TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;

CREATE TABLE import_file (
    import   INTEGER NOT NULL REFERENCES import,
    position INTEGER NOT NULL,
    name     INTEGER NOT NULL REFERENCES word,
    digest   BLOB NOT NULL,
    PRIMARY KEY (import, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_file_by_name ON import_file (name, digest);

-- Which projects an import held, those that it left unchanged among them.
CREATE TABLE import_project (
    project INTEGER NOT NULL REFERENCES project,
    import  INTEGER NOT NULL REFERENCES import,
    PRIMARY KEY (project, import)
) STRICT, WITHOUT ROWID;

-- project and indicator are ids: an issue may speak of something that was not stored.
CREATE TABLE issue (
    import    INTEGER NOT NULL REFERENCES import,
    position  INTEGER NOT NULL,
    code      INTEGER NOT NULL REFERENCES word,
    severity  INTEGER NOT NULL,
    args      TEXT NOT NULL,
    project   TEXT NOT NULL,
    indicator TEXT NOT NULL,
    file      INTEGER NOT NULL REFERENCES word,
    sheet     TEXT NOT NULL,
    ref       TEXT NOT NULL,
    line      INTEGER NOT NULL,
    PRIMARY KEY (import, position)
) STRICT, WITHOUT ROWID;

-- One stored state of a project's form: its head. Days are integers yyyymmdd, 0 for none; amounts are fen, weights are
-- hundredths of a point, NULL where the form prints none.
CREATE TABLE revision (
    pk                INTEGER PRIMARY KEY,
    project           INTEGER NOT NULL REFERENCES project,
    number            INTEGER NOT NULL,
    import            INTEGER NOT NULL REFERENCES import,
    digest            BLOB NOT NULL,
    execution_weight  INTEGER,
    execution_claimed INTEGER,
    total             INTEGER,
    department        TEXT NOT NULL,
    unit              TEXT NOT NULL,
    code              TEXT NOT NULL,
    name              TEXT NOT NULL,
    nature            TEXT NOT NULL,
    kind              TEXT NOT NULL,
    start_day         INTEGER NOT NULL,
    end_day           INTEGER NOT NULL,
    form_unit         TEXT NOT NULL,
    long_goal         TEXT NOT NULL,
    goal              TEXT NOT NULL,
    goal_actual       TEXT NOT NULL,
    execution_reason  TEXT NOT NULL,
    filler            TEXT NOT NULL,
    telephone         TEXT NOT NULL,
    filled_on         INTEGER NOT NULL,
    UNIQUE (project, number)
) STRICT;

CREATE TABLE head_source (
    revision INTEGER NOT NULL REFERENCES revision,
    position INTEGER NOT NULL,
    field    TEXT NOT NULL,
    file     INTEGER NOT NULL REFERENCES word,
    sheet    TEXT NOT NULL,
    ref      TEXT NOT NULL,
    line     INTEGER NOT NULL,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE budget_row (
    revision INTEGER NOT NULL REFERENCES revision,
    position INTEGER NOT NULL,
    item     INTEGER NOT NULL,
    initial  INTEGER,
    adjusted INTEGER,
    executed INTEGER,
    file     INTEGER NOT NULL REFERENCES word,
    sheet    TEXT NOT NULL,
    ref      TEXT NOT NULL,
    line     INTEGER NOT NULL,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;

-- One row of a form's indicator table. What scores comes first, what only people read comes last. Numbers are plain decimals
-- as text, empty for 0 without a unit.
CREATE TABLE form_row (
    revision           INTEGER NOT NULL REFERENCES revision,
    position           INTEGER NOT NULL,
    indicator          INTEGER NOT NULL REFERENCES indicator,
    level1             INTEGER NOT NULL,
    level2             INTEGER NOT NULL,
    level1_inferred    INTEGER NOT NULL,
    level2_inferred    INTEGER NOT NULL,
    ordinal            INTEGER NOT NULL,
    weight             INTEGER,
    weight_unreadable  INTEGER NOT NULL,
    claimed            INTEGER,
    tier               INTEGER NOT NULL,
    target_kind        INTEGER NOT NULL,
    target_op          INTEGER NOT NULL,
    target_op_inferred INTEGER NOT NULL,
    target_value       TEXT NOT NULL,
    target_unit        TEXT NOT NULL,
    target_scaled      TEXT NOT NULL,
    target_scaled_unit TEXT NOT NULL,
    min_value          TEXT NOT NULL,
    min_unit           TEXT NOT NULL,
    min_scaled         TEXT NOT NULL,
    min_scaled_unit    TEXT NOT NULL,
    max_value          TEXT NOT NULL,
    max_unit           TEXT NOT NULL,
    max_scaled         TEXT NOT NULL,
    max_scaled_unit    TEXT NOT NULL,
    from_day           INTEGER NOT NULL,
    due_day            INTEGER NOT NULL,
    quarter_before     INTEGER NOT NULL,
    items              TEXT NOT NULL,
    actual_reported    INTEGER NOT NULL,
    actual_kind        INTEGER NOT NULL,
    actual_value       TEXT NOT NULL,
    actual_unit        TEXT NOT NULL,
    actual_scaled      TEXT NOT NULL,
    actual_scaled_unit TEXT NOT NULL,
    actual_op          INTEGER NOT NULL,
    approximation      INTEGER NOT NULL,
    actual_from        INTEGER NOT NULL,
    actual_day         INTEGER NOT NULL,
    name               TEXT NOT NULL,
    target_text        TEXT NOT NULL,
    actual_text        TEXT NOT NULL,
    reason             TEXT NOT NULL,
    file               INTEGER NOT NULL REFERENCES word,
    sheet              TEXT NOT NULL,
    ref                TEXT NOT NULL,
    line               INTEGER NOT NULL,
    target_file        INTEGER NOT NULL REFERENCES word,
    target_sheet       TEXT NOT NULL,
    target_ref         TEXT NOT NULL,
    target_line        INTEGER NOT NULL,
    actual_file        INTEGER NOT NULL REFERENCES word,
    actual_sheet       TEXT NOT NULL,
    actual_ref         TEXT NOT NULL,
    actual_line        INTEGER NOT NULL,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;

-- The ledger of recorded values. before is NULL where nothing counted until then. withdraws is the entry taken back.
CREATE TABLE entry (
    seq       INTEGER PRIMARY KEY,
    project   INTEGER NOT NULL REFERENCES project,
    indicator INTEGER REFERENCES indicator,
    item      INTEGER NOT NULL,
    field     INTEGER NOT NULL,
    value     TEXT NOT NULL,
    before    TEXT,
    withdraws INTEGER REFERENCES entry,
    author    TEXT NOT NULL,
    made_at   TEXT NOT NULL,
    note      TEXT NOT NULL,
    file      INTEGER NOT NULL REFERENCES word,
    sheet     TEXT NOT NULL,
    ref       TEXT NOT NULL,
    line      INTEGER NOT NULL
) STRICT;
CREATE INDEX entry_by_key ON entry (project, indicator, item, field);
CREATE UNIQUE INDEX entry_withdrawn ON entry (withdraws) WHERE withdraws IS NOT NULL;

CREATE TABLE pack (
    pk      INTEGER PRIMARY KEY,
    digest  BLOB NOT NULL UNIQUE,
    content BLOB NOT NULL
) STRICT;

-- Who may evaluate a year. fence rises with every holder; holder is who had it last.
CREATE TABLE hold (
    year   INTEGER PRIMARY KEY,
    fence  INTEGER NOT NULL,
    holder TEXT NOT NULL
) STRICT;

-- A run is unfinished while finished_at is empty. project is the id where only one project is evaluated.
CREATE TABLE run (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    year        INTEGER NOT NULL,
    pack        INTEGER NOT NULL REFERENCES pack,
    pack_name   TEXT NOT NULL,
    engine      TEXT NOT NULL,
    project     TEXT NOT NULL,
    department  TEXT NOT NULL,
    ledger_seq  INTEGER NOT NULL,
    author      TEXT NOT NULL,
    started_at  TEXT NOT NULL,
    projects    INTEGER NOT NULL,
    finished_at TEXT NOT NULL,
    digest      BLOB
) STRICT;

-- execution_rate is a reduced fraction a/b, empty where there is none.
CREATE TABLE evaluation (
    pk                INTEGER PRIMARY KEY,
    run               INTEGER NOT NULL REFERENCES run,
    project           INTEGER NOT NULL REFERENCES project,
    revision          INTEGER NOT NULL REFERENCES revision,
    input             BLOB NOT NULL,
    determined        INTEGER NOT NULL,
    total             INTEGER NOT NULL,
    at_least          INTEGER NOT NULL,
    at_most           INTEGER NOT NULL,
    grade             INTEGER NOT NULL REFERENCES word,
    execution_rate    TEXT NOT NULL,
    execution_weight  INTEGER NOT NULL,
    execution_earned  INTEGER NOT NULL,
    execution_verdict INTEGER NOT NULL,
    execution_rule    INTEGER NOT NULL REFERENCES word,
    execution_reason  INTEGER NOT NULL REFERENCES word,
    execution_args    TEXT NOT NULL,
    UNIQUE (run, project)
) STRICT;
CREATE INDEX evaluation_by_project ON evaluation (project);

CREATE TABLE score (
    evaluation INTEGER NOT NULL REFERENCES evaluation,
    position   INTEGER NOT NULL,
    indicator  INTEGER NOT NULL REFERENCES indicator,
    weight     INTEGER NOT NULL,
    earned     INTEGER NOT NULL,
    verdict    INTEGER NOT NULL,
    rule       INTEGER NOT NULL REFERENCES word,
    reason     INTEGER NOT NULL REFERENCES word,
    args       TEXT NOT NULL,
    PRIMARY KEY (evaluation, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE adjustment (
    evaluation INTEGER NOT NULL REFERENCES evaluation,
    position   INTEGER NOT NULL,
    rule       INTEGER NOT NULL REFERENCES word,
    points     INTEGER NOT NULL,
    PRIMARY KEY (evaluation, position)
) STRICT, WITHOUT ROWID;

-- indicator is NULL where the finding concerns the whole project.
CREATE TABLE finding (
    evaluation INTEGER NOT NULL REFERENCES evaluation,
    position   INTEGER NOT NULL,
    code       INTEGER NOT NULL REFERENCES word,
    severity   INTEGER NOT NULL,
    args       TEXT NOT NULL,
    indicator  INTEGER REFERENCES indicator,
    PRIMARY KEY (evaluation, position)
) STRICT, WITHOUT ROWID;

-- History only grows. A run is changed once, when it is finished.
-- +goose StatementBegin
CREATE TRIGGER word_no_update BEFORE UPDATE ON word BEGIN SELECT RAISE(ABORT, 'word is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER word_no_delete BEFORE DELETE ON word BEGIN SELECT RAISE(ABORT, 'word is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER project_no_update BEFORE UPDATE ON project BEGIN SELECT RAISE(ABORT, 'project is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER project_no_delete BEFORE DELETE ON project BEGIN SELECT RAISE(ABORT, 'project is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER indicator_no_update BEFORE UPDATE ON indicator BEGIN SELECT RAISE(ABORT, 'indicator is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER indicator_no_delete BEFORE DELETE ON indicator BEGIN SELECT RAISE(ABORT, 'indicator is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER import_no_update BEFORE UPDATE ON import BEGIN SELECT RAISE(ABORT, 'import is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER import_no_delete BEFORE DELETE ON import BEGIN SELECT RAISE(ABORT, 'import is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER import_file_no_update BEFORE UPDATE ON import_file BEGIN SELECT RAISE(ABORT, 'import_file is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER import_file_no_delete BEFORE DELETE ON import_file BEGIN SELECT RAISE(ABORT, 'import_file is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER import_project_no_update BEFORE UPDATE ON import_project BEGIN SELECT RAISE(ABORT, 'import_project is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER import_project_no_delete BEFORE DELETE ON import_project BEGIN SELECT RAISE(ABORT, 'import_project is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER issue_no_update BEFORE UPDATE ON issue BEGIN SELECT RAISE(ABORT, 'issue is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER issue_no_delete BEFORE DELETE ON issue BEGIN SELECT RAISE(ABORT, 'issue is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision BEGIN SELECT RAISE(ABORT, 'revision is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revision_no_delete BEFORE DELETE ON revision BEGIN SELECT RAISE(ABORT, 'revision is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER head_source_no_update BEFORE UPDATE ON head_source BEGIN SELECT RAISE(ABORT, 'head_source is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER head_source_no_delete BEFORE DELETE ON head_source BEGIN SELECT RAISE(ABORT, 'head_source is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER budget_row_no_update BEFORE UPDATE ON budget_row BEGIN SELECT RAISE(ABORT, 'budget_row is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER budget_row_no_delete BEFORE DELETE ON budget_row BEGIN SELECT RAISE(ABORT, 'budget_row is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER form_row_no_update BEFORE UPDATE ON form_row BEGIN SELECT RAISE(ABORT, 'form_row is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER form_row_no_delete BEFORE DELETE ON form_row BEGIN SELECT RAISE(ABORT, 'form_row is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pack_no_update BEFORE UPDATE ON pack BEGIN SELECT RAISE(ABORT, 'pack is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pack_no_delete BEFORE DELETE ON pack BEGIN SELECT RAISE(ABORT, 'pack is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evaluation_no_update BEFORE UPDATE ON evaluation BEGIN SELECT RAISE(ABORT, 'evaluation is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evaluation_no_delete BEFORE DELETE ON evaluation BEGIN SELECT RAISE(ABORT, 'evaluation is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER score_no_update BEFORE UPDATE ON score BEGIN SELECT RAISE(ABORT, 'score is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER score_no_delete BEFORE DELETE ON score BEGIN SELECT RAISE(ABORT, 'score is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER adjustment_no_update BEFORE UPDATE ON adjustment BEGIN SELECT RAISE(ABORT, 'adjustment is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER adjustment_no_delete BEFORE DELETE ON adjustment BEGIN SELECT RAISE(ABORT, 'adjustment is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER finding_no_update BEFORE UPDATE ON finding BEGIN SELECT RAISE(ABORT, 'finding is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER finding_no_delete BEFORE DELETE ON finding BEGIN SELECT RAISE(ABORT, 'finding is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER run_no_delete BEFORE DELETE ON run BEGIN SELECT RAISE(ABORT, 'run is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER run_only_finish BEFORE UPDATE ON run
WHEN old.finished_at <> '' OR new.finished_at = '' OR new.id <> old.id OR new.year <> old.year OR new.pack <> old.pack
    OR new.pack_name <> old.pack_name OR new.engine <> old.engine OR new.project <> old.project
    OR new.ledger_seq <> old.ledger_seq OR new.author <> old.author OR new.started_at <> old.started_at
BEGIN SELECT RAISE(ABORT, 'run is append-only'); END;
-- +goose StatementEnd
