package assessment

import (
	"fmt"
	"slices"

	"jixiao/engine"
)

// compareWithLastYear reads last year's form of each project that has one, a number of them at a time, and finds rows that seem to go under
// another name now, and those that a person named. What was named and is nowhere ends the import.
func (p *planner) compareWithLastYear(asked []*confirmation) error {
	for _, batch := range chunks(p.reading.storable(), projectsAtOnce) {
		var ids []engine.ProjectID
		now := map[engine.ProjectID][]int{}
		for _, i := range batch {
			if row, found := p.last.ofLastYear(p.reading.heads[i].ProjectKey); found {
				ids = append(ids, row.ID)
				now[row.ID] = append(now[row.ID], i)
			}
		}
		if len(ids) == 0 {
			continue
		}
		for stored, err := range p.store.Submissions(p.ctx, engine.Filter{Projects: ids}) {
			if err != nil {
				return fmt.Errorf("read last year's forms: %w", err)
			}
			for _, i := range now[stored.Submission.ID()] {
				s, err := p.reading.form(i)
				if err != nil {
					return err
				}
				p.compareRowsWithLastYear(s, stored.Submission, asked)
			}
		}
	}
	for _, c := range asked {
		if err := p.settleFormer(c); err != nil {
			return err
		}
	}
	return nil
}

// compareRowsWithLastYear looks at the rows that only one of two forms has.
func (p *planner) compareRowsWithLastYear(s, last *engine.Submission, asked []*confirmation) {
	now, before := s.RowsByKey(), last.RowsByKey()
	var fresh []shortRow
	for i := range s.Indicators {
		if before[s.Indicators[i].FoldedKey()] == nil {
			fresh = append(fresh, shorten(&s.Indicators[i]))
		}
	}
	name := &formName{s.ProjectKey, s.ID()}
	var lost []lostRow
	for i := range last.Indicators {
		if row := &last.Indicators[i]; now[row.FoldedKey()] == nil {
			lost = append(lost, lostRow{form: name, row: shorten(row), key: row.Key(), fresh: fresh})
		}
	}
	for _, c := range asked {
		if c.matched == "" {
			c.former = append(c.former, indicatorPairs(lost, c)...)
		}
	}
	for _, pair := range likelyPairs(lost, func(old, row *shortRow) int { return formerLikeness(old, row, s.Year) }) {
		if !p.last.settled(pair) && !namedBy(asked, pair) {
			p.proposeFormerRow(s, pair)
		}
	}
}

// settled tells whether a person said before what one of two rows was, or is, called.
func (l *formerYears) settled(pair rowPair) bool {
	known, old, is := l.known[pair.lost.form.id], &pair.lost.row, &pair.fresh
	return known[rowOfYear{true, old.level2, engine.Fold(old.name)}] || known[rowOfYear{false, is.level2, engine.Fold(is.name)}]
}

func (p *planner) proposeFormerRow(s *engine.Submission, pair rowPair) {
	old, is := &pair.lost.row, &pair.fresh
	flag := s.Name + "/" + old.name + "=" + is.name
	if !plain(s.Name+old.name+is.name) || p.called()[engine.Fold(s.Name)] > 1 {
		flag = string(s.ID()) + "/" + string(old.id) + "=" + string(is.id)
	}
	p.proposeFormerName(kindIndicator, old.name, is.name, flag, engine.Issue{Source: is.source, Project: s.ID(), Indicator: is.id})
}

// namedBy tells whether a pair is one that a person just named.
func namedBy(asked []*confirmation, pair rowPair) bool {
	return slices.ContainsFunc(asked, func(c *confirmation) bool {
		return slices.ContainsFunc(c.former, func(one rowPair) bool {
			return one.lost.form.id == pair.lost.form.id && (one.lost.row.id == pair.lost.row.id || one.fresh.id == pair.fresh.id)
		})
	})
}

// settleFormer takes what a person named for the row of last year that it can mean.
func (p *planner) settleFormer(c *confirmation) error {
	switch {
	case c.matched != "":
		return nil
	case len(c.former) == 0:
		return &RenameRefused{"rename-unknown", engine.Args("rename", c.text, "candidates", p.renameCandidates(c))}
	case len(c.former) > 1:
		return ambiguous(c, pairNames(c.former))
	}
	c.matched = kindIndicator
	project, old, now := c.former[0].lost.form.id, &c.former[0].lost.row, &c.former[0].fresh
	p.plan.former = append(p.plan.former, engine.FormerName{Project: project, Note: c.text, Indicator: engine.IndicatorRename{
		From: engine.IndicatorKey{Level2: old.level2, Name: old.name}, To: engine.IndicatorKey{Level2: now.level2, Name: now.name}}})
	p.confirmedFormer(engine.Issue{Source: now.source, Project: project, Indicator: now.id}, kindIndicator, old.name, now.name)
	return nil
}
