-- Baseline CASE: the rules of the pack mof-2020, as shipped, in SQL. Everything is computed in whole numbers: points and money in hundredths, numbers
-- in hundredths of their unit, so that nothing is rounded but the points of a row, once, halves upwards.
--
-- It reads the rows that the program reads (form_row, revision, budget_row, entry) and writes the tables that it writes (pack, run, evaluation,
-- run_project), a row an indicator into the table score (rows.sql), and a row a department. What favours it:
--   * texts of targets and actuals come as numbers from the attached file prepared, whose making is not counted;
--   * it knows only what the generator makes: one entry a value, no revision but the first, nothing withdrawn, nothing approximate, no
--     weights printed for some rows only, no negative targets, no units that have to be converted;
--   * findings, of which the program writes one for twelve rows, are left out, and so are the checks (自评复核), which the program asks of every row;
--   * SHA-256 of inputs and results, which the program computes for every project, are left blank; the execution rate is not reduced; arguments
--     of reasons hold the texts as recorded and no numbers printed anew;
--   * foreign keys are not checked: the totals of an evaluation are the sum of its rows, which therefore come first.
INSERT INTO word (pk, text) VALUES
    (101, 'zero-at-most'), (102, 'zero-at-least'), (103, 'reached'), (104, 'strict-equality'), (105, 'fell'), (106, 'at-least'), (107, 'at-most-ratio'),
    (111, 'inside'), (112, 'below-zero'), (113, 'range-fell'), (114, 'below'), (115, 'above-zero'), (116, 'above-ratio'),
    (121, 'in-time'), (122, 'late'), (123, 'too-late'), (124, 'done'), (125, 'not-done'), (131, 'claimed'), (132, 'stated'),
    (141, 'executed'), (142, 'execution'), (150, 'engine'),
    (201, 'mof-2020/zero-at-most'), (202, 'mof-2020/zero-at-least'), (203, 'mof-2020/reached'), (204, 'mof-2020/strict-equality'),
    (205, 'mof-2020/fell'), (206, 'mof-2020/at-least'), (207, 'mof-2020/at-most-ratio'), (211, 'mof-2020/inside'), (212, 'mof-2020/below-zero'),
    (213, 'mof-2020/range-fell'), (214, 'mof-2020/below'), (215, 'mof-2020/above-zero'), (216, 'mof-2020/above-ratio'), (221, 'mof-2020/in-time'),
    (222, 'mof-2020/late'), (223, 'mof-2020/too-late'), (224, 'mof-2020/done'), (225, 'mof-2020/not-done'), (231, 'mof-2020/claimed'),
    (232, 'mof-2020/stated'), (241, 'mof-2020/executed'), (242, 'mof-2020/execution'),
    (301, 'target-missing'), (302, 'actual-missing'), (303, 'number-needed'), (304, 'unit-unknown'), (305, 'ratio-or-percent'), (306, 'scale-doubtful'),
    (307, 'date-needed'), (308, 'tier-needed'), (309, 'no-rule'), (311, 'adjusted-missing'), (312, 'executed-missing'), (313, 'nothing-budgeted'),
    (314, 'execution-not-scored'),
    (401, '优'), (402, '良'), (403, '中'), (404, '差');
INSERT INTO pack (pk, digest, content) VALUES (1, zeroblob(32), zeroblob(100000));
INSERT INTO run (id, year, pack, pack_name, engine, project, department, ledger_seq, author, started_at, projects, finished_at, base)
    SELECT 1, min(year), 1, 'case', '1', '', '', 0, '', '', 0, '', 0 FROM project;

-- What holds for a whole form: whether it prints weights, which points its classes share (成本指标 counts with 产出指标), what was spent of what.
CREATE TEMP TABLE form (revision INTEGER PRIMARY KEY, project, digest, printed, execution_claimed, adjusted, executed, outputs, benefits, satisfactions, execution,
    weights, output_points, benefit_points, satisfaction_points);
