package rules

import (
	"bytes"
	"encoding/json"
	"slices"

	"jixiao/engine"
)

// shape says what can stand in a part of a pack. The shapes stand beside the code that reads packs, and a test compares the two:
// every mapping that is read, in every pack that there is, must be read with the keys of its shape.
type shape struct {
	form  form
	name  string // of a shape that stands in several places; the schema defines it once
	doc   Text
	keys  []shapeKey // of an object
	item  *shape     // of a list, and of the values of a map
	words []string   // of a word: those that can stand here
	least int        // of a list
	most  int
	// either holds the shapes of which one counts, by the keys that are there.
	either []*shape
}

// form is what a part looks like in YAML.
type form uint8

const (
	objectForm     form = iota // fixed keys
	mapForm                    // keys of the author's
	listForm                   //
	textForm                   // words that are no number
	cellForm                   // whatever would stand in a cell: numbers need no quotes
	truthForm                  // true or false
	numberForm                 // a number
	expressionForm             // an expression, of which a number or a truth is one
	wordForm                   // one of a few words
	eitherForm                 // one of several shapes
)

// shapeKey is a key of an object.
type shapeKey struct {
	name  string
	needs bool // it must be there
	shape *shape
}

func object(zh, en string, keys ...shapeKey) *shape {
	return &shape{form: objectForm, doc: Text{zh, en}, keys: keys}
}

func plain(f form, zh, en string) *shape { return &shape{form: f, doc: Text{zh, en}} }

func listOf(zh, en string, item *shape) *shape {
	return &shape{form: listForm, doc: Text{zh, en}, item: item}
}

func mapOf(zh, en string, item *shape) *shape {
	return &shape{form: mapForm, doc: Text{zh, en}, item: item}
}

func wordOf(zh, en string, words ...string) *shape {
	return &shape{form: wordForm, doc: Text{zh, en}, words: words}
}

func (s *shape) between(least, most int) *shape {
	s.least, s.most = least, most
	return s
}

// called names a shape that stands in several places.
func (s *shape) called(name string) *shape {
	s.name = name
	return s
}

func requiredKey(name string, s *shape) shapeKey { return shapeKey{name, true, s} }

func optionalKey(name string, s *shape) shapeKey { return shapeKey{name, false, s} }

// bothLanguages is a sentence in Chinese and English.
func bothLanguages(zh, en string) *shape {
	return object(zh, en, requiredKey("zh", plain(textForm, "中文", "in Chinese")), requiredKey("en", plain(textForm, "英文", "in English"))).called("text")
}

// placing are the keys by which a rule of a pack that extends another one finds its place there.
func placing() []shapeKey {
	return []shapeKey{
		optionalKey(keyBefore, plain(textForm, "放在所继承规则包的哪条规则之前", "the rule of the other pack that it goes before")),
		optionalKey(keyAfter, plain(textForm, "放在所继承规则包的哪条规则之后", "the rule of the other pack that it goes behind")),
		optionalKey(keyRemove, plain(truthForm, "去掉所继承规则包中的这条规则", "take the rule of this id out of the other pack")),
	}
}

