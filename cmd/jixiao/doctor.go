package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jixiao/assessment"
	"jixiao/engine"
	"jixiao/messages"
	"jixiao/reports"
	"jixiao/store/sqlite"
)

func (a *app) doctorCommand() *cobra.Command {
	var deep bool
	command := &cobra.Command{
		Use: "doctor", Short: a.say("help.doctor"), Long: a.say("help.doctor-long"), GroupID: groupOther,
		Args: exactly(0),
		RunE: func(command *cobra.Command, _ []string) error {
			return a.doctor(command.Context(), deep)
		},
	}
	command.Flags().BoolVar(&deep, "deep", false, a.say("flag.deep"))
	return command
}

// The states of what doctor looks at.
const (
	doctorOK      = "ok"
	doctorWarning = "warning"
	doctorError   = "error"
)

// doctorLine is one thing that doctor looked at.
type doctorLine struct {
	Check   string  `json:"check"`
	State   string  `json:"state"`
	Message string  `json:"message"`
	Hint    *string `json:"hint"`
}

// checkup collects what doctor finds out.
type checkup struct {
	*app
	path  string
	lines []doctorLine
}

// add adds a line. The sentence and its hint are those of the code in the space doctor.
func (c *checkup) add(state, check, code string, pairs ...string) {
	code = "doctor." + code
	args := messages.Arguments(engine.Args(pairs...))
	line := doctorLine{Check: check, State: state, Message: c.words.Sentence(c.lang, code, args)}
	if state != doctorOK {
		line.Hint = present(c.words.Hint(c.lang, code, args))
	}
	c.lines = append(c.lines, line)
}

// addError adds a line with the words of an error.
func (c *checkup) addError(check string, err error) {
	text, _ := c.explain(err)
	message, hint := c.cutHint(text)
	c.lines = append(c.lines, doctorLine{check, doctorError, message, present(hint)})
}

// doctor looks at the database and all around it, and says what to do about what is not in order. It goes on behind an error as far as that
// makes sense.
func (a *app) doctor(ctx context.Context, deep bool) error {
	a.database = a.config.DB
	c := &checkup{app: a, path: a.config.DB}
	end := a.waiting("progress.doctor")
	err := c.examine(ctx, deep)
	end()
	if err != nil {
		return err
	}
	return c.show()
}

func (c *checkup) examine(ctx context.Context, deep bool) error {
	c.programs()
	c.rules()
	x, err := sqlite.Examine(ctx, c.path)
	switch {
	case err != nil:
		c.addError("file", err)
	default:
		c.file(x)
		err = c.content(ctx, x, deep)
	}
	if err = c.failure(err); err != nil {
		return err
	}
	c.disk(x)
	c.backups(x != nil)
	return nil
}