INSERT INTO form SELECT revision, project, digest, printed, execution_claimed, adjusted, executed, outputs, benefits, satisfactions,
    CASE WHEN NOT printed THEN 1000 WHEN execution_weight IS NOT NULL THEN execution_weight WHEN weights = 10000 THEN 0 ELSE 1000 END AS execution,
    weights,
    CASE WHEN outputs = 0 THEN 0 ELSE 5000 + (benefits = 0) * (3000 + (satisfactions = 0) * 1000) END AS output_points,
    CASE WHEN benefits = 0 THEN 0 ELSE 3000 + (outputs = 0) * 5000 + (satisfactions = 0) * 1000 END AS benefit_points,
    CASE WHEN satisfactions = 0 THEN 0 ELSE 1000 + (outputs = 0 AND benefits = 0) * 8000 END AS satisfaction_points
FROM (
    SELECT r.pk AS revision, r.project, r.digest, r.execution_weight, count(f.weight) > 0 AS printed, sum(f.weight) AS weights,
        sum(f.level1 IN (1, 2)) AS outputs, sum(f.level1 = 3) AS benefits, sum(f.level1 = 4) AS satisfactions,
        (SELECT CAST(replace(value, '.', '') AS INTEGER) FROM entry WHERE project = r.project AND indicator IS NULL AND item = 0 AND field = 13) AS execution_claimed,
        coalesce((SELECT CAST(replace(value, '.', '') AS INTEGER) FROM entry WHERE project = r.project AND indicator IS NULL AND item = 0 AND field = 6), b.adjusted) AS adjusted,
        coalesce((SELECT CAST(replace(value, '.', '') AS INTEGER) FROM entry WHERE project = r.project AND indicator IS NULL AND item = 0 AND field = 7), b.executed) AS executed
    FROM revision r JOIN form_row f ON f.revision = r.pk LEFT JOIN budget_row b ON b.revision = r.pk AND b.position = 0
    GROUP BY r.pk);

-- The rows. From the inside out: what is stored; what the words say and the actual in the target's unit; the rule that fits (230 is that of words,
-- whose points depend on the weight), beside which the rows of each class are counted; the weight; the points. The layer with the windows is
-- computed row by row and not copied into the expressions outside it, which makes the script twice as fast.
INSERT INTO score (evaluation, position, indicator, weight, earned, verdict, rule, reason, args)
SELECT revision, position, indicator, weight,
    CASE rule
        WHEN 203 THEN weight WHEN 221 THEN weight WHEN 211 THEN weight WHEN 204 THEN weight WHEN 224 THEN weight
        WHEN 206 THEN min(weight, (2 * weight * actual + target) / (2 * target))
        WHEN 230 THEN CASE WHEN fits THEN claimed ELSE CASE tier WHEN 1 THEN weight WHEN 2 THEN (weight * 7 + 5) / 10 ELSE (weight * 3 + 5) / 10 END END
        WHEN 207 THEN min(weight, (2 * weight * target + actual) / (2 * actual))
        WHEN 214 THEN min(weight, (2 * weight * actual + low) / (2 * low))
        WHEN 216 THEN min(weight, (2 * weight * high + actual) / (2 * actual))
        WHEN 201 THEN (actual <= 0) * weight
        WHEN 202 THEN (CASE WHEN op = 1 THEN actual >= 0 ELSE actual > 0 END) * weight
        WHEN 222 THEN (weight * 7 + 5) / 10
        ELSE 0
    END,
    CASE rule
        WHEN 203 THEN 1 WHEN 221 THEN 1 WHEN 211 THEN 1 WHEN 224 THEN 1 WHEN 204 THEN 2 WHEN 222 THEN 2
        WHEN 206 THEN 3 - (10 * actual >= 6 * target)
        WHEN 230 THEN tier
        WHEN 207 THEN 3 - (10 * target >= 6 * actual)
        WHEN 214 THEN 3 - (10 * actual >= 6 * low)
        WHEN 216 THEN 3 - (10 * high >= 6 * actual)
        WHEN 201 THEN CASE WHEN actual <= 0 THEN 1 ELSE 3 END
        WHEN 202 THEN CASE WHEN CASE WHEN op = 1 THEN actual >= 0 ELSE actual > 0 END THEN 1 ELSE 3 END
        ELSE (rule < 300) * 3
    END,
    CASE WHEN rule = 230 THEN 132 - fits WHEN rule < 300 THEN rule - 100 ELSE 150 END,
    CASE WHEN rule = 230 THEN 232 - fits ELSE rule END,
    CASE WHEN rule < 230 THEN format('actual%c%s%ctarget%c%s%cpoints%c%d%c', char(31), said, char(31), char(31), target_text, char(31), char(31), weight, char(31))
        WHEN rule < 300 THEN format('tier%c%d%cweight%c%d%c', char(31), tier, char(31), char(31), weight, char(31))
        ELSE format('actual%c%s%ctarget%c%s%c', char(31), said, char(31), char(31), target_text, char(31))
    END
