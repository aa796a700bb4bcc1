-- +goose Up

-- What an evaluation says of the rows of its form, its adjustments and its findings, in one text: writing and reading a row of a table costs several
-- times what a row in a text costs. JSON, a list of three lists:
--   rows:        [indicator, weight, earned, verdict, rule, reason, [name, value, …]]
--   adjustments: [rule, points]
--   findings:    [code, severity, [name, value, …], indicator, or "" for the whole form]
-- Indicators are ids, rules, reasons and codes numbers of words.
CREATE TABLE evaluation_body (
    evaluation INTEGER PRIMARY KEY REFERENCES evaluation,
    body       TEXT NOT NULL
) STRICT;
INSERT INTO evaluation_body SELECT e.pk, json_array(
    json((SELECT json_group_array(json_array(i.id, s.weight, s.earned, s.verdict, s.rule, s.reason, json(args_json(s.args))) ORDER BY s.position)
        FROM score s JOIN indicator i ON i.pk = s.indicator WHERE s.evaluation = e.pk)),
    json((SELECT json_group_array(json_array(a.rule, a.points) ORDER BY a.position) FROM adjustment a WHERE a.evaluation = e.pk)),
    json((SELECT json_group_array(json_array(f.code, f.severity, json(args_json(f.args)), coalesce(i.id, '')) ORDER BY f.position)
        FROM finding f LEFT JOIN indicator i ON i.pk = f.indicator WHERE f.evaluation = e.pk)))
    FROM evaluation e;
DROP TABLE score;
DROP TABLE adjustment;
DROP TABLE finding;

-- The same as rows, for whoever reads the file with a tool of his own. Without the operators of JSON, which a tool may be too old to know.
CREATE VIEW score AS SELECT b.evaluation, j.key AS position, i.pk AS indicator, json_extract(j.value, '$[1]') AS weight,
    json_extract(j.value, '$[2]') AS earned, json_extract(j.value, '$[3]') AS verdict, json_extract(j.value, '$[4]') AS rule,
    json_extract(j.value, '$[5]') AS reason, json_extract(j.value, '$[6]') AS args
    FROM evaluation_body b JOIN evaluation e ON e.pk = b.evaluation JOIN json_each(b.body, '$[0]') j
    JOIN indicator i ON i.project = e.project AND i.id = json_extract(j.value, '$[0]');
CREATE VIEW adjustment AS SELECT b.evaluation, j.key AS position, json_extract(j.value, '$[0]') AS rule, json_extract(j.value, '$[1]') AS points
    FROM evaluation_body b JOIN json_each(b.body, '$[1]') j;
CREATE VIEW finding AS SELECT b.evaluation, j.key AS position, json_extract(j.value, '$[0]') AS code, json_extract(j.value, '$[1]') AS severity,
    json_extract(j.value, '$[2]') AS args, i.pk AS indicator
    FROM evaluation_body b JOIN evaluation e ON e.pk = b.evaluation JOIN json_each(b.body, '$[2]') j
    LEFT JOIN indicator i ON i.project = e.project AND i.id = json_extract(j.value, '$[3]');

-- +goose StatementBegin
CREATE TRIGGER evaluation_body_no_update BEFORE UPDATE ON evaluation_body
BEGIN SELECT RAISE(ABORT, 'evaluation_body is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evaluation_body_only_pruned BEFORE DELETE ON evaluation_body WHEN EXISTS (SELECT 1 FROM run_project m WHERE m.evaluation = old.evaluation)
    OR NOT EXISTS (SELECT 1 FROM evaluation e JOIN pruned p ON p.run = e.run WHERE e.pk = old.evaluation)
BEGIN SELECT RAISE(ABORT, 'evaluation_body is append-only'); END;
-- +goose StatementEnd