// failure passes on only what keeps doctor from going on: the caller's end. All else is a line.
func (c *checkup) failure(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func (c *checkup) programs() {
	c.add(doctorOK, "program", "program", "version", version, "engine", engine.Version)
}

// rules compiles the packs in force, as the next evaluation would.
func (c *checkup) rules() {
	set, err := c.ruleset(c.config.Year)
	if err != nil {
		c.addError("rules", err)
		return
	}
	c.add(doctorOK, "rules", "rules", "pack", set.ID().Name)
}

// file says what a look at the file told.
func (c *checkup) file(x *sqlite.Examination) {
	c.add(doctorOK, "file", "file", "db", c.path, "size", bytesText(x.Size), "sqlite", x.SQLite)
	if x.Schema < x.Knows {
		c.add(doctorWarning, "schema", "schema-older", "has", itoa(int(x.Schema)), "knows", itoa(int(x.Knows)))
	} else {
		c.add(doctorOK, "schema", "schema", "has", itoa(int(x.Schema)))
	}
	switch {
	case len(x.Faults) > 0:
		c.add(doctorError, "integrity", "integrity-faults", "detail", x.Faults[0], "count", itoa(len(x.Faults)))
	default:
		c.add(doctorOK, "integrity", "integrity")
	}
	switch {
	case len(x.Faults) > 0: // nothing was asked
	case len(x.ForeignKeys) > 0:
		c.add(doctorError, "references", "references-faults", "detail", x.ForeignKeys[0], "count", itoa(len(x.ForeignKeys)))
	default:
		c.add(doctorOK, "references", "references")
	}
	c.clock(x.NewestTime)
}

// clock compares the machine's clock with the newest time in the database.
func (c *checkup) clock(newest string) {
	then, err := time.Parse(time.RFC3339, newest)
	if err == nil && then.After(c.now().Add(time.Minute)) {
		c.add(doctorWarning, "clock", "clock-behind", "now", clock(c.time()), "newest", clock(newest))
		return
	}
	c.add(doctorOK, "clock", "clock", "now", clock(c.time()))
}

// content looks at what the database holds. An older one is left as it is, and a damaged one is not read on.
func (c *checkup) content(ctx context.Context, x *sqlite.Examination, deep bool) error {
	if x.Schema < x.Knows || len(x.Faults)+len(x.ForeignKeys) > 0 {
		return nil
	}
	c.settings(ctx)
	store, err := c.openReading(ctx, c.path)
	if err != nil {
		c.addError("forms", err)
		return err
	}
	defer store.Close()
	if err := c.forms(ctx, store); err != nil {
		c.addError("forms", err)
		return err
	}
	if err := c.runs(ctx, store, deep); err != nil {
		c.addError("runs", err)
		return err
	}
	return nil
}

// settings opens the database as a command that writes would, and says how such a connection works.
func (c *checkup) settings(ctx context.Context) {
	store, err := c.openStore(ctx, c.path, true)
	if err != nil {
		c.addError("settings", err)
		return
	}
	defer store.Close()
	journal, synchronous, err := store.Settings(ctx)
	switch {
	case err != nil:
		c.addError("settings", err)
	case journal != "wal" || synchronous != 2:
		c.add(doctorError, "settings", "settings-wrong", "journal", journal, "synchronous", itoa(synchronous))
	default:
		c.add(doctorOK, "settings", "settings", "journal", journal, "synchronous", itoa(synchronous))
	}
}

// forms recomputes the digests of all forms, and compares them with what is made of them: the condensed texts that evaluations read, and the
// texts by which projects are found.
func (c *checkup) forms(ctx context.Context, store *sqlite.Store) error {
	years, err := store.Years(ctx)
	if err != nil {
		return err
	}
	total := 0
	var changed []string
	for _, year := range years {
		reading, err := store.ReadRows(ctx, engine.Filter{Year: year, Withdrawn: true})
		if err != nil {
			return err
		}
		count, names, err := assessment.ChangedForms(ctx, reading.Pages())
		if err = errors.Join(err, reading.Close()); err != nil {
			return err
		}
		total += count
		changed = append(changed, names...)
	}
	if len(changed) > 0 {
		c.add(doctorError, "forms", "forms-changed", "count", itoa(len(changed)), "project", changed[0])
		return nil
	}
	for _, made := range []struct {
		code  string
		wrong func(context.Context) ([]engine.ProjectID, error)
	}{{"forms-condensed", store.WrongCondensed}, {"forms-texts", store.WrongTexts}} {
		wrong, err := made.wrong(ctx)
		if err != nil {
			return err
		}
		if len(wrong) > 0 {
			c.add(doctorError, "forms", made.code, "count", itoa(len(wrong)), "project", string(wrong[0]))
			return nil
		}
	}
	c.add(doctorOK, "forms", "forms", "count", itoa(total))
	return nil
}

// runs compares the seals of all finished runs, recomputes them where that is asked for, and lists the interrupted ones.
func (c *checkup) runs(ctx context.Context, store *sqlite.Store, deep bool) error {
	runs, err := store.Runs(ctx, 0)
	if err != nil {
		return err
	}
	finished, broken := 0, 0
	for i := range runs {
		run := &runs[i]
		if run.FinishedAt == "" && run.PrunedAt != "" {
			continue
		}
		if run.FinishedAt == "" {
			if err := c.interrupted(ctx, store, run); err != nil {
				return err
			}
			continue
		}
		finished++
		if run.RevisionSeq > 0 && run.Seal != run.Sealed() {
			broken++
			c.add(doctorError, "runs", "runs-seal", "run", strconv.FormatInt(run.ID, 10))
		}
	}
	if broken == 0 {
		c.add(doctorOK, "runs", "runs", "count", itoa(finished))
	}
	if !deep {
		return nil
	}
	for i := range runs {
		if runs[i].FinishedAt == "" || runs[i].PrunedAt != "" {
			continue
		}
		if err := c.proof(ctx, store, runs[i]); err != nil {
			return err
		}
	}
	return nil
}

// interrupted says that a run was not finished, unless somebody is still at it.
func (c *checkup) interrupted(ctx context.Context, store *sqlite.Store, run *engine.Run) error {
	number, year := strconv.FormatInt(run.ID, 10), itoa(run.Year)
	holder, err := store.Holder(ctx, run.Year)
	switch {
	case err != nil:
		return err
	case holder != "":
		c.add(doctorOK, "interrupted", "interrupted-held", "run", number, "year", year, "by", holder)
	default:
		c.add(doctorWarning, "interrupted", "interrupted", "run", number, "year", year, "started", clock(run.StartedAt))
	}
	return nil
}

// proof recomputes a run.
func (c *checkup) proof(ctx context.Context, store *sqlite.Store, run engine.Run) error {
	number := strconv.FormatInt(run.ID, 10)
	proof, err := assessment.Verify(ctx, store, run, store.ReadRun(ctx, run).Pages())
	var other *assessment.OtherEngine
	switch {
	case errors.As(err, &other):
		c.add(doctorWarning, "proof", "proof-engine", "run", number, "has", other.Has, "knows", other.Knows)
	case err != nil:
		return err
	case proof.First != nil:
		c.add(doctorError, "proof", "proof-differs", "run", number, "count", itoa(proof.Differences), "projects", itoa(proof.Differing))
	default:
		c.add(doctorOK, "proof", "proof", "run", number, "projects", itoa(proof.Projects))
	}
	return nil
}

// leastFree is how many bytes a disk should have free beside room for a backup.
const leastFree = 200 << 20

// disk says what room there is, and whether the disk is of a kind that locks can be relied on.
func (c *checkup) disk(x *sqlite.Examination) {
	disk, err := sqlite.DiskOf(c.path)
	if err != nil {
		c.addError("disk", err)
		return
	}
	needed := int64(leastFree)
	if x != nil {
		needed += x.Size
	}
	if disk.Kind == "" {
		disk.Kind = c.say("doctor.kind-other")
	}
	switch free := bytesText(disk.Free); {
	case disk.Remote:
		c.add(doctorWarning, "disk", "disk-remote", "kind", disk.Kind)
	case disk.Free < 0:
		c.add(doctorOK, "disk", "disk-unknown")
	case disk.Free < needed:
		c.add(doctorWarning, "disk", "disk-tight", "free", free, "needed", bytesText(needed))
	default:
		c.add(doctorOK, "disk", "disk", "free", free, "kind", disk.Kind)
	}
}

// backups names the newest good backup beside the database, and asks for one where there is something to back up.
func (c *checkup) backups(readable bool) {
	newest, err := sqlite.NewestBackup(c.path)
	switch {
	case err != nil:
		c.addError("backup", err)
	case newest == nil && !readable:
	case newest == nil:
		c.add(doctorWarning, "backup", "backup-none", "db", c.path)
	default:
		c.add(doctorOK, "backup", "backup", "file", c.asNamed(newest.Path), "made", clock(newest.Made))
	}
}

// show prints all lines, and ends with an error where one of them is one.
func (c *checkup) show() error {
	ok := true
	for _, line := range c.lines {
		ok = ok && line.State != doctorError
	}
	err := c.print(ok)
	if err == nil && !ok {
		err = errShown
	}
	return err
}

func (c *checkup) print(ok bool) error {
	if c.config.JSON {
		return reports.WriteJSON(c.out, struct {
			DB     string       `json:"db"`
			OK     bool         `json:"ok"`
			Checks []doctorLine `json:"checks"`
		}{c.path, ok, c.lines})
	}
	for _, line := range c.lines {
		if c.config.Quiet && line.State == doctorOK {
			continue
		}
		fmt.Fprintln(c.out, c.say("doctor.line", "state", c.say("doctor.state-"+line.State), "check", c.say("doctor.check-"+line.Check), "message", line.Message))
		if line.Hint == nil {
			continue
		}
		for hint := range strings.SplitSeq(*line.Hint, "\n") {
			fmt.Fprintln(c.out, "  "+c.say("label.hint-arrow")+hint)
		}
	}
	return nil
}