FROM (
    SELECT *, rule = 230 AND claimed IS NOT NULL AND CASE tier WHEN 1 THEN 10 * claimed >= 8 * weight AND claimed <= weight
        WHEN 2 THEN 10 * claimed >= 6 * weight AND 10 * claimed < 8 * weight ELSE claimed >= 0 AND 10 * claimed < 6 * weight END AS fits
    FROM (
        SELECT *, CASE WHEN printed THEN printed_weight
            WHEN level1 = 3 THEN benefit_points / benefits + (nth_benefit <= benefit_points % benefits)
            WHEN level1 = 4 THEN satisfaction_points / satisfactions + (nth_satisfaction <= satisfaction_points % satisfactions)
            ELSE output_points / outputs + (nth_output <= output_points % outputs) END AS weight
        FROM (
            SELECT *, sum(level1 < 3) OVER form AS nth_output, sum(level1 = 3) OVER form AS nth_benefit, sum(level1 = 4) OVER form AS nth_satisfaction, CASE
                WHEN kind = 0 THEN 301
                WHEN kind = 1 OR kind = 4 AND actual_kind = 1 THEN CASE
                    WHEN said IS NULL THEN 302
                    WHEN actual_kind <> 1 THEN 303
                    WHEN actual IS NULL THEN 304
                    WHEN bare AND target_unit = '%' AND target > 100 AND actual > 0 AND actual <= 100 THEN 305
                    WHEN bare AND factor > 1 AND target > 0 AND actual >= 10 * target THEN 306
                    WHEN target = 0 AND op IN (3, 2, 5) THEN 201
                    WHEN target = 0 THEN 202
                    WHEN CASE op WHEN 1 THEN actual >= target WHEN 3 THEN actual >= target WHEN 2 THEN actual <= target WHEN 4 THEN actual > target ELSE actual < target END THEN 203
                    WHEN target > 0 AND actual = target THEN 204
                    WHEN target > 0 AND actual < 0 THEN 205
                    WHEN target > 0 AND op IN (1, 3, 4) THEN 206
                    WHEN target > 0 THEN 207
                    ELSE 309 END
                WHEN kind = 2 THEN CASE
                    WHEN said IS NULL THEN 302
                    WHEN actual_kind <> 1 THEN 303
                    WHEN actual IS NULL THEN 304
                    WHEN bare AND target_unit = '%' AND high > 100 AND actual > 0 AND actual <= 100 THEN 305
                    WHEN actual BETWEEN low AND high THEN 211
                    WHEN low = 0 AND actual < low THEN 212
                    WHEN low > 0 AND actual < 0 THEN 213
                    WHEN low > 0 AND actual < low THEN 214
                    WHEN high = 0 AND actual > high THEN 215
                    WHEN high > 0 AND actual > high THEN 216
                    ELSE 309 END
                WHEN kind = 3 THEN CASE
                    WHEN actual_kind = 2 THEN CASE WHEN days_late <= 0 THEN 221 WHEN days_late <= 30 THEN 222 ELSE 223 END
                    WHEN done = 1 THEN 224
                    WHEN done = 3 THEN 225
                    WHEN done IS NULL AND said IS NULL THEN 302
                    ELSE 307 END
                WHEN tier IS NOT NULL THEN 230
                WHEN said IS NULL THEN 302
                ELSE 308 END AS rule
            FROM (
                SELECT f.revision, f.position, f.indicator, f.level1, f.weight AS printed_weight, f.target_kind AS kind, f.target_text,
                    CASE f.target_kind WHEN 4 THEN 1 ELSE f.target_op END AS op,
                    CASE f.target_kind WHEN 2 THEN f.max_scaled_unit ELSE f.target_scaled_unit END AS target_unit,
                    t.value AS target, t.low, t.high, t.factor, a.kind AS actual_kind, a.unit = '' AS bare, a.day - t.due AS days_late, said.value AS said,
                    CASE WHEN a.unit = '' THEN a.value * t.factor
                        WHEN f.target_kind = 2 AND a.scaled_unit = f.max_scaled_unit OR f.target_kind <> 2 AND a.scaled_unit = f.target_scaled_unit
                            OR f.target_scaled_unit || f.max_scaled_unit = '' AND a.scaled_unit <> '%'
                            OR a.scaled_unit = '' AND f.target_scaled_unit <> '%' AND f.max_scaled_unit <> '%' THEN a.value END AS actual,
                    CASE WHEN f.target_kind < 4 OR a.kind = 1 AND f.target_kind = 4 THEN NULL
                        WHEN stated.value IS NOT NULL THEN CASE stated.value WHEN 'met' THEN 1 WHEN 'partly' THEN 2 WHEN 'missed' THEN 3 END
                        WHEN said.value = f.target_text THEN 1
                        WHEN said.value IN ('达成年度指标', '达成预期指标', '达成', '已达成', '完成', '已完成', '是', '100%') THEN 1
                        WHEN said.value IN ('部分达成年度指标并具有一定效果', '部分达成并具有一定效果', '部分达成', '部分完成') THEN 2
                        WHEN said.value IN ('未达成年度指标且效果较差', '未达成且效果较差', '未达成', '未完成') THEN 3 END AS tier,
                    CASE WHEN f.target_kind <> 3 OR a.kind = 2 THEN NULL
                        WHEN stated.value IS NOT NULL THEN CASE stated.value WHEN 'met' THEN 1 WHEN 'partly' THEN 2 WHEN 'missed' THEN 3 END
                        WHEN said.value = f.target_text THEN 1
                        WHEN said.value IN ('100%', '已完成', '完成', '达成', '已达成', '达成年度指标', '达成预期指标', '及时', '及时完成', '按期', '按期完成', '按时', '按时完成',
                            '已按时完成', '已按期完成', '已及时完成', '提前', '提前完成', '如期', '如期完成', '是') THEN 1
                        WHEN said.value IN ('未完成', '未达成', '未达成年度指标且效果较差', '未达成且效果较差') THEN 3 END AS done,
                    CAST(replace(claimed.value, '.', '') AS INTEGER) AS claimed,
                    m.printed, m.outputs, m.benefits, m.satisfactions, m.output_points, m.benefit_points, m.satisfaction_points
                FROM form_row f CROSS JOIN temp.form m ON m.revision = f.revision
                JOIN prepared.target t ON t.revision = f.revision AND t.position = f.position
                LEFT JOIN entry said ON said.project = m.project AND said.indicator = f.indicator AND said.item = 0 AND said.field = 1
                LEFT JOIN prepared.actual a ON a.entry = said.seq
                LEFT JOIN entry stated ON stated.project = m.project AND stated.indicator = f.indicator AND stated.item = 0 AND stated.field = 2
                LEFT JOIN entry claimed ON claimed.project = m.project AND claimed.indicator = f.indicator AND claimed.item = 0 AND claimed.field = 3)
            WINDOW form AS (PARTITION BY revision ORDER BY position))));

