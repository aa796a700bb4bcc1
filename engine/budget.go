package engine

// BudgetItem is a row of the funds block of a form.
type BudgetItem uint8

// The rows of the funds block (项目资金). Only the total row is scored.
const (
	TotalFunds   BudgetItem = iota // 年度资金总额
	FiscalFunds                    // 其中: 当年财政拨款
	CarriedFunds                   // 上年结转资金
	OtherFunds                     // 其他资金
)

var budgetItems = [...]struct {
	label   string
	aliases []string
}{
	TotalFunds: {"年度资金总额", []string{"年度资金申请总额", "资金总额", "总额", "年度预算总额", "年度财政资金总额", "本年资金总额", "全年资金总额", "年度资金合计", "资金合计", "预算资金总额", "年度总预算", "预算总额", "合计"}},
	FiscalFunds: {"当年财政拨款", []string{"财政拨款", "其中:当年财政拨款", "其中:财政拨款", "当年财政资金", "其中:当年财政资金", "财政资金", "本年财政拨款", "年度财政拨款", "本年财政资金", "年度财政资金",
		"本年一般公共预算拨款", "当年一般公共预算拨款", "一般公共预算拨款", "一般公共预算", "财政拨款资金", "当年预算安排", "本级财政资金", "财政预算资金"}},
	CarriedFunds: {"上年结转资金", []string{"上年结转", "结转资金", "上年结转结余资金", "上年结转结余", "上年结余资金", "结转结余资金", "上年结余", "以前年度结转资金"}},
	OtherFunds:   {"其他资金", []string{"其他", "其它资金", "其它", "其他收入", "非财政拨款", "单位自筹", "自筹资金"}},
}

// BudgetItems lists the rows of the funds block in the order of the forms.
func BudgetItems() []BudgetItem {
	return []BudgetItem{TotalFunds, FiscalFunds, CarriedFunds, OtherFunds}
}

// String returns the label that forms print.
func (i BudgetItem) String() string {
	if int(i) >= len(budgetItems) {
		return ""
	}
	return budgetItems[i].label
}

// ParseBudgetItem recognises a row of the funds block by its label or an alias; spaces, width and a closing colon are ignored.
func ParseBudgetItem(text string) (BudgetItem, bool) {
	folded := Fold(text)
	if n := len(folded); n > 0 && folded[n-1] == ':' {
		folded = folded[:n-1]
	}
	for _, item := range BudgetItems() {
		if folded == budgetItems[item].label || contains(budgetItems[item].aliases, folded) {
			return item, true
		}
	}
	return 0, false
}

// BudgetRow is one row of the funds block, in fen. A nil amount is a blank cell, which is not zero.
type BudgetRow struct {
	Item     BudgetItem
	Initial  *Money // 年初预算数
	Adjusted *Money // 全年预算数
	Executed *Money // 全年执行数
	Source   Source
}

// Budget is the funds block of a form.
type Budget struct {
	FormUnit string // the unit of money that the form prints in its own head: 元, 万元
	Total    *Money // 年度资金申请总额 of a target form
	Rows     []BudgetRow
}

// Row returns the row of an item, not ok where the form has none.
func (b *Budget) Row(item BudgetItem) (BudgetRow, bool) {
	for _, row := range b.Rows {
		if row.Item == item {
			return row, true
		}
	}
	return BudgetRow{}, false
}

// Edit returns the row of an item for changing, and adds it where there is none; rows stay in the order of the forms.
func (b *Budget) Edit(item BudgetItem) *BudgetRow {
	at := 0
	for at < len(b.Rows) && b.Rows[at].Item < item {
		at++
	}
	if at == len(b.Rows) || b.Rows[at].Item != item {
		b.Rows = append(b.Rows, BudgetRow{})
		copy(b.Rows[at+1:], b.Rows[at:])
		b.Rows[at] = BudgetRow{Item: item}
	}
	return &b.Rows[at]
}

// ExecutionRate returns executed ÷ adjusted of the total row (预算执行率, 财预〔2020〕10号), not capped. It is not ok when a
// figure is blank or nothing was budgeted.
func (b *Budget) ExecutionRate() (Rational, bool) {
	row, found := b.Row(TotalFunds)
	if !found || row.Adjusted == nil || row.Executed == nil || *row.Adjusted <= 0 {
		return Rational{}, false
	}
	return row.Executed.Rational().Quo(row.Adjusted.Rational())
}
