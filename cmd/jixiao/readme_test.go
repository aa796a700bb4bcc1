package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jixiao/examples"
)

// TestReadmeCommands runs every command of the READMEs in one folder, in their order, and finds the output that they print.
// Only go test is left out: this is it.
func TestReadmeCommands(t *testing.T) {
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("..", "..", name))
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			write(t, "申报表.txt", examples.Targets())
			write(t, "完成情况.csv", examples.Actuals())
			write(t, "复核表.csv", []byte("项目名称,三级指标,复核分,审核意见\n公共文化服务体系建设经费,公益电影放映场次,7.5,佐证不足\n"))
			commands := readme(string(text))
			if len(commands) < 12 {
				t.Fatalf("only %d commands found; the test no longer understands the README", len(commands))
			}
			for _, command := range commands {
				runReadme(t, command)
			}
		})
	}
}

// documented is a command of the README, the line it stands on, and the output printed below it.
type documented struct {
	line   int
	words  []string
	output []string
}

// readme finds commands in console blocks, with the output in the block that follows, and those in the tables, which have none.
func readme(text string) (commands []documented) {
	block, before := "", ""
	for i, line := range strings.Split(text, "\n") {
		fence, opens := strings.CutPrefix(line, "```")
		switch {
		case opens && block == "":
			block = fence + " "
			if block == " " && before == "console " && commands != nil {
				block = "output "
			}
		case opens:
			before, block = block, ""
		case block == "console ":
			if words, found := strings.CutPrefix(line, "$ "); found {
				commands = append(commands, documented{line: i + 1, words: strings.Fields(words)})
			}
		case block == "output ":
			last := &commands[len(commands)-1]
			last.output = append(last.output, line)
		case block == "" && strings.HasPrefix(line, "| ") && strings.Contains(line, "`jixiao "):
			for k, piece := range strings.Split(line, "`") {
				if k%2 == 1 && strings.HasPrefix(piece, "jixiao ") {
					commands = append(commands, documented{line: i + 1, words: strings.Fields(piece)})
				}
			}
		}
	}
	return commands
}

// placeholders are what a README says for a name of the reader's own.
var placeholders = map[string]string{
	"P": "公共文化服务体系建设经费", "PROJECT": "公共文化服务体系建设经费", "项目": "公共文化服务体系建设经费",
	"I": "公益电影放映场次", "INDICATOR": "公益电影放映场次", "指标": "公益电影放映场次", "487人": "487场", "…": "下雨", "原因": "下雨", "DIR": "表", "文件夹": "表",
}

func runReadme(t *testing.T, command documented) {
	t.Helper()
	args := command.words
	switch {
	case strings.HasPrefix(strings.Join(args, " "), "go run ./cmd/jixiao"):
		args = args[3:]
	case args[0] == "jixiao":
		args = args[1:]
	case strings.Join(args, " ") == "go test ./...":
		return
	default:
		t.Fatalf("line %d: the test does not know how to run %q", command.line, args)
	}
	for i, arg := range args {
		if value, found := placeholders[arg]; found {
			args[i] = value
		}
	}
	var stdout, stderr bytes.Buffer
	a := newApp(&stdout, &stderr, func(name string) string { return map[string]string{"JIXIAO_BY": "王敏"}[name] })
	a.now = func() time.Time { return time.Date(2026, 1, 15, 9, 30, 0, 0, time.UTC) }
	if code := a.run(context.Background(), args); code != exitDone && code != exitNeedsPerson || stderr.Len() > 0 {
		t.Errorf("line %d: jixiao %s ends with %d\n%s%s", command.line, strings.Join(args, " "), code, stdout.String(), stderr.String())
	}
	rest := stdout.String()
	for _, line := range command.output {
		if line == "…" {
			continue
		}
		_, after, found := strings.Cut(rest, line+"\n")
		if !found {
			t.Errorf("line %d: jixiao %s does not print %q", command.line, strings.Join(args, " "), line)
		}
		rest = after
	}
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}
