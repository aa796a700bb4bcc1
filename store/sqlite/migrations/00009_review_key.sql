-- +goose Up

-- Reviews are the fields 16 and 17. The index of before held two fields of forms, too, which every filled form brings.
DROP INDEX entry_review;
CREATE INDEX entry_review ON entry (project) WHERE field >= 16;
