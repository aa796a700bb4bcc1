-- A table with a row for each indicator, into which a script in SQL writes what it makes of them. The program keeps all rows of a project in one text
-- (evaluation_body), which saves it most of what rows cost, and shows them as rows by a view of the same name.
DROP VIEW score;
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
