package assessment

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"jixiao/engine"
	"jixiao/examples"
	"jixiao/rules"
	"jixiao/store/sqlite"
)

var (
	changes    = flag.Int("changes", changesAsked, "how many random changes of stored rows have to be found")
	changeSeed = flag.Uint64("changeseed", 1, "the seed of the random changes")
)

// provedYear makes a year with a history: forms in two revisions, corrected and withdrawn values, a withdrawn project, and runs of
// the whole year, of a department and of a project, with more of all of that behind each of them.
func provedYear(t *testing.T, path string) {
	t.Helper()
	ctx := context.Background()
	store, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var forms []*engine.Submission
	for generated := range examples.Generate(7, 16, 2025) {
		forms = append(forms, generated.Submission)
		saveForms(t, store, generated.Submission)
		recordGenerated(t, store, generated, "")
	}
	evaluateFor(t, store, engine.Filter{Year: 2025})
	changed := *forms[3]
	changed.Indicators = slices.Clone(forms[3].Indicators)
	changed.Goal, changed.Indicators[0].Target.Text = "另一个目标", "≥7场"
	changed.Indicators[0].Target.Kind = engine.WordsTarget
	saveForms(t, store, &changed)
	if err := store.WithdrawProject(ctx, forms[5].ID(), stamp.By, stamp.At, "重复"); err != nil {
		t.Fatal(err)
	}
	for generated := range examples.Generate(7, 6, 2025) {
		recordGenerated(t, store, generated, "更正")
	}
	evaluateFor(t, store, engine.Filter{Year: 2025})
	evaluateFor(t, store, engine.Filter{Year: 2025, Department: forms[0].Department})
	evaluateFor(t, store, engine.Filter{Year: 2025, Projects: []engine.ProjectID{forms[1].ID()}})
	saveForms(t, store, forms[5]) // it is back, for the runs after this
	for generated := range examples.Generate(9, 6, 2025) {
		saveForms(t, store, generated.Submission)
		recordGenerated(t, store, generated, "")
	}
}

func saveForms(t *testing.T, store *sqlite.Store, forms ...*engine.Submission) {
	t.Helper()
	if _, err := store.SaveImport(context.Background(), engine.ImportBatch{Submissions: engine.Each(forms), By: stamp.By, At: stamp.At}); err != nil {
		t.Fatal(err)
	}
}