-- Totals: what nobody could judge counts nothing at the least and its whole weight at the most.
INSERT INTO evaluation (pk, run, project, revision, input, determined, total, at_least, at_most, grade, execution_rate, execution_weight, execution_earned,
    execution_verdict, execution_rule, execution_reason, execution_args, result, undetermined, faulty)
SELECT revision, 1, project, revision, digest, determined, determined * at_least, at_least, at_most,
    CASE WHEN NOT determined OR faulty THEN 1 WHEN at_least >= 9000 THEN 401 WHEN at_least >= 8000 THEN 402 WHEN at_least >= 6000 THEN 403 ELSE 404 END,
    CASE WHEN adjusted > 0 AND executed IS NOT NULL THEN executed || '/' || adjusted ELSE '' END, execution, execution_earned,
    CASE reason WHEN 241 THEN 1 WHEN 242 THEN 3 - (10 * executed >= 6 * adjusted) WHEN 314 THEN 4 ELSE 0 END,
    CASE WHEN reason < 300 THEN reason - 100 ELSE 150 END, reason,
    'actual' || char(31) || coalesce(executed, '') || char(31) || 'target' || char(31) || coalesce(adjusted, '') || char(31) || 'points' || char(31) || execution_earned || char(31),
    zeroblob(32), undetermined, faulty
