package rules

// usage says what a number of the vocabulary counts, and shows each name at work. A test compiles every example.
type usage struct {
	unit    string // a unit of parameters, or "target" for the unit of the row's own target; empty for what is no number
	example string
}

// TargetUnit is the unit of a word that is counted as the target of its row is.
const TargetUnit = "target"

var usages = map[string]usage{
	"weight":         {"points", "weight * 0.7"},
	"actual":         {TargetUnit, "actual >= 0.6 * target"},
	"target":         {TargetUnit, "target > 0"},
	"op":             {"", `op in [">=", "="]`},
	"lower":          {TargetUnit, "actual < lower"},
	"upper":          {TargetUnit, "actual > upper"},
	"rate":           {"times", "rate >= 1.3"},
	"reached":        {"", "reached ? weight : 0"},
	"growth":         {"", "growth and actual < 0"},
	"percent":        {"", "percent and actual > 100"},
	"level1":         {"", `level1 == "满意度指标"`},
	"level2":         {"", `level2 in ["数量指标", "质量指标"]`},
	"explained":      {"", "not explained"},
	"yes_no":         {"", "yes_no and tier == partly"},
	"execution_rate": {"share", "execution_rate < 0.8"},
	"budget":         {"yuan", "executed > budget"},
	"executed":       {"yuan", "executed > 0"},
	"funds_gap":      {"yuan", "funds_gap > 0"},
	"dated":          {"", "dated and days_late <= 0"},
	"days_late":      {"days", "days_late <= 30"},
	"tier":           {"", "tier == met"},
	"claimed":        {"points", "claimed >= 0.8 * weight"},
	"claimed_fits":   {"", "claimed_fits ? claimed : 0"},
	"default_share":  {"share", "weight * default_share"},
	"met":            {"", "reached ? met : missed"},
	"partly":         {"", `tier == partly`},
	"missed":         {"", "tier in [partly, missed]"},
	"min":            {"", "min(weight, 10)"},
	"max":            {"", "max(0, weight - 2)"},
	"abs":            {"", "abs(weight - 5)"},
}