// recordGenerated records what was generated; with an addition behind the texts it is a correction.
func recordGenerated(t *testing.T, store *sqlite.Store, generated examples.Generated, addition string) {
	t.Helper()
	var entries []engine.Entry
	for _, value := range generated.Records {
		if addition != "" && value.Field != engine.RecordReason && value.Field != engine.RecordActual {
			continue
		}
		entries = append(entries, engine.Entry{RecordKey: engine.RecordKey{Project: generated.Submission.ID(), Indicator: value.Indicator,
			Item: value.Item, Field: value.Field}, Value: value.Value + addition, By: stamp.By, At: stamp.At})
	}
	if err := store.Record(context.Background(), engine.Each(entries), func(engine.RecordOutcome) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

// evaluateFor scores as the program does: what did not change since the last such run is taken over.
func evaluateFor(t *testing.T, store *sqlite.Store, filter engine.Filter) {
	t.Helper()
	if _, err := score(context.Background(), t, store, filter, following); err != nil {
		t.Fatal(err)
	}
}

// jobOf begins the options of a run.
func jobOf(filter engine.Filter, set *rules.Ruleset) EvaluateOptions {
	options := EvaluateOptions{Year: filter.Year, Department: filter.Department, By: stamp.By, Now: func() string { return stamp.At },
		Effective: set.Effective()}
	if len(filter.Projects) == 1 {
		options.Project = filter.Projects[0]
	}
	return options
}

// following lets a run follow the newest one of its kind.
func following(store *sqlite.Store, like engine.Run, options *EvaluateOptions) error {
	base, found, err := store.Followed(context.Background(), like)
	if found {
		options.Base = base.ID
	}
	return err
}

// score evaluates under the default pack, with the options as prepare leaves them.
func score(ctx context.Context, t *testing.T, store *sqlite.Store, filter engine.Filter,
	prepare func(*sqlite.Store, engine.Run, *EvaluateOptions) error) (engine.Run, error) {
	t.Helper()
	set := defaultRules(t, filter.Year)
	hold, err := store.HoldYear(ctx, filter.Year, stamp.By)
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Release()
	options := jobOf(filter, set)
	if err := prepare(store, NewRun(set, options), &options); err != nil {
		t.Fatal(err)
	}
	snapshot, err := store.Read(ctx, filter)
	if err != nil {
		t.Fatal(err)
	}
	if options.Resume != nil {
		snapshot = store.ReadInterrupted(ctx, *options.Resume)
	}
	return Evaluate(ctx, snapshot, hold, set, options)
}

// prove opens a database and verifies one run of it.
func prove(path string, id int64) (*engine.Proof, error) {
	ctx := context.Background()
	store, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer store.Close()
	run, err := store.Run(ctx, id)
	if err != nil {
		return nil, err
	}
	if run.FinishedAt == "" {
		return nil, fmt.Errorf("run %d is unfinished", id)
	}
	return Verify(ctx, store, run, store.ReadRun(ctx, run).Pages())
}

func TestEveryRunIsProved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "year.db")
	provedYear(t, path)
	for id, projects := range map[int64]int{1: 16, 2: 15, 3: 0, 4: 1} {
		proof, err := prove(path, id)
		if err != nil {
			t.Fatal(err)
		}
		if proof.First != nil || proof.Differences != 0 || proof.Projects != projects && projects > 0 || proof.Projects == 0 {
			t.Errorf("run %d: %d projects, %d differences, the first %+v", id, proof.Projects, proof.Differences, proof.First)
		}
	}
}

// rowsOfRun is a table and the rows of it on which a run, ?1, rests: a condition on its row x.
type rowsOfRun struct {
	rows    string
	columns map[string]string // with a condition of its own, or none
}

// The values that count for a run, but for those that its form prints as well; and what hides a form's own value from it: an entry of the same field.
const (
	ofRun      = "x.evaluation IN (SELECT evaluation FROM run_project WHERE run = ?1)"
	judged     = "IN (SELECT revision FROM evaluation WHERE pk IN (SELECT evaluation FROM run_project WHERE run = ?1))"
	entryCount = `x.withdraws IS NULL AND x.seq <= (SELECT ledger_seq FROM run WHERE id = ?1)
		AND x.project IN (SELECT project FROM run_project WHERE run = ?1)
		AND x.seq = (SELECT max(n.seq) FROM entry n WHERE n.project = x.project AND n.indicator IS x.indicator AND n.item = x.item
			AND n.field = x.field AND n.withdraws IS NULL AND n.seq <= (SELECT ledger_seq FROM run WHERE id = ?1))
		AND x.field NOT IN (5, 8, 9, 10, 11)`
)

func hiddenBy(fields string) string {
	return `NOT EXISTS (SELECT 1 FROM entry e JOIN revision r ON r.project = e.project WHERE r.pk = x.revision AND e.field IN (` + fields + `))`
}

func always(names ...string) map[string]string {
	columns := map[string]string{}
	for _, name := range names {
		columns[name] = ""
	}
	return columns
}

func with(columns map[string]string, condition string, names ...string) map[string]string {
	for _, name := range names {
		columns[name] = condition
	}
	return columns
}