func packShape() *shape {
	return object("评分规则包", "a rule pack",
		requiredKey("pack", plain(textForm, "规则包的名称，与文件名相同", "the pack's name, as its file is called")),
		optionalKey("extends", plain(textForm, "在哪个规则包的基础上修改", "the pack that this one builds on")),
		requiredKey("title", bothLanguages("标题", "the title")),
		requiredKey("basis", plain(textForm, "依据的文件", "the document that the pack rests on")),
		requiredKey("basis_checked", plain(truthForm, "是否核对过依据的条文", "whether its articles were re-read")),
		optionalKey("parameters", mapOf("可调的参数", "values that can be overridden within bounds", parameterShape().called("parameter"))),
		optionalKey("tables", mapOf("分档表，表达式中写 表名(数)", "tables of bands; an expression calls one by its name", tableShape().called("table"))),
		requiredKey("weights", weightsShape()),
		optionalKey("settings", settingsShape()),
		requiredKey("windows", windowsShape()),
		requiredKey("phrases", tierWords("完成值的文字等于哪些词语即说明了完成情况", "words of an actual that state a tier")),
		requiredKey("done_phrases", tierWords("期限类指标没有日期时，哪些词语说明了是否完成", "the same for deadlines without a date")),
		requiredKey("growth_words", listOf("名称或指标值含有即为增长类指标的词语", "words that mark an indicator of growth", plain(textForm, "", "")).between(1, maxWords)),
		optionalKey("yes_no_words", listOf("只有做到与没做到之分的指标值", "targets that are kept or not, and nothing between", plain(textForm, "", "")).between(1, maxWords)),
		requiredKey("score", kindsShape("按指标值的种类列出的评分规则，第一条适用的起作用", "scoring rules by kind of target; the first that fits counts", true, ruleShape().called("rule"))),
		optionalKey("flags", kindsShape("提示：不影响得分，凡适用的都给出", "flags: they change no score, and all that fit are raised", false, flagShape().called("flag"))),
		optionalKey("project", listOf("汇总之后对总分的规则，凡适用的都起作用", "rules on the total after all rows; all that fit count", projectShape().called("project-rule"))),
		optionalKey("checks", listOf("自评复核：逐项检查自评表，不影响得分", "quality checks of self-evaluations; they change no score", checkShape().called("check"))),
		requiredKey("grades", listOf("等级，从高到低", "grades from the best down", object("", "",
			requiredKey("name", plain(textForm, "等级的名称", "the grade's name")),
			requiredKey("from", plain(expressionForm, "从多少分起（含）", "the score from which it counts, included"))))),
		optionalKey("confidence", mapOf("各部分有多可靠：read 读过公布的文本，known 公认但未核对，chosen 本规则包自定",
			"how sure each part is: read in a published text, known but not re-read, chosen by the pack's author", wordOf("", "", certainties...))),
		optionalKey("tests", listOf("随规则包的测试", "tests of the pack", testShape().called("test"))),
	)
}

func parameterShape() *shape {
	return object("参数", "a parameter",
		requiredKey("value", plain(cellForm, "值", "the value")),
		requiredKey("zh", plain(textForm, "中文说明", "what it means, in Chinese")),
		requiredKey("en", plain(textForm, "英文说明", "what it means, in English")),
		optionalKey("unit", wordOf("单位", "the unit", units...)),
		optionalKey("range", listOf("最小值和最大值", "the least and the greatest value", plain(numberForm, "", "")).between(2, 2)),
		optionalKey("one_of", listOf("可取的词语", "the words that it can be", plain(textForm, "", "")).between(1, maxWords)))
}

func tableShape() *shape {
	return object("分档表", "a table of bands",
		requiredKey("zh", plain(textForm, "中文说明", "what it means, in Chinese")),
		requiredKey("en", plain(textForm, "英文说明", "what it means, in English")),
		requiredKey("rows", listOf("各档，前后相接", "the bands, each beginning where the one before ends", object("", "",
			optionalKey("from", plain(expressionForm, "从（含）", "from, included")),
			optionalKey("to", plain(expressionForm, "到（不含）", "to, not included")),
			optionalKey(ShareColumn, plain(expressionForm, "比例，0 至 1", "a share between 0 and 1")),
			optionalKey(PointsColumn, plain(expressionForm, "分数", "points")))).between(1, maxTableRows)))
}

