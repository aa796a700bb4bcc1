package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"jixiao/engine"
)

// querier is what a pool and a transaction have in common. Pages are read without the caller's context, which would cost a
// goroutine a row; whoever loops over pages looks at it.
type querier interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

// each runs a query and calls row for every row.
func each(q querier, query string, args []any, row func(*sql.Rows) error) error {
	rows, err := q.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// one reads the one row of a query. sql.ErrNoRows where there is none.
func one(q querier, query string, args []any, into ...any) error {
	found := false
	err := each(q, query, args, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(into...)
	})
	if err == nil && !found {
		err = sql.ErrNoRows
	}
	return err
}

// among is a list of numbers or ids for IN (SELECT value FROM json_each(?1)).
func among[T int64 | string | engine.ProjectID | engine.IndicatorID](list []T) string {
	text, err := json.Marshal(list)
	if err != nil {
		return "[]" // numbers and texts always marshal
	}
	return string(text)
}

const inPage = " IN (SELECT value FROM json_each(?1)) "

// pageSize is how many projects are in memory at once.
const pageSize = 100

// reference names one project of a page and what is read of it: a revision or an evaluation.
type reference struct{ project, target int64 }

// pages calls use with one page of references after the other until there are no more, use wants no more, or the context ends.
func pages(ctx context.Context, q querier, query string, args []any, use func([]reference) (bool, error)) error {
	for after := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		var page []reference
		seen := 0
		err := each(q, query, append([]any{after, pageSize}, args...), func(rows *sql.Rows) error {
			var ref reference
			var target sql.NullInt64
			if err := rows.Scan(&ref.project, &target); err != nil {
				return err
			}
			seen++
			after = ref.project
			if ref.target = target.Int64; target.Valid {
				page = append(page, ref)
			}
			return nil
		})
		if err != nil || seen == 0 {
			return err
		}
		if more, err := use(page); err != nil || !more || seen < pageSize {
			return err
		}
	}
}

// notWithdrawn is the condition that project p counts now: no withdrawal stands behind its newest revision.
const notWithdrawn = `NOT EXISTS (SELECT 1 FROM withdrawal g WHERE g.project = p.pk
	AND NOT EXISTS (SELECT 1 FROM revision n WHERE n.project = p.pk AND n.pk > g.revision))`

// projectsWhere puts a filter into conditions on project p, with parameters numbered from first.
func projectsWhere(f engine.Filter, first int) (string, []any) {
	conditions := []string{"true"}
	var args []any
	add := func(condition string, arg any) {
		conditions = append(conditions, strings.ReplaceAll(condition, "?", fmt.Sprintf("?%d", first+len(args))))
		args = append(args, arg)
	}
	year := "p.year = ?"
	if len(f.Projects) > 0 {
		year = "+p.year = ?" // with the plus, SQLite begins with the few projects and not with the many of the year
	}
	if f.Year != 0 {
		add(year, f.Year)
	}
	if f.Department != "" {
		add("(p.folded_department = ? OR p.folded_unit = ?)", engine.Fold(f.Department))
	}
	if !f.Withdrawn {
		conditions = append(conditions, notWithdrawn)
	}
	if len(f.Projects) > 0 {
		add("p.pk IN (SELECT named.pk FROM json_each(?) AS list JOIN project AS named ON named.id = list.value)", among(f.Projects))
	}
	return strings.Join(conditions, " AND "), args
}

// known turns the absence of a row into ErrUnknown.
func known(err error, what string, args ...any) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf(what+": %w", append(args, ErrUnknown)...)
	}
	return err
}
