-- Baseline A: what has to be read and written for a year, without any rules. One INSERT … SELECT copies the joined input of every
-- indicator into a row of the table score (rows.sql), which holds what the program keeps of it; before it, one row an evaluation and one a
-- membership, copied from the heads of the forms, so that the rows have what they belong to. Foreign keys are held, as the program holds them.
--
-- Read for each indicator: of form_row position, indicator, weight, target_kind, name, target_text, of the ledger the recorded actual, tier,
-- claimed points and reason; for each project: of revision project, digest, execution_weight, execution_claimed, total, goal. Each is written
-- into a column of the same type. args takes name, target_text, actual and reason together, 44 bytes on average where the program's arguments
-- have 41, and checks the department, 24 bytes where the program's outcomes have 41. Not written: findings (one for twelve rows), because a copy does not know which there are.
INSERT INTO pack (pk, digest, content) VALUES (1, zeroblob(32), zeroblob(100000));
INSERT INTO run (id, year, pack, pack_name, engine, project, department, ledger_seq, author, started_at, projects, finished_at, base)
    VALUES (1, 2025, 1, 'copy', '1', '', '', 0, '', '', 0, '', 0);
INSERT INTO evaluation
    SELECT pk, 1, project, pk, digest, 1, coalesce(total, 0), coalesce(total, 0), coalesce(total, 0), 1, '1/1', coalesce(execution_weight, 0),
        coalesce(execution_claimed, 0), 1, 1, 1, goal, digest, 0, 0, 1, department
    FROM revision ORDER BY project;
INSERT INTO run_project SELECT 1, project, pk FROM revision ORDER BY project;
INSERT INTO score
    SELECT f.revision, f.position, f.indicator, coalesce(f.weight, 0), CAST(coalesce(claimed.value, 0) AS INTEGER), f.target_kind + coalesce(tier.value, 0), 1, 1,
        f.name || f.target_text || coalesce(actual.value, '') || coalesce(reason.value, '')
    FROM revision r JOIN form_row f ON f.revision = r.pk
    LEFT JOIN entry actual ON actual.project = r.project AND actual.indicator = f.indicator AND actual.item = 0 AND actual.field = 1
    LEFT JOIN entry tier ON tier.project = r.project AND tier.indicator = f.indicator AND tier.item = 0 AND tier.field = 2
    LEFT JOIN entry claimed ON claimed.project = r.project AND claimed.indicator = f.indicator AND claimed.item = 0 AND claimed.field = 3
    LEFT JOIN entry reason ON reason.project = r.project AND reason.indicator = f.indicator AND reason.item = 0 AND reason.field = 4
    ORDER BY f.revision, f.position;
UPDATE run SET projects = (SELECT count(*) FROM run_project), finished_at = 'done', digest = zeroblob(32) WHERE id = 1;
