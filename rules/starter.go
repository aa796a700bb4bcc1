package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

// Starter writes a new pack that extends this one: nothing but its name counts yet, and every section stands there as an example
// to be brought to life, with what it means. The name must be one that a pack may have.
func (r *Ruleset) Starter(name string, words *messages.Catalogue, lang messages.Lang) []byte {
	w := &starterWriter{words: words, lang: lang, name: name, base: r.id.Name}
	w.say("starter.head")
	w.live("pack: " + strconv.Quote(name))
	w.live("extends: " + r.id.Name)
	w.blank()
	w.say("starter.title")
	w.live("title:", "  zh: "+strconv.Quote(name), "  en: "+strconv.Quote(name))
	w.blank()
	w.say("starter.basis")
	w.example("basis: " + strconv.Quote(r.basis.Text))
	w.example("basis_checked: false")
	w.parameters(r)
	w.policy(r)
	w.rules(r)
	w.section("starter.tables", "tables:", "  rate_steps:", "    zh: 按完成率分档得分", "    en: the share by the rate of completion", "    rows:",
		"      - {to: 0.6, share: 0}", "      - {from: 0.6, to: 1, share: 0.5}", "      - {from: 1, share: 1}")
	w.section("starter.flags", "flags:", "  number:", "    - id: doubled", `      when: target > 0 and op in [">=", "=", ">"] and actual >= 2 * target`,
		"      severity: warning", "      why:", `        zh: "完成值 {actual} 是指标值 {target} 的两倍及以上"`, `        en: "{actual} is at least twice the target {target}"`)
	w.section("starter.project", "project:", "  - id: execution-below-half", "    title: {zh: 执行率不到一半，总分封顶, en: capped for an execution below half}",
		"    when: execution_rate < 0.5", "    cap: 59", "    why:", `      zh: "执行率 {execution_rate}，总分不超过 {points} 分"`,
		`      en: "with {execution_rate} executed the total is at most {points}"`)
	w.section("starter.tests", "tests:", `  - {target: "≥100", actual: "100", weight: 10, want: {verdict: met, points: 10}}`)
	return []byte(w.out.String())
}

// starterWriter writes lines that count, examples (# ) and explanations (## ).
type starterWriter struct {
	out        strings.Builder
	words      *messages.Catalogue
	lang       messages.Lang
	name, base string
}

func (w *starterWriter) live(lines ...string) {
	for _, line := range lines {
		w.out.WriteString(line + "\n")
	}
}

func (w *starterWriter) blank() { w.out.WriteString("\n") }

func (w *starterWriter) example(lines ...string) {
	for _, line := range lines {
		w.out.WriteString("# " + line + "\n")
	}
}

// say writes a sentence of the catalogue as comments; all sentences may speak of the pack and its base.
func (w *starterWriter) say(code string, pairs ...string) {
	args := messages.Arguments(engine.Args(append(pairs, "name", w.name, "base", w.base)...))
	for line := range strings.SplitSeq(w.words.Sentence(w.lang, code, args), "\n") {
		w.out.WriteString(strings.TrimRight("## "+line, " ") + "\n")
	}
}

func (w *starterWriter) section(code string, lines ...string) {
	w.blank()
	w.say(code)
	w.example(lines...)
}

func (w *starterWriter) parameters(r *Ruleset) {
	w.section("starter.parameters", "parameters:")
	for _, p := range r.params {
		code := "starter.parameter"
		if p.Unit != "" {
			code = "starter.parameter-unit"
		}
		w.say(code, "meaning", p.Meaning.In(w.lang), "allowed", p.Allowed, "unit", p.Unit)
		w.example("  " + p.Name + ": {value: " + p.Value + "}")
	}
}

func (w *starterWriter) policy(r *Ruleset) {
	w.section("starter.weights", "weights:", "  execution: "+trimPoints(r.policy.Weights.Execution), "  levels:")
	for _, level := range r.policy.Weights.Levels {
		w.example("    " + level.Level.String() + ": " + trimPoints(level.Points))
	}
	w.section("starter.grades", "grades:")
	for _, band := range r.policy.Bands {
		w.example(fmt.Sprintf("  - {name: %s, from: %s}", plainOrQuoted(band.Name), trimPoints(band.From)))
	}
}

func (w *starterWriter) rules(r *Ruleset) {
	w.blank()
	w.say("starter.score")
	for _, k := range engine.FactKinds() {
		var ids []string
		for i := range r.written[k] {
			ids = append(ids, r.written[k][i].id)
		}
		w.say("starter.ids", "facts", k.String(), "ids", strings.Join(ids, ", "))
	}
	w.example("score:", "  number:", "    - id: nearly", "      before: reached", `      when: target > 0 and op == ">=" and actual >= 0.95 * target and actual < target`,
		"      verdict: partly", "      points: weight * rate_steps(rate)", "      why:",
		`        zh: "{actual} 接近指标值 {target}，得 {points} 分"`, `        en: "{actual} is near the target {target}: {points}"`)
}

// Exists says that a file is there already.
type Exists struct{ Path string }

// Error implements error; people get the sentence of [Exists.Code] instead.
func (e *Exists) Error() string { return e.Path + " exists" }

// Code returns the code of the sentence in the catalogue.
func (e *Exists) Code() string { return "rule.new-exists" }

// Args returns the arguments of the sentence: path.
func (e *Exists) Args() []engine.Arg { return engine.Args("path", e.Path) }

// BadName says that a text cannot name a pack.
type BadName struct{ Name string }

// Error implements error; people get the sentence of [BadName.Code] instead.
func (e *BadName) Error() string { return "bad name of a pack: " + e.Name }

// Code returns the code of the sentence in the catalogue.
func (e *BadName) Code() string { return "rule.new-name" }

// Args returns the arguments of the sentence: name.
func (e *BadName) Args() []engine.Arg { return engine.Args("name", e.Name) }

// WriteNew writes a new pack into a folder, which is made where it is not there, and returns the file's path. A file that is there
// is never overwritten, and a pack with the name of a shipped one would hide it: both are *[Exists]. A name that no pack can have
// is *[BadName].
func WriteNew(dir, name string, text []byte) (path string, err error) {
	if !validName(name) {
		return "", &BadName{name}
	}
	path = filepath.Join(dir, name+".yaml")
	if file, _, err := find(name, dir); err == nil {
		return "", &Exists{file}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	whole, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return "", err
	}
	defer os.Remove(whole.Name())
	_, err = whole.Write(text)
	if err = errors.Join(err, whole.Chmod(0o644), whole.Sync(), whole.Close()); err != nil {
		return "", err
	}
	// A link fails where the file is there, so that nothing is overwritten, not even what came about just now.
	if err = os.Link(whole.Name(), path); errors.Is(err, fs.ErrExist) {
		return "", &Exists{path}
	}
	return path, err
}