func weightsShape() *shape {
	levels := func() *shape {
		return mapOf("各一级指标的分值", "the points of the level-1 classes", plain(expressionForm, "", ""))
	}
	return object("表中没有分值时如何分配", "how points are allocated where the form prints none",
		requiredKey("execution", plain(expressionForm, "预算执行率的分值", "points for the execution of the budget")),
		requiredKey("levels", levels()),
		optionalKey("variants", listOf("表中有某些一级指标时的另一种分配", "another allocation for forms that have certain classes", object("", "",
			requiredKey("present", listOf("表中要有的一级指标", "the classes that the form must have", plain(textForm, "", ""))),
			requiredKey("levels", levels())))),
		optionalKey("counted_with", mapOf("没有自己分值的一级指标计入哪一类", "the class whose points a class without points shares", plain(textForm, "", ""))),
		optionalKey("missing_to", mapOf("表中没有的一级指标，其分值归谁", "who gets the points of a class that the form lacks", listOf("", "", plain(textForm, "", "")))),
		optionalKey("by_category", plain(expressionForm, "是否先按二级指标平均", "whether a level's points are spread over its level-2 classes first")))
}

func settingsShape() *shape {
	return object("是与否的设置", "settings that are true or false",
		optionalKey("execution_from_initial", plain(expressionForm, "全年预算数未填时用年初预算数", "take the initial budget where the adjusted one is blank")),
		optionalKey("execution_outside", plain(expressionForm, "预算执行率在 100 分之外", "the execution stays outside the 100 points")),
		optionalKey("not_applicable_lost", plain(expressionForm, "不适用的指标不折算，分值不得", "what does not apply is lost instead of rescaled")),
		optionalKey("quarter_before_begins", plain(expressionForm, "“4季度前”读作季度开始之前", "read 4季度前 as before the quarter begins")))
}

func windowsShape() *shape {
	window := func(zh, en string) *shape {
		return object(zh, en,
			requiredKey("from", plain(expressionForm, "下限，占分值的比例（含）", "the lower end as a share of the weight, included")),
			requiredKey("to", plain(expressionForm, "上限", "the upper end")),
			requiredKey("default", plain(expressionForm, "没有有效自评得分时的比例", "the share without a fitting claim")))
	}
	return object("完成情况的得分区间", "what each tier may earn",
		requiredKey("met", window("达成", "met")), requiredKey("partly", window("部分达成", "partly met")), requiredKey("missed", window("未达成", "missed")))
}

func tierWords(zh, en string) *shape {
	words := func() *shape { return listOf("", "", plain(textForm, "", "")) }
	return object(zh, en, optionalKey("met", words()), optionalKey("partly", words()), optionalKey("missed", words()))
}

func kindsShape(zh, en string, all bool, item *shape) *shape {
	s := object(zh, en)
	for _, k := range engine.FactKinds() {
		list := listOf("", "", item)
		if all {
			list.least = 1
		}
		s.keys = append(s.keys, shapeKey{k.String(), all, list})
	}
	return s
}

func ruleShape() *shape {
	return object("评分规则", "a scoring rule", append([]shapeKey{
		requiredKey("id", plain(textForm, "规则的名称", "the rule's name")),
		optionalKey("when", plain(expressionForm, "何时适用；不写则总是适用", "when it fits; without it always")),
		requiredKey("verdict", plain(textForm, "结论：met、partly、missed（达成、部分达成、未达成）", "the verdict: met, partly or missed")),
		requiredKey("points", plain(expressionForm, "分数", "the points")),
		requiredKey("why", bothLanguages("理由，花括号中写要显示的词", "the reason; names between braces show their values")),
		optionalKey("notes", listOf("附带的提示", "notes that come with it", plain(textForm, "", "")))}, placing()...)...)
}

func flagShape() *shape {
	return object("提示", "a flag", append([]shapeKey{
		requiredKey("id", plain(textForm, "提示的名称", "the flag's name")),
		requiredKey("when", plain(expressionForm, "何时给出", "when it is raised")),
		requiredKey("why", bothLanguages("提示的内容", "what it says")),
		optionalKey("severity", wordOf("程度", "how much it matters", "info", "warning", "error"))}, placing()...)...)
}

func projectShape() *shape {
	return object("对总分的规则", "a rule on the total", append([]shapeKey{
		requiredKey("id", plain(textForm, "规则的名称", "the rule's name")),
		requiredKey("title", bothLanguages("名称", "its name for people")),
		requiredKey("why", bothLanguages("理由", "the reason")),
		optionalKey("when", plain(expressionForm, "何时适用", "when it fits")),
		optionalKey("cap", plain(expressionForm, "总分最多为", "the most that the total may be")),
		optionalKey("add", plain(expressionForm, "加（负数为减）", "what is added; below 0 it is taken"))}, placing()...)...)
}

