package rules

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"go.yaml.in/yaml/v4"

	"jixiao/engine"
)

// The bounds of one expression. With them the slowest hostile expression is refused within milliseconds; see the package's
// decisions.
const (
	maxExpressionBytes = 4096
	maxExpressionNodes = 300
	maxLets            = 8
)

// scope is what an expression may name.
type scope struct {
	facts    engine.FactKind
	constant bool // no facts: settings are fixed when the pack is compiled
	noPoints bool // its sentences speak of no points
	lastYear bool // an expression named what stands in last year's run
	params   *parameters
	config   *conf.Config
}

func newScope(facts engine.FactKind, constant bool, params *parameters) *scope {
	s := &scope{facts: facts, constant: constant, params: params}
	s.config = s.environment()
	return s
}

// environment declares the scope's names to expr, so that its own type check reads the same registry.
func (s *scope) environment() *conf.Config {
	env := map[string]any{}
	for i := range vocabulary {
		if w := &vocabulary[i]; s.knows(w) {
			env[w.en], env[w.zh] = example(w.kind), example(w.kind)
		}
	}
	for _, w := range verdictWords {
		env[w.en], env[w.zh] = "", ""
	}
	for _, p := range s.params.list {
		env[p.name] = example(p.term.kind)
	}
	config := conf.New(env)
	config.Optimize = false
	config.MaxNodes = maxExpressionNodes
	for name := range config.Builtins {
		config.Disabled[name] = findFunction(name) == nil
	}
	for name, disabled := range config.Disabled {
		if disabled {
			delete(config.Builtins, name)
		} else {
			delete(config.Disabled, name)
		}
	}
	for _, f := range functions {
		// expr knows the English names; the Chinese ones are declared, never called by it.
		config.Functions[f.zh] = declared(f.zh)
	}
	for _, t := range s.params.tables {
		config.Functions[t.Name] = declared(t.Name)
	}
	return config
}

// declared is a function that expr knows by name and never calls.
func declared(name string) *builtin.Function {
	return &builtin.Function{Name: name, Func: func(...any) (any, error) { return nil, errors.ErrUnsupported }}
}

func example(k kind) any {
	switch k {
	case numberKind:
		return float64(0)
	case truthKind:
		return false
	}
	return ""
}

func (s *scope) knows(w *word) bool { return !s.constant && w.isIn(s.facts) }

// names lists what the scope knows, for suggestions.
func (s *scope) names() []string {
	var names []string
	for i := range vocabulary {
		if w := &vocabulary[i]; s.knows(w) {
			names = append(names, w.en, w.zh)
		}
	}
	names = append(names, s.params.names()...)
	if !s.constant {
		names = append(names, verdictDomain.words...)
	}
	return names
}

// expression compiles the expression of a scalar. Mistakes are listed; the term is then bad.
func (s *source) expression(n *yaml.Node, in string, scope *scope, hint *domain) term {
	if n == nil {
		return term{}
	}
	if n.Kind != yaml.ScalarNode {
		s.shape(n, in, "expression")
		return term{}
	}
	switch {
	case strings.TrimSpace(n.Value) == "":
		s.on(n, "expression-empty", "in", in)
		return term{}
	case len(n.Value) > maxExpressionBytes:
		s.on(n, "expression-too-long", "limit", itoa(maxExpressionBytes))
		return term{}
	}
	if !s.count(partsEach) {
		s.complex(n)
		return term{}
	}
	c := &compiler{source: s, node: n, text: []rune(n.Value), scope: scope}
	tree, err := guarded(func() (*parser.Tree, error) { return parser.ParseWithConfig(n.Value, scope.config) })
	if err != nil {
		c.syntax(err)
		return term{}
	}
	before := len(s.list)
	result := c.compile(tree.Node, hint)
	if s.expressionParts > maxPackParts {
		s.complex(n)
	}
	if len(s.list) > before || result.kind == badKind {
		return term{}
	}
	// Everything has an exact meaning here. expr's own checker is the second pair of eyes.
	if _, err := guarded(func() (*parser.Tree, error) { _, err := checker.Check(tree, scope.config); return tree, err }); err != nil {
		c.syntax(err)
		return term{}
	}
	result.tree = tree.Node
	return result
}

