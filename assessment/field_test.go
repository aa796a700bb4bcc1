package assessment

import (
	"testing"

	"jixiao/engine"
)

func TestMatchProjectField(t *testing.T) {
	for text, want := range map[string]struct {
		item  engine.BudgetItem
		field engine.RecordField
	}{
		"全年执行数":        {engine.TotalFunds, engine.RecordExecuted},
		"全年 执行数":       {engine.TotalFunds, engine.RecordExecuted},
		"executed":     {engine.TotalFunds, engine.RecordExecuted},
		"当年财政拨款.全年预算数": {engine.FiscalFunds, engine.RecordAdjusted},
		"其他资金.initial": {engine.OtherFunds, engine.RecordInitial},
		"填报人":          {engine.TotalFunds, engine.RecordFiller},
		"年度总体目标实际完成情况": {engine.TotalFunds, engine.RecordGoalActual},
		"预算执行偏差原因":     {engine.TotalFunds, engine.RecordExecutionReason},
	} {
		if item, field, ok := MatchProjectField(text); !ok || item != want.item || field != want.field {
			t.Errorf("%s: %v %v %v", text, item, field, ok)
		}
	}
	for _, text := range []string{"", "actual", "全年", "其他资金.填报人", "别的资金.全年执行数", "实际完成值"} {
		if _, field, ok := MatchProjectField(text); ok {
			t.Errorf("%q was taken for %v", text, field)
		}
	}
}

func TestNewestInForce(t *testing.T) {
	entries := []engine.Entry{{Seq: 1, Value: "a"}, {Seq: 2, Value: "b"}, {Seq: 3, Value: "c"}, {Seq: 4, Withdraws: 3}, {Seq: 5, Withdraws: 2}}
	if entry, ok := NewestInForce(entries); !ok || entry.Seq != 1 {
		t.Errorf("%+v", entry)
	}
	if _, ok := NewestInForce(append(entries, engine.Entry{Seq: 6, Withdraws: 1})); ok {
		t.Error("everything was withdrawn, and something still counts")
	}
}