func checkShape() *shape {
	return object("一项复核", "a check", append([]shapeKey{
		requiredKey("id", plain(textForm, "复核的编号", "the check's id")),
		requiredKey("of", wordOf("查什么：form 整张表，row 每行指标，department 每个部门", "of what: the form, each row, each department", "form", "row", "department")),
		requiredKey("title", bothLanguages("名称", "its name for people")),
		requiredKey("when", plain(expressionForm, "何时算发现问题", "when something is found")),
		requiredKey("why", bothLanguages("发现了什么，带上数字", "what was found, with the numbers")),
		optionalKey("hint", bothLanguages("发现问题后怎么办", "what to do about what was found")),
		optionalKey("applies", plain(expressionForm, "何时适用，不写则总是适用", "when it applies; always where this is left out")),
		optionalKey("severity", wordOf("程度", "how much it matters", "info", "warning", "error"))}, placing()...)...)
}

func testShape() *shape {
	cells := func(names ...string) (keys []shapeKey) {
		for _, name := range names {
			keys = append(keys, optionalKey(name, plain(cellForm, "", "")))
		}
		return keys
	}
	row := object("一行指标", "a row", cells(rowKeys...)...)
	words := listOf("", "", plain(textForm, "", ""))
	one := object("一行指标或预算执行的测试", "a test of one row, or of the execution of a budget",
		append(append(append([]shapeKey{requiredKey("weight", plain(numberForm, "分值", "the weight")),
			requiredKey("want", object("应有的结果", "what must come out", requiredKey("verdict", plain(textForm, "结论", "the verdict")),
				optionalKey("points", plain(numberForm, "得分", "the score")), optionalKey("rule", plain(textForm, "规则", "the rule")), optionalKey("flags", words)))},
			slices.DeleteFunc(cells(rowKeys...), func(k shapeKey) bool { return k.name == "weight" })...),
			cells(fundsKeys...)...), optionalKey("year", plain(numberForm, "年度", "the year")), optionalKey("set", mapOf("参数", "parameters", plain(cellForm, "", ""))))...)
	whole := object("整张表的测试", "a test of a whole form",
		requiredKey("form", object("表", "the form", append(cells(append([]string{"execution_weight", "execution_reason"}, fundsKeys...)...), requiredKey("rows", listOf("各行指标", "the rows", row)))...)),
		requiredKey("want", object("应有的结果", "what must come out", optionalKey("total", plain(numberForm, "总分", "the total")),
			optionalKey("grade", plain(textForm, "等级", "the grade")), optionalKey("at_least", plain(numberForm, "总分至少", "the least total")),
			optionalKey("at_most", plain(numberForm, "总分至多", "the greatest total")),
			optionalKey("adjustments", mapOf("各项调整", "the adjustments", plain(numberForm, "", ""))), optionalKey("flags", words))),
		optionalKey("year", plain(numberForm, "年度", "the year")), optionalKey("set", mapOf("参数", "parameters", plain(cellForm, "", ""))))
	return &shape{form: eitherForm, either: []*shape{whole, one}}
}