// complex lists the expression in which a pack has too many parts, and ends the work on it.
func (s *source) complex(n *yaml.Node) {
	s.on(n, "pack-too-complex", "limit", itoa(maxPackParts))
	panic(enough{s.list})
}

// guarded turns a panic of the library into an error: a pack is foreign text.
func guarded(work func() (*parser.Tree, error)) (tree *parser.Tree, err error) {
	defer func() {
		if caught := recover(); caught != nil {
			err = fmt.Errorf("expr: %v", caught)
		}
	}()
	return work()
}

// syntax lists what expr refuses, with our code where the kind of mistake is known.
func (c *compiler) syntax(err error) {
	var refused *file.Error
	if !errors.As(err, &refused) {
		c.fault(0, "expression-syntax", "detail", err.Error())
		return
	}
	from := min(refused.From, len(c.text))
	to := max(from, min(refused.To, len(c.text)))
	token := string(c.text[from:to])
	switch message := refused.Message; {
	case strings.Contains(message, "maximum allowed nodes"):
		c.fault(0, "expression-too-complex", "limit", itoa(maxExpressionNodes))
	case strings.Contains(message, "unexpected token EOF"), strings.Contains(message, "unexpected end"):
		c.fault(len(c.text), "expression-ends")
	case strings.Contains(message, "unrecognized character"):
		c.character(from)
	case strings.HasPrefix(message, "unexpected token") && token != "":
		c.fault(from, "expression-token", "token", token)
	case strings.HasPrefix(message, "invalid") && strings.Contains(message, "literal"):
		start, text := c.literalBefore(from)
		c.fault(start, "literal", "text", text, "digits", itoa(engine.MaxDigits))
	default:
		c.fault(from, "expression-syntax", "detail", message)
	}
}

// ascii names what to write instead of signs that a Chinese keyboard gives.
var ascii = map[rune]string{'≥': ">=", '≤': "<=", '≠': "!=", '＝': "==", '＞': ">", '＜': "<", '×': "*", '÷': "/", '－': "-", '−': "-",
	'＋': "+", '（': "(", '）': ")", '，': ",", '：': ":", '？': "?", '“': "\"", '”': "\"", '‘': "'", '’': "'", '【': "[", '】': "]",
	'；': ";", '！': "!", '／': "/", '＊': "*"}

func (c *compiler) character(at int) {
	// The lexer may report the end of what it read; the sign itself is the first one that nothing can begin with.
	for at > 0 && (at >= len(c.text) || unicode.IsSpace(c.text[at])) {
		at--
	}
	pairs := []string{"char", string(c.text[at])}
	if instead, ok := ascii[c.text[at]]; ok {
		pairs = append(pairs, "suggestion", instead)
	}
	c.fault(at, "expression-character", pairs...)
}

// literalBefore finds the number that ends before an offset; expr reports the token behind it.
func (c *compiler) literalBefore(offset int) (start int, text string) {
	end := offset
	for end > 0 && unicode.IsSpace(c.text[end-1]) {
		end--
	}
	start = end
	for start > 0 && (unicode.IsDigit(c.text[start-1]) || unicode.IsLetter(c.text[start-1]) || strings.ContainsRune("._", c.text[start-1])) {
		start--
	}
	return start, string(c.text[start:end])
}

// leftmost returns where the text of a node begins. An operator's node knows only the operator's place.
func leftmost(n ast.Node) int {
	switch n := n.(type) {
	case *ast.BinaryNode:
		return leftmost(n.Left)
	case *ast.ConditionalNode:
		return leftmost(n.Cond)
	case *ast.MemberNode:
		return leftmost(n.Node)
	case *ast.SliceNode:
		return leftmost(n.Node)
	case *ast.ChainNode:
		return leftmost(n.Node)
	}
	return n.Location().From
}
