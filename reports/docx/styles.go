package docx

import "fmt"

// style is a style of paragraphs as it is written.
type style struct {
	id, name  Style
	font      string
	size      int // half points
	bold      bool
	paragraph string // elements of w:pPr in the order of the schema
}

const (
	song, fang, kai, hei = "宋体", "仿宋", "楷体", "黑体"
	smallTitle           = "方正小标宋简体"
	reportSpacing        = `<w:spacing w:line="560" w:lineRule="exact"/>` // 28 points, as official documents have
	formSpacing          = `<w:spacing w:line="250" w:lineRule="exact"/>` // 12.5 points: how much fonts want differs, and a form is to fit its page
	centred              = `<w:jc w:val="center"/>`
)

var styles = []style{
	{FormHead, "form head", song, 20, true, ""},
	{FormTitle, "form title", hei, 36, false, `<w:keepNext/><w:spacing w:line="240" w:lineRule="auto"/>` + centred},
	{FormYear, "form year", song, 22, false, `<w:keepNext/><w:spacing w:after="60" w:line="240" w:lineRule="auto"/>` + centred},
	{Gap, "gap", song, 2, false, `<w:spacing w:line="20" w:lineRule="exact"/>`},
	{ReportTitle, "report title", smallTitle, 44, false, `<w:keepNext/><w:spacing w:before="240" w:after="240" w:line="700" w:lineRule="atLeast"/>` + centred},
	{ReportHead, "report head", fang, 32, false, `<w:spacing w:after="240" w:line="560" w:lineRule="exact"/>` + centred},
	{Heading1, "heading 1", hei, 32, false, `<w:keepNext/>` + reportSpacing + `<w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="0"/>`},
	{Heading2, "heading 2", kai, 32, false, `<w:keepNext/>` + reportSpacing + `<w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="1"/>`},
	{Body, "report text", fang, 32, false, reportSpacing + `<w:ind w:firstLineChars="200" w:firstLine="640"/>`},
	{Closing, "report closing", fang, 32, false, reportSpacing + `<w:jc w:val="right"/>`},
}

// writeStyles writes the styles. No line of a Chinese text begins or ends with a mark that must not stand there (kinsoku).
func writeStyles(x *markup, _ Document) {
	x.rawf(`<w:styles %s><w:docDefaults><w:rPrDefault><w:rPr>%s<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>`+
		`<w:pPrDefault><w:pPr><w:widowControl/><w:kinsoku/><w:wordWrap/><w:overflowPunct/>%s</w:pPr></w:pPrDefault></w:docDefaults>`+
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`,
		space, fonts(song)+size(20), formSpacing)
	for _, s := range styles {
		x.rawf(`<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:qFormat/>`, s.id, s.name)
		if s.paragraph != "" {
			x.rawf("<w:pPr>%s</w:pPr>", s.paragraph)
		}
		bold := ""
		if s.bold {
			bold = "<w:b/>"
		}
		x.rawf("<w:rPr>%s</w:rPr></w:style>", fonts(s.font)+bold+size(s.size))
	}
	x.raw("</w:styles>")
}

func fonts(name string) string {
	return fmt.Sprintf(`<w:rFonts w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[1]s" w:cs="%[1]s"/>`, name)
}

func size(halfPoints int) string {
	return fmt.Sprintf(`<w:sz w:val="%[1]d"/><w:szCs w:val="%[1]d"/>`, halfPoints)
}
