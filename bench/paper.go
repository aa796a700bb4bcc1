package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// writePaper writes performance.md and performance.svg of some figures into a folder.
func writePaper(folder string, all []*figures) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "performance.md"), []byte(paper(all)), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "performance.svg"), []byte(picture(all)), 0o644)
}

// paper is the page of all figures, the smallest year first.
func paper(all []*figures) string {
	var b strings.Builder
	b.WriteString(paperHead)
	for _, f := range all {
		b.WriteString(f.chinese())
	}
	b.WriteString(paperMethod)
	for _, f := range all {
		f.section(&b)
	}
	return b.String()
}

const paperHead = `# Speed

This page and its picture are written by ` + "`make bench`" + ` from what it measured.

![Time of each command for an indicator](performance.svg)

Black: the program. White: the baselines. Hatched: LibreOffice; a bar with a gap is longer than the picture.

## 摘要

`

const paperMethod = `
## What is measured

Whole processes, one command after the other in rounds, each on a fresh copy of the same generated year; medians. The processor's time is that of all its
cores. Ratios are of the time, by the clock and by the processor.

- **A** is one INSERT … SELECT that copies the joined rows of every indicator into the table of scores, without any rules: what reading and writing take
  (bench/copy.sql).
- **CASE** is a script in SQL with the rules of mof-2020, totals, grades and departments (bench/case.sql). Verdicts, points, totals and departments are
  compared by checksum with what the program stored. What favours it stands at its head: numbers come parsed, findings, checks and digests are left out.
  The program's full run asks the checks (自评复核) of every form and keeps what they come to. What favours the program: it reads each form as one text,
  which it made when the form was stored; the script joins the rows.
- **LibreOffice** opens a workbook whose formulas (bench/workbook.txt) do what the script does: weight, rule, verdict, points and reason of each row, totals,
  execution, grades, departments; and writes its sheets as csv, the cheapest format that keeps them. It leaves the same checksum.
- **cel-go** scores rows by the same rules in memory, in floating point; each verdict is compared. The program computes exactly.
`

// section is what was measured of one year.
func (f *figures) section(b *strings.Builder) {
	fmt.Fprintf(b, "\n## %s projects, %s indicators\n\n%s; %s; medians of %d rounds; generated with seed %d.",
		grouped(f.Projects), grouped(f.Indicators), f.Day, f.Machine, f.rounds(), f.Seed)
	b.WriteString("\n\n")
	for _, p := range f.parts() {
		if p.title != "" {
			fmt.Fprintf(b, "\n%s:\n\n", p.title)
		}
		writeMarkdown(b, p.head, p.rows)
	}
}

// writeMarkdown writes a table whose first column is text, and the others numbers.
func writeMarkdown(b *strings.Builder, head []string, rows [][]string) {
	b.WriteString("| " + strings.Join(head, " | ") + " |\n|---" + strings.Repeat("|--:", len(head)-1) + "|\n")
	for _, row := range rows {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
}

// chinese sums the figures up in one line.
func (f *figures) chinese() string {
	full := f.find(keyFull)
	if full == nil {
		return ""
	}
	line := fmt.Sprintf("- %s 个项目、%s 个指标：全部评分 %s 秒", grouped(f.Projects), grouped(f.Indicators), seconds(full.wall()))
	if full.peak() > 0 {
		line += "，内存 " + megabytes(full.peak()) + " MB"
	}
	for _, other := range []struct{ key, text string }{
		{keyCopy, "为只复制数据、不评分所需时间的 %s 倍"}, {keyCase, "为同样规则的 SQL 脚本的 %s 倍"}} {
		if wall, _, ok := f.against(full, other.key); ok {
			line += "，" + fmt.Sprintf(other.text, times(wall))
		}
	}
	if again := f.find(keyAgain); again != nil {
		line += "；没有变化时再评一次 " + seconds(again.wall()) + " 秒"
	}
	if office := f.find(keyOffice); office != nil {
		if wall, _, ok := f.against(office, keyFull); ok {
			line += "；用 LibreOffice 的公式完成同样的计算，所需时间为全部评分的 " + times(wall) + " 倍"
		}
	}
	return line + "。\n"
}

// grouped writes a whole number with commas between the thousands.
func grouped(n int) string {
	text := fmt.Sprint(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
