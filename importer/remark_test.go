package importer

import "testing"

func TestCutRemark(t *testing.T) {
	for text, want := range map[string][2]string{
		"场租涨价": {"场租涨价", ""},
		"场租涨价\n〔自评 9，核算 8.77〕":             {"场租涨价", "〔自评 9，核算 8.77〕"},
		"场租涨价〔自评9,核算8.77〕":                 {"场租涨价", "〔自评9,核算8.77〕"},
		"〔系统提\n示：没有填写实际完成值〕":               {"", "〔系统提\n示：没有填写实际完成值〕"},
		"甲〔见附件〕\n〔自评 9，核算 无法判定；审核意见：见〔二〕〕": {"甲〔见附件〕", "〔自评 9，核算 无法判定；审核意见：见〔二〕〕"},
		"场租涨价〔自评时已说明〕":                     {"场租涨价〔自评时已说明〕", ""},
		"〔核算口径〕场租涨价":                       {"〔核算口径〕场租涨价", ""},
	} {
		own, remark := cutRemark(text)
		if own != want[0] || remark != want[1] {
			t.Errorf("%q: own %q, remark %q", text, own, remark)
		}
	}
}