FROM (
    SELECT *, undetermined = 0 AS determined, sum_least + execution_earned AS at_least, sum_most + execution_most AS at_most
    FROM (
        SELECT m.*, m.printed AND m.weights + m.execution <> 10000 AS faulty, x.reason,
            CASE x.reason WHEN 241 THEN m.execution WHEN 242 THEN min(m.execution, (2 * m.execution * m.executed + m.adjusted) / (2 * m.adjusted)) ELSE 0 END AS execution_earned,
            CASE x.reason WHEN 241 THEN m.execution WHEN 242 THEN min(m.execution, (2 * m.execution * m.executed + m.adjusted) / (2 * m.adjusted)) WHEN 314 THEN 0 ELSE m.execution END AS execution_most,
            s.sum_least, s.sum_most, s.undetermined + (x.reason BETWEEN 311 AND 313) AS undetermined
        FROM (SELECT evaluation, sum(earned) AS sum_least, sum(CASE verdict WHEN 0 THEN weight ELSE earned END) AS sum_most, sum(verdict = 0) AS undetermined
            FROM score GROUP BY evaluation) s
        JOIN temp.form m ON m.revision = s.evaluation
        JOIN (SELECT revision, CASE WHEN execution = 0 THEN 314 WHEN adjusted IS NULL THEN 311 WHEN executed IS NULL THEN 312 WHEN adjusted = 0 THEN 313
            WHEN executed >= adjusted THEN 241 ELSE 242 END AS reason FROM temp.form) x ON x.revision = s.evaluation))
ORDER BY revision;
INSERT INTO run_project SELECT 1, project, revision FROM temp.form ORDER BY project;

CREATE TABLE case_department (department TEXT PRIMARY KEY, projects INTEGER, determined INTEGER, total INTEGER) STRICT, WITHOUT ROWID;
INSERT INTO case_department SELECT p.folded_department, count(*), sum(e.determined), sum(e.total)
    FROM evaluation e JOIN project p ON p.pk = e.project GROUP BY p.folded_department;
DROP TABLE temp.form;
UPDATE run SET projects = (SELECT count(*) FROM run_project), finished_at = 'done', digest = zeroblob(32) WHERE id = 1;
