package main

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
)

// pack is the compiled rules of each kind of row, in their order.
type pack map[string][]compiled

type compiled struct{ when, verdict, points cel.Program }

// text is a rule as the pack writes it; an empty condition always holds.
type text struct{ when, verdict, points string }

// Verdicts as the program numbers them: 1 met, 2 partly, 3 missed.
const (
	met, partly, missed = "1.0", "2.0", "3.0"
	reachedNumber       = `(op in [">=", "="] ? actual >= target : op == "<=" ? actual <= target : op == ">" ? actual > target : actual < target)`
	reachedRange        = `(actual >= lower && actual <= upper)`
)

// texts are the rules of mof-2020 under its shipped parameters.
var texts = map[string][]text{
	"number": {
		{`target == 0.0 && op in ["=", "<=", "<"]`, `actual <= 0.0 ? 1.0 : 3.0`, `actual <= 0.0 ? weight : 0.0`},
		{`target == 0.0 && op in [">=", ">"]`, reachedNumber + ` ? 1.0 : 3.0`, reachedNumber + ` ? weight : 0.0`},
		{reachedNumber, met, `weight`},
		{`target > 0.0 && op in [">", "<"] && actual == target`, partly, `weight`},
		{`target > 0.0 && actual < 0.0`, missed, `0.0`},
		{`target > 0.0 && op in [">=", "=", ">"]`, `actual >= partly_from * target ? 2.0 : 3.0`, `weight * actual / target`},
		{`target > 0.0 && op in ["<=", "<"] && reverse == "ratio"`, `target >= partly_from * actual ? 2.0 : 3.0`, `weight * target / actual`},
	},
	"range": {
		{reachedRange, met, `weight`},
		{`lower == 0.0 && actual < lower`, missed, `0.0`},
		{`lower > 0.0 && actual < 0.0`, missed, `0.0`},
		{`lower > 0.0 && actual < lower`, `actual >= partly_from * lower ? 2.0 : 3.0`, `weight * actual / lower`},
		{`upper == 0.0 && actual > upper`, missed, `0.0`},
		{`upper > 0.0 && actual > upper && reverse == "ratio"`, `upper >= partly_from * actual ? 2.0 : 3.0`, `weight * upper / actual`},
	},
	"deadline": {
		{`dated && days_late <= 0.0`, met, `weight`},
		{`dated && days_late <= late_days`, partly, `weight * late_share`},
		{`dated`, missed, `0.0`},
		{`tier == 1.0`, met, `weight`},
		{`tier == 3.0`, missed, `0.0`},
	},
	"words": {
		{`claimed_fits`, `tier`, `claimed`},
		{``, `tier`, `weight * default_share`},
	},
	"execution": {
		{`target > 0.0 && actual >= target`, met, `weight`},
		{`target > 0.0`, `actual >= partly_from * target ? 2.0 : 3.0`, `weight * actual / target`},
	},
}

// compile compiles the rules. The parameters are constants, as in the program.
func compile() (pack, error) {
	env, err := environment()
	if err != nil {
		return nil, err
	}
	p := pack{}
	for kind, rules := range texts {
		for _, rule := range rules {
			if rule.when == "" {
				rule.when = "true"
			}
			var programs [3]cel.Program
			for i, expression := range []string{rule.when, rule.verdict, rule.points} {
				if programs[i], err = program(env, expression); err != nil {
					return nil, err
				}
			}
			p[kind] = append(p[kind], compiled{programs[0], programs[1], programs[2]})
		}
	}
	return p, nil
}

func environment() (*cel.Env, error) {
	var options []cel.EnvOption
	for _, name := range []string{"weight", "target", "actual", "lower", "upper", "days_late", "tier", "claimed", "default_share"} {
		options = append(options, cel.Variable(name, cel.DoubleType))
	}
	options = append(options, cel.Variable("op", cel.StringType), cel.Variable("dated", cel.BoolType), cel.Variable("claimed_fits", cel.BoolType))
	for name, value := range map[string]float64{"partly_from": 0.6, "late_days": 30, "late_share": 0.7} {
		options = append(options, cel.Constant(name, cel.DoubleType, types.Double(value)))
	}
	return cel.NewEnv(append(options, cel.Constant("reverse", cel.StringType, types.String("ratio")))...)
}

func program(env *cel.Env, expression string) (cel.Program, error) {
	ast, issues := env.Compile(expression)
	if err := issues.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", expression, err)
	}
	return env.Program(ast, cel.EvalOptions(cel.OptOptimize))
}