// proved is every column of the schema on which the proof of a run rests.
var proved = map[string]rowsOfRun{
	"run": {"x.id = ?1", always("id", "year", "pack", "pack_name", "engine", "project", "department", "ledger_seq", "author", "started_at",
		"projects", "finished_at", "digest", "revision_seq", "withdrawal_seq", "inputs", "seal", "base", "checked")},
	"pack":        {"x.pk = (SELECT pack FROM run WHERE id = ?1)", always("pk", "digest", "content")},
	"run_project": {"x.run = ?1", always("run", "project", "evaluation")},
	"evaluation": {"x.pk IN (SELECT evaluation FROM run_project WHERE run = ?1)", always("pk", "project", "revision", "input", "determined", "total", "at_least", "at_most", "grade",
		"execution_rate", "execution_weight", "execution_earned", "execution_verdict", "execution_rule", "execution_reason", "execution_args",
		"result", "undetermined", "faulty", "checks_asked", "checks")},
	"evaluation_body": {ofRun, always("evaluation", "body")},
	"word": {`x.pk IN (SELECT rule FROM score x WHERE ` + ofRun + ` UNION SELECT reason FROM score x WHERE ` + ofRun + `
		UNION SELECT code FROM finding x WHERE ` + ofRun + ` UNION SELECT grade FROM evaluation WHERE pk IN (SELECT evaluation FROM run_project WHERE run = ?1)
		UNION SELECT execution_rule FROM evaluation WHERE pk IN (SELECT evaluation FROM run_project WHERE run = ?1)
		UNION SELECT checks_asked FROM evaluation WHERE pk IN (SELECT evaluation FROM run_project WHERE run = ?1))`, always("pk", "text")},
	"project":   {"x.pk IN (SELECT project FROM run_project WHERE run = ?1)", always("pk", "id", "year")},
	"indicator": {"x.pk IN (SELECT indicator FROM score x WHERE " + ofRun + ")", always("pk", "id")},
	"revision": {"x.pk " + judged, with(always("pk", "project", "digest", "execution_weight", "total", "department", "unit", "code", "name",
		"nature", "kind", "start_day", "end_day", "form_unit", "long_goal", "goal"),
		strings.ReplaceAll(hiddenBy("12, 13"), "x.revision", "x.pk"), "execution_claimed", "execution_reason")},
	"budget_row": {"x.revision " + judged, with(always("revision", "item", "initial"), hiddenBy("6, 7"), "adjusted", "executed")},
	"form_row": {"x.revision " + judged, with(always("revision", "position", "indicator", "level1", "level2", "ordinal", "weight",
		"weight_unreadable", "name", "target_text", "target_kind", "target_op", "target_value", "target_unit", "target_scaled",
		"target_scaled_unit", "min_value", "min_unit", "min_scaled", "min_scaled_unit", "max_value", "max_unit", "max_scaled",
		"max_scaled_unit", "from_day", "due_day", "quarter_before", "items"), hiddenBy("1, 2, 3, 4"), "claimed", "tier", "reason",
		"actual_text", "actual_reported", "actual_kind", "actual_value", "actual_unit", "actual_scaled", "actual_scaled_unit",
		"approximation", "actual_from", "actual_day")},
	"entry":      {entryCount, with(always("seq", "project", "indicator", "field", "value"), "x.field IN (6, 7)", "item")},
	"withdrawal": {`x.pk <= (SELECT withdrawal_seq FROM run WHERE id = ?1 AND project = '' AND department = '')`, always("project")},
}

// notProved is what no score of a run depends on: where values stood in files, who recorded them and why, what imports complained
// of, who holds a year, and fields that stand in the form for people only. A change of one of these does no harm to a proof.
var notProved = map[string]string{
	"import": "*", "import_file": "*", "import_project": "*", "issue": "*", "head_source": "*", "hold": "*", "goose_db_version": "*",
	"sqlite_sequence": "*", "import_of_key": "*", "year_state": "*", "condensed": "*" /* compared with the rows it was made of */, "uncondensed": "*", "pruned": "*",
	"former_project": "*", "former_indicator": "*", // what stands beside a run, and is no part of it
	"project_text": "*",                             // where a project is looked for; its form says whether it is the one
	"evaluation":   "run",                           // which run scored it first
	"project":      "folded_department folded_unit", // of runs of a department; its scope is checked by hand
	"indicator":    "project",
	"budget_row":   "position file sheet ref line",
	"revision":     "number import goal_actual filler telephone filled_on",
	"form_row": "level1_inferred level2_inferred target_op_inferred actual_op file sheet ref line target_file target_sheet target_ref target_line " +
		"actual_file actual_sheet actual_ref actual_line",
	"entry":      "before withdraws author made_at note file sheet ref line",
	"withdrawal": "pk revision successor author made_at note",
}

