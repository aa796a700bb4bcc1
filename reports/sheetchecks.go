package reports

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"jixiao/engine"
)

// warn sets what a spreadsheet says where a value does not pass a check. It asks and does not refuse: 12万元 and 2026年1月15日 are
// understood as well.
func warn(check *excelize.DataValidation, title, text string) {
	check.SetError(excelize.DataValidationErrorStyleWarning, title, text)
}

func checkTiers(book *excelize.File, last int) error {
	check := excelize.NewDataValidation(true)
	check.Sqref = sheetRange(engine.ColumnTier, engine.ColumnTier, last)
	if err := check.SetDropList(tierLabels()); err != nil {
		return err
	}
	check.SetInput(engine.ColumnTier.Label(), "从列表中选择："+tierList()+"。指标值是文字的必须选")
	warn(check, engine.ColumnTier.Label(), "请从列表中选择："+tierList()+"。仍要这样填吗？")
	return book.AddDataValidation(FillSheet, check)
}

// mostYuan is above every amount that the program takes.
const mostYuan = 1e13

func checkAmounts(book *excelize.File, last int) error {
	check := excelize.NewDataValidation(true)
	check.Sqref = sheetRange(engine.ColumnInitial, engine.ColumnExecuted, last)
	if err := check.SetRange(0.0, mostYuan, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween); err != nil {
		return err
	}
	check.SetInput("金额（元）", "写数字，单位：元，不小于 0。没有的写 0，空白算没有填报")
	warn(check, "金额（元）", "这里应是不小于 0 的数字，单位：元。仍要这样填吗？")
	return book.AddDataValidation(FillSheet, check)
}

// checkClaims compares a claimed score with the weight beside it.
func checkClaims(book *excelize.File, last int) error {
	check := excelize.NewDataValidation(true)
	check.Sqref = sheetRange(engine.ColumnClaimed, engine.ColumnClaimed, last)
	weight, _ := excelize.ColumnNumberToName(placeOf(engine.ColumnWeight))
	most := fmt.Sprintf(`IF($%s2="",100,$%s2)`, weight, weight)
	if err := check.SetRange("0", most, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween); err != nil {
		return err
	}
	check.SetInput(engine.ColumnClaimed.Label(), "写本单位的自评分，0 到分值之间，可以空着")
	warn(check, engine.ColumnClaimed.Label(), "自评得分应是 0 到分值之间的数字。仍要这样填吗？")
	return book.AddDataValidation(FillSheet, check)
}

// markFilled turns cells that are filled in white, so that what is left stands out.
func markFilled(book *excelize.File, styles sheetStyles, last int) error {
	for _, part := range [][2]engine.Column{{engine.ColumnActual, engine.ColumnClaimed}, {engine.ColumnReason, engine.ColumnExecuted}} {
		first, _ := excelize.CoordinatesToCellName(placeOf(part[0]), 2)
		rule := excelize.ConditionalFormatOptions{Type: "formula", Criteria: fmt.Sprintf("LEN(%s)>0", first), Format: &styles.filled}
		if err := book.SetConditionalFormat(FillSheet, sheetRange(part[0], part[1], last), []excelize.ConditionalFormatOptions{rule}); err != nil {
			return err
		}
	}
	return nil
}

// dateCells collects the cells of dates, which stand one a project in the column of the actuals.
type dateCells struct{ cells []string }

func (d *dateCells) add(row int) {
	cell, _ := excelize.CoordinatesToCellName(placeOf(engine.ColumnActual), row)
	d.cells = append(d.cells, cell)
}

// areasAtOnce is how many areas one check names; nobody promises more.
const areasAtOnce = 500

// check asks for days from 2000 on.
func (d *dateCells) check(book *excelize.File) error {
	for len(d.cells) > 0 {
		n := min(areasAtOnce, len(d.cells))
		check := excelize.NewDataValidation(true)
		check.Sqref = strings.Join(d.cells[:n], " ")
		from := strconv.Itoa(daySerial(engine.Date{Year: 2000, Month: 1, Day: 1}))
		to := strconv.Itoa(daySerial(engine.Date{Year: 2100, Month: 1, Day: 1}))
		if err := check.SetRange(from, to, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween); err != nil {
			return err
		}
		check.SetInput(engine.FilledOnLabel, "写日期，例如 2026-01-15")
		warn(check, engine.FilledOnLabel, "这里应是日期，例如 2026-01-15。仍要这样填吗？")
		if err := book.AddDataValidation(FillSheet, check); err != nil {
			return err
		}
		d.cells = d.cells[n:]
	}
	return nil
}

// daySerial is a day as spreadsheets count it: days since 1899-12-30.
func daySerial(date engine.Date) int {
	day := time.Date(date.Year, time.Month(date.Month), date.Day, 0, 0, 0, 0, time.UTC)
	return int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}
