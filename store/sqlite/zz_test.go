package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"jixiao/engine"
)

func TestZZEntries(t *testing.T) {
	s, err := Open(context.Background(), os.Getenv("PROFDB"), Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, _ := s.Read(context.Background(), engine.Filter{Year: 2025})
	var pgs [][]reference
	pages(context.Background(), s.reader, r.query, r.args, func(p []reference) (bool, error) { pgs = append(pgs, p); return len(pgs) < 50, nil })
	run := func(name string, f func(projects, revisions []int64) int) {
		start := cpu()
		n := 0
		for _, p := range pgs {
			projects, revisions := numbersOf(p)
			n += f(projects, revisions)
		}
		fmt.Printf("%-30s %8d rows %v\n", name, n, cpu()-start)
	}
	simple := func(q string, cols int) func(projects, revisions []int64) int {
		return func(projects, revisions []int64) int {
			n := 0
			vals, ptrs := make([]any, cols), make([]any, cols)
			for i := range vals {
				ptrs[i] = &vals[i]
			}
			if err := each(s.reader, q, []any{among(projects), r.ledgerSeq}, func(rows *sql.Rows) error { n++; return rows.Scan(ptrs...) }); err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	for range 3 {
		run("bareEntries", func(p, v []int64) int {
			_, ind, _ := readBareForms(s.reader, v)
			m, _ := bareEntries(s.reader, p, r.ledgerSeq, ind)
			return len(m)
		})
		run("full cols", simple(`SELECT e.project, e.seq, coalesce(i.id, ''), e.item, e.field, e.value
		FROM entry e LEFT JOIN indicator i ON i.pk = e.indicator WHERE e.project`+inPage+`AND `+inForce+` ORDER BY e.project, e.seq`, 6))
		run("no order", simple(`SELECT e.project, e.seq, coalesce(i.id, ''), e.item, e.field, e.value
		FROM entry e LEFT JOIN indicator i ON i.pk = e.indicator WHERE e.project`+inPage+`AND `+inForce, 6))
		run("no join no order", simple(`SELECT e.project, e.seq, e.indicator, e.item, e.field, e.value
		FROM entry e WHERE e.project`+inPage+`AND `+inForce, 6))
		run("no join no order no exists", simple(`SELECT e.project, e.seq, e.indicator, e.item, e.field, e.value
		FROM entry e WHERE e.project`+inPage+`AND e.withdraws IS NULL AND e.seq <= ?2`, 6))
		run("just step", simple(`SELECT count(*) FROM entry e WHERE e.project`+inPage+`AND e.withdraws IS NULL AND e.seq <= ?2`, 1))
		run("rows", func(p, v []int64) int { m, _, _ := readBareForms(s.reader, v); return len(m) })
	}
}

func cpu() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
