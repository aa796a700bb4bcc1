package engine

// Rulebook is a pack as people read it, in one language. Package rules fills it; formulas are steps without values, except that a
// parameter has the value in force.
type Rulebook struct {
	Pack, Title, Basis string
	BasisChecked       bool
	Extends            []string
	Changes            []RulebookChange
	Names              map[string]string // the names of the vocabulary in the language
	Parameters         []RulebookParameter
	Tables             []RulebookTable
	Policy             *Policy
	Kinds              []RulebookKind
	Project            []RulebookRule
	Checks             []RulebookCheck
	Sure               map[string]string // how sure a part is, by its path: read, known or chosen
}

// RulebookChange is a place where a pack differs from the one that it extends.
type RulebookChange struct{ Path, Was, Now, From string }

// RulebookParameter is a value that can be overridden.
type RulebookParameter struct{ Name, Value, Unit, Allowed, Meaning string }

// RulebookTable is a table of bands.
type RulebookTable struct {
	Name, Meaning, Gives string
	Rows                 []RulebookBand
}

// RulebookBand is a row of a table: from From, included, to To, not included. An end that is open is empty.
type RulebookBand struct{ From, To, Value string }

// RulebookCheck is a quality check (自评复核): of what, when it applies (nil: always), and when it finds something (When).
type RulebookCheck struct {
	RulebookRule
	Kind    FactKind
	Applies *Expression
	Hint    string // what to do about a finding; may be blank
}

// RulebookKind holds the rules for one kind of facts.
type RulebookKind struct {
	Kind  FactKind
	Rules []RulebookRule
	Flags []RulebookRule
}

// RulebookRule is a rule, a flag or a rule on the total.
type RulebookRule struct {
	ID       string
	Title    string // of a rule on the total
	Place    RulePlace
	When     *Expression // nil: always
	Verdict  *Expression
	Points   *Expression // of a rule on the total what it adds, or the most that it allows
	Caps     bool
	Severity Severity // of a flag
	Why      string   // with the names of values between braces
}
