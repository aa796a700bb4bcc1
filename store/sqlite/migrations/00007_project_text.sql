-- +goose Up

-- By which names and codes a project is found: those of all its forms, folded as people may type them, so that one that is typed needs no look
-- at all projects of a year. Whoever finds a project here still asks its newest form. folded() is a function of this program.
CREATE TABLE project_text (
    folded  TEXT NOT NULL,
    project INTEGER NOT NULL REFERENCES project,
    PRIMARY KEY (folded, project)
) STRICT, WITHOUT ROWID;
INSERT INTO project_text SELECT folded(name), project FROM revision WHERE folded(name) <> ''
    UNION SELECT folded(code), project FROM revision WHERE folded(code) <> '';

-- +goose StatementBegin
CREATE TRIGGER project_text_no_update BEFORE UPDATE ON project_text BEGIN SELECT RAISE(ABORT, 'project_text is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER project_text_no_delete BEFORE DELETE ON project_text BEGIN SELECT RAISE(ABORT, 'project_text is append-only'); END;
-- +goose StatementEnd
