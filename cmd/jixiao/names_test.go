package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// TestNamesCannotSteerATerminal: names of files are made by whoever sends them.
func TestNamesCannotSteerATerminal(t *testing.T) {
	folder := t.TempDir()
	inside := filepath.Join(folder, "表格")
	if err := os.Mkdir(inside, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"坏\x1b[31m红\u202exslx.csv": "没有表", "空\x07.xlsx": "", "表\x1b]0;x\x07.csv": "项目名称,主管部门,实施单位,年度,一级指标,二级指标,三级指标,年度指标值\n甲,乙局,乙局,2025,产出指标,数量指标,丙,\n",
	} {
		if err := os.WriteFile(filepath.Join(inside, name), []byte(content), 0o666); err != nil {
			t.Skip("such names are not possible here")
		}
	}
	for _, args := range [][]string{{"表格"}, {"表格", "--json", "--dry-run"}, {"表格", "--explain"}, {filepath.Join("表格", "坏\x1b[31m红\u202exslx.csv")}} {
		command := exec.Command("jixiao", append([]string{"import", "--db", "x.db"}, args...)...)
		command.Dir, command.Env = folder, append(os.Environ(), "LANG=zh_CN.UTF-8", "JIXIAO_BY=王敏")
		output, _ := command.CombinedOutput() // some of the files are bad
		if !strings.Contains(string(output), "红") {
			t.Errorf("%q does not name the file: %s", args, output)
		}
		if at := strings.IndexFunc(string(output), func(r rune) bool { return unicode.IsControl(r) && r != '\n' || r == '\u202e' }); at >= 0 {
			t.Errorf("%q shows %q", args, output[max(0, at-40):min(len(output), at+40)])
		}
	}
}