// TestEveryColumnIsProvedOrNot holds the two lists against the schema, so that a new column is decided on.
func TestEveryColumnIsProvedOrNot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "year.db")
	provedYear(t, path)
	db := rawDatabase(t, path)
	defer db.Close()
	rows, err := db.Query(`SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		_, listed := proved[table].columns[column]
		passed := notProved[table] == "*" || slices.Contains(strings.Fields(notProved[table]), column)
		if listed == passed {
			t.Errorf("%s.%s: in the list of what is proved %v, of what is not %v", table, column, listed, passed)
		}
	}
}

// TestProofComparesWhatIsShown changes what results are read from, and leaves what the proof recomputes.
func TestProofComparesWhatIsShown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "year.db")
	provedYear(t, path)
	db := rawDatabase(t, path)
	defer db.Close()
	if proof, err := prove(path, 1); err != nil || proof.First != nil {
		t.Fatalf("%+v, %v", proof, err)
	}
	for _, change := range []string{`body = replace(body, '1', '2')`, `revision = revision + 1`, `entry_seq = entry_seq + 1`} {
		if _, err := db.Exec(`CREATE TABLE kept AS SELECT * FROM condensed; UPDATE condensed SET ` + change + ` WHERE project = 2`); err != nil {
			t.Fatal(err)
		}
		var broken *sqlite.Error
		if _, err := prove(path, 1); !errors.As(err, &broken) || broken.Code != sqlite.CodeDamaged {
			t.Errorf("%s: %v", change, err)
		}
		if _, err := db.Exec(`INSERT OR REPLACE INTO condensed SELECT * FROM kept; DROP TABLE kept`); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRandomChangesAreFound changes, adds or removes one stored row at a time in a copy of a database, as somebody with a tool of his
// own could, and verifies the run that rests on it.
func TestRandomChangesAreFound(t *testing.T) {
	folder := t.TempDir()
	original, copied := filepath.Join(folder, "year.db"), filepath.Join(folder, "changed.db")
	provedYear(t, original)
	whole, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(*changeSeed, 0))
	tables := sortedKeys(proved)
	kinds := map[string]int{}
	for done := 0; done < *changes; {
		if err := os.WriteFile(copied, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		run := int64(1 + random.IntN(4))
		m := &mutation{Rand: random, t: t, db: rawDatabase(t, copied), run: run, table: tables[random.IntN(len(tables))]}
		what := m.apply()
		m.db.Close()
		if what == "" {
			continue
		}
		done++
		proof, err := prove(copied, run)
		switch {
		case err != nil:
			kinds["refused"]++
		case proof.First == nil:
			t.Errorf("seed %d, change %d: run %d does not notice: %s", *changeSeed, done, run, what)
		default:
			kinds[proof.First.Field]++
		}
	}
	t.Logf("%d changes; the first difference: %v", *changes, kinds)
}

func sortedKeys[T any](m map[string]T) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// rawDatabase opens a file past the program, without triggers, foreign keys and everything else that guards it.
func rawDatabase(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", path+"?_foreign_keys=off&_journal_mode=DELETE&_synchronous=OFF")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

// mutation is one random change.
type mutation struct {
	*rand.Rand
	t     *testing.T
	db    *sql.DB
	run   int64
	table string
}

// apply makes the change and says what it was; nothing where the row has no value that could be another one.
func (m *mutation) apply() string {
	m.dropTriggers()
	switch n := m.IntN(10); {
	case n == 0 && !slices.Contains([]string{"run", "indicator"}, m.table):
		return m.remove()
	case n == 1 && slices.Contains([]string{"evaluation", "budget_row", "form_row"}, m.table):
		return m.add()
	}
	return m.change()
}

func (m *mutation) dropTriggers() {
	rows, err := m.db.Query(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		m.t.Fatal(err)
	}
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			m.t.Fatal(err)
		}
		names = append(names, name)
	}
	rows.Close()
	for _, name := range names {
		m.exec("DROP TRIGGER " + name)
	}
}

func (m *mutation) exec(query string, args ...any) int64 {
	m.t.Helper()
	result, err := m.db.Exec(query, args...)
	if err != nil {
		m.t.Fatalf("%s: %v", query, err)
	}
	count, err := result.RowsAffected()
	if err != nil {
		m.t.Fatal(err)
	}
	return count
}

// key is a condition that names the n-th of the rows on which the run rests, by its primary key.
func (m *mutation) row(condition string) (where string, args []any) {
	rows := proved[m.table].rows
	if condition != "" {
		rows += " AND " + condition
	}
	keys := m.primaryKey()
	count := 0
	if err := m.db.QueryRow(`SELECT count(*) FROM `+m.table+` x WHERE `+rows, m.run).Scan(&count); err != nil {
		m.t.Fatal(err)
	}
	if count == 0 {
		return "", nil
	}
	values, pointers := make([]any, len(keys)), make([]any, len(keys))
	for i := range values {
		pointers[i] = &values[i]
	}
	query := fmt.Sprintf(`SELECT x.%s FROM %s x WHERE %s ORDER BY x.%s LIMIT 1 OFFSET %d`, strings.Join(keys, ", x."), m.table, rows,
		strings.Join(keys, ", x."), m.IntN(count))
	if err := m.db.QueryRow(query, m.run).Scan(pointers...); err != nil {
		m.t.Fatal(err)
	}
	return strings.Join(keys, " = ? AND ") + " = ?", values
}

func (m *mutation) primaryKey() (keys []string) {
	rows, err := m.db.Query(`SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk`, m.table)
	if err != nil {
		m.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			m.t.Fatal(err)
		}
		keys = append(keys, key)
	}
	return keys
}

func (m *mutation) remove() string {
	where, args := m.row("")
	if where == "" {
		return ""
	}
	m.exec(`DELETE FROM `+m.table+` WHERE `+where, args...)
	return fmt.Sprintf("%s %v removed", m.table, args)
}

// add copies a row: an evaluation of another run into this one, or a row behind the last of its kind.
func (m *mutation) add() string {
	if m.table == "evaluation" {
		return m.addEvaluation()
	}
	where, args := m.row("")
	if where == "" {
		return ""
	}
	owner := m.primaryKey()[0]
	m.exec(`CREATE TEMP TABLE copied AS SELECT * FROM `+m.table+` WHERE `+where, args...)
	m.exec(`UPDATE copied SET position = (SELECT max(position) + 1 FROM `+m.table+` WHERE `+owner+` = ?)`, args[0])
	m.exec(`INSERT INTO ` + m.table + ` SELECT * FROM copied`)
	return fmt.Sprintf("%s: a copy of %v added", m.table, args)
}

// addEvaluation copies an evaluation of a project that the run did not judge, and makes the run count it.
func (m *mutation) addEvaluation() string {
	n := m.exec(`INSERT INTO evaluation (run, project, revision, input, determined, total, at_least, at_most, grade, execution_rate,
		execution_weight, execution_earned, execution_verdict, execution_rule, execution_reason, execution_args, result, undetermined, faulty)
		SELECT ?1, project, revision, input, determined, total, at_least, at_most, grade, execution_rate,
		execution_weight, execution_earned, execution_verdict, execution_rule, execution_reason, execution_args, result, undetermined, faulty
		FROM evaluation e WHERE e.project NOT IN (SELECT project FROM run_project WHERE run = ?1) LIMIT 1`, m.run)
	if n == 0 {
		return ""
	}
	const added = `(SELECT max(pk) FROM evaluation)`
	m.exec(`INSERT INTO evaluation_body SELECT ` + added + `, body FROM evaluation_body WHERE evaluation =
		(SELECT min(pk) FROM evaluation WHERE result = (SELECT result FROM evaluation WHERE pk = ` + added + `))`)
	m.exec(`INSERT INTO run_project SELECT ?1, project, pk FROM evaluation WHERE pk = `+added, m.run)
	return "an evaluation added"
}

// change puts another value into one column of one row.
func (m *mutation) change() string {
	columns := sortedKeys(proved[m.table].columns)
	column := columns[m.IntN(len(columns))]
	where, args := m.row(proved[m.table].columns[column])
	if where == "" {
		return ""
	}
	var before any
	if err := m.db.QueryRow(`SELECT `+column+` FROM `+m.table+` WHERE `+where, args...).Scan(&before); err != nil {
		m.t.Fatal(err)
	}
	after := m.another(column, before, args)
	if after == nil {
		return ""
	}
	if _, err := m.db.Exec(`UPDATE `+m.table+` SET `+column+` = ? WHERE `+where, append([]any{after}, args...)...); err != nil {
		return "" // a key that is taken, or a value that the column cannot have
	}
	return fmt.Sprintf("%s.%s %v: %v, was %v", m.table, column, args, after, before)
}

func (m *mutation) another(column string, before any, args []any) any {
	if column == "body" {
		return m.anotherBody(before)
	}
	switch before := before.(type) {
	case int64:
		switch {
		case column == "position" || column == "seq": // behind everything else
			return m.behind(column, before, args)
		case m.IntN(3) == 0:
			return before ^ 1
		}
		return before + 1 + m.Int64N(9)
	case string:
		return m.anotherText(before)
	case []byte:
		changed := slices.Clone(before)
		changed[m.IntN(len(changed))] ^= 1 << m.IntN(8)
		return changed
	case nil:
		if column == "indicator" {
			return nil
		}
		return int64(m.IntN(5000))
	}
	return nil
}

// behind moves a row behind its last neighbour, where it is not the last one.
func (m *mutation) behind(column string, before int64, args []any) any {
	last := int64(1_000_000)
	if column == "position" {
		owner := m.primaryKey()[0]
		if err := m.db.QueryRow(`SELECT max(position) FROM `+m.table+` WHERE `+owner+` = ?`, args[0]).Scan(&last); err != nil {
			m.t.Fatal(err)
		}
	}
	if before == last {
		return nil
	}
	return last + 1
}

// anotherBody changes, removes or repeats one row of a list in the text of a body: a score, an adjustment or a finding.
func (m *mutation) anotherBody(before any) any {
	lists := [][]json.RawMessage{}
	if err := json.Unmarshal([]byte(fmt.Sprint(before)), &lists); err != nil {
		m.t.Fatal(err)
	}
	list := &lists[m.IntN(len(lists))]
	if len(*list) == 0 {
		return nil
	}
	at := m.IntN(len(*list))
	switch m.IntN(5) {
	case 0:
		*list = slices.Delete(*list, at, at+1)
	case 1:
		*list = append(*list, (*list)[at])
	default:
		(*list)[at] = json.RawMessage(m.anotherText(string((*list)[at])))
	}
	after, err := json.Marshal(lists)
	if err != nil {
		return nil // a number that begins with 0
	}
	return string(after)
}

// anotherText changes one digit, or, where there is none, puts something behind the text.
func (m *mutation) anotherText(before string) string {
	digits := []int{}
	for i := range len(before) {
		if before[i] >= '0' && before[i] <= '9' {
			digits = append(digits, i)
		}
	}
	if len(digits) == 0 {
		return before + "7"
	}
	at := digits[m.IntN(len(digits))]
	digit := '0' + (before[at]-'0'+1+byte(m.IntN(9)))%10
	return before[:at] + string(digit) + before[at+1:]
}
