package rules

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"jixiao/engine"
)

// KindPack is the pack for the projects of one kind (项目类别).
type KindPack struct {
	Kind string // as forms print it; white space and width do not count
	Set  *Ruleset
}

// Combine makes one rule set of several: projects of a kind that is named are judged by its pack, all others by otherwise. Its
// name holds the names of all, its effective form and its digest cover all. Policy, parameters and tests are those of otherwise.
func Combine(otherwise *Ruleset, kinds []KindPack) *Ruleset {
	if len(kinds) == 0 {
		return otherwise
	}
	r := *otherwise
	r.otherwise, r.kinds = otherwise, slices.Clone(kinds)
	names := []string{otherwise.id.Name}
	slices.SortFunc(r.kinds, func(a, b KindPack) int { return strings.Compare(engine.Fold(a.Kind), engine.Fold(b.Kind)) })
	for i := range r.kinds {
		r.kinds[i].Kind = engine.Fold(r.kinds[i].Kind)
		if name := r.kinds[i].Set.id.Name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	r.id.Name = strings.Join(names, nameJoint)
	r.effective = combined(otherwise, r.kinds)
	r.id.Digest = sha256.Sum256(r.effective)
	return &r
}

// nameJoint stands between the names of packs that make one rule set. No pack's name holds it.
const nameJoint = "+"

// choiceForm is the effective form of a rule set that chooses. It is told from a pack by its only key.
type choiceForm struct {
	Choice *struct {
		Otherwise json.RawMessage `json:"otherwise"`
		Kinds     []kindForm      `json:"kinds"`
	} `json:"choice"`
}

type kindForm struct {
	Kind string          `json:"kind"`
	Pack json.RawMessage `json:"pack"`
}

func combined(otherwise *Ruleset, kinds []KindPack) []byte {
	form := choiceForm{Choice: &struct {
		Otherwise json.RawMessage `json:"otherwise"`
		Kinds     []kindForm      `json:"kinds"`
	}{Otherwise: otherwise.effective}}
	for _, kind := range kinds {
		form.Choice.Kinds = append(form.Choice.Kinds, kindForm{kind.Kind, kind.Set.effective})
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(form); err != nil {
		panic("rules: " + err.Error()) // every part is JSON that this package wrote
	}
	return out.Bytes()
}

// fromChoice compiles the effective form of a rule set that chooses; it is not ok for anything else.
func fromChoice(data []byte) (set *Ruleset, ok bool, err error) {
	var form choiceForm
	if json.Unmarshal(data, &form) != nil || form.Choice == nil {
		return nil, false, nil
	}
	otherwise, err := FromEffective(form.Choice.Otherwise)
	if err != nil {
		return nil, true, err
	}
	var kinds []KindPack
	for _, kind := range form.Choice.Kinds {
		set, err := FromEffective(kind.Pack)
		if err != nil {
			return nil, true, err
		}
		kinds = append(kinds, KindPack{kind.Kind, set})
	}
	if len(kinds) == 0 {
		return nil, true, errors.New("a choice of packs without kinds")
	}
	return Combine(otherwise, kinds), true, nil
}

// For returns the pack that judges a project: the rule set itself where it is one pack.
func (r *Ruleset) For(s *engine.Submission) *Ruleset {
	kind := engine.Fold(s.Kind)
	for i := range r.kinds {
		if r.kinds[i].Kind == kind {
			return r.kinds[i].Set
		}
	}
	if r.otherwise != nil {
		return r.otherwise
	}
	return r
}

// Choose returns the pack that judges a project, for the engine.
func (r *Ruleset) Choose(s *engine.Submission) engine.Ruleset { return r.For(s) }

// packs lists the packs that judge projects, each once: of a rule set that chooses the one for all other kinds first.
func (r *Ruleset) packs() []*Ruleset {
	if r.otherwise == nil {
		return []*Ruleset{r}
	}
	list := []*Ruleset{r.otherwise}
	for _, kind := range r.kinds {
		if !slices.ContainsFunc(list, func(set *Ruleset) bool { return set.id == kind.Set.id }) {
			list = append(list, kind.Set)
		}
	}
	return list
}

// Kinds lists the kinds of projects that have a pack of their own, sorted; empty where one pack judges all.
func (r *Ruleset) Kinds() []KindPack { return slices.Clone(r.kinds) }