// Schema writes the JSON Schema of packs (draft 2020-12), with which editors complete and check while somebody writes. A pack that
// extends another one may leave out what it inherits.
func Schema() []byte {
	pack, defs := packShape(), definitions{}
	defs["whole"], defs["extending"] = pack.schema(inWhole, defs), pack.extending(defs)
	schema := map[string]any{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "jixiao rule pack",
		"description": describe(pack.doc),
		"if":          map[string]any{"type": "object", "required": []string{"extends"}},
		"then":        map[string]any{"$ref": "#/$defs/extending"},
		"else":        map[string]any{"$ref": "#/$defs/whole"},
		"$defs":       defs,
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(schema); err != nil {
		panic("rules: " + err.Error()) // texts, lists and maps always encode
	}
	return out.Bytes()
}

// definitions are the shapes that stand in several places, by their names.
type definitions map[string]any

// inWhole stands for a pack that stands alone; a number says on how many levels of keys a pack may leave out what it inherits.
const inWhole = -1

// extending is the schema of a pack that extends another one: sections are laid over each other as [merger] does it.
func (s *shape) extending(defs definitions) map[string]any {
	out := s.schema(1, defs)
	properties := out["properties"].(map[string]any)
	required := []string{"extends"}
	for _, key := range s.keys {
		levels := mergedByKey[key.name]
		if slices.Contains(mergedByKind, key.name) {
			levels = 1
		}
		properties[key.name] = key.shape.schema(levels, defs)
		if key.needs && slices.Contains(notInherited, key.name) {
			required = append(required, key.name)
		}
	}
	out["required"] = required
	return out
}

func describe(doc Text) string {
	if doc.EN == "" {
		return doc.ZH
	}
	return doc.ZH + " — " + doc.EN
}

// schema turns a shape into JSON Schema. Levels is [inWhole], or on how many levels of keys something may be left out.
func (s *shape) schema(levels int, defs definitions) map[string]any {
	if s.name == "" {
		return s.written(levels, defs)
	}
	name := s.name
	if levels != inWhole {
		name += "-extending"
	}
	if levels > 0 {
		name += "-partly"
	}
	if defs[name] == nil {
		defs[name] = s.written(levels, defs)
	}
	return map[string]any{"$ref": "#/$defs/" + name}
}

func (s *shape) written(levels int, defs definitions) map[string]any {
	out := map[string]any{}
	if text := describe(s.doc); text != "" {
		out["description"] = text
	}
	below := levels
	if levels > 0 {
		below--
	}
	switch s.form {
	case objectForm:
		s.objectSchema(out, levels, below, defs)
	case mapForm:
		out["type"], out["additionalProperties"] = "object", s.item.schema(below, defs)
	case listForm:
		s.listSchema(out, below, defs)
	case textForm:
		out["type"], out["pattern"] = "string", `\S`
	case cellForm:
		out["type"] = []string{"string", "number", "boolean"}
	case truthForm:
		out["type"] = "boolean"
	case numberForm:
		out["type"] = "number"
	case expressionForm:
		out["type"], out["pattern"], out["maxLength"] = []string{"string", "number", "boolean"}, `\S`, maxExpressionBytes
	case wordForm:
		out["enum"] = s.words
	case eitherForm:
		out["if"] = map[string]any{"required": []string{s.either[0].keys[0].name}}
		out["then"], out["else"] = s.either[0].schema(below, defs), s.either[1].schema(below, defs)
	}
	return out
}

func (s *shape) objectSchema(out map[string]any, levels, below int, defs definitions) {
	properties := map[string]any{}
	var required []string
	removable := false
	for _, key := range s.keys {
		if levels == inWhole && slices.Contains([]string{"extends", keyBefore, keyAfter, keyRemove}, key.name) {
			continue
		}
		removable = removable || key.name == keyRemove
		properties[key.name] = key.shape.schema(below, defs)
		if key.needs && levels <= 0 {
			required = append(required, key.name)
		}
	}
	out["type"], out["properties"], out["additionalProperties"] = "object", properties, false
	switch {
	case removable: // a rule that is only taken away needs no more than its id
		out["if"] = map[string]any{"required": []string{keyRemove}}
		out["then"] = map[string]any{"required": []string{"id"}}
		out["else"] = map[string]any{"required": required}
	case len(required) > 0:
		out["required"] = required
	}
}

func (s *shape) listSchema(out map[string]any, below int, defs definitions) {
	out["type"], out["items"] = "array", s.item.schema(below, defs)
	if s.least > 0 {
		out["minItems"] = s.least
	}
	if s.most > 0 {
		out["maxItems"] = s.most
	}
}
