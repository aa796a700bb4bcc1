package assessment

import (
	"context"
	"maps"
	"slices"

	"jixiao/engine"
)

// chains are the confirmed renames of a year's projects: who has whose place now. There are as many as people confirmed.
type chains struct {
	renamed   []engine.Withdrawal                     // those with a successor, in the order in which that was done
	next      map[engine.ProjectID]engine.Withdrawal  // the same, by project
	takenBack map[engine.ProjectID]bool               // withdrawn without a successor
	met       map[engine.ProjectID][]engine.ProjectID // by the end of a chain: its projects that a run judged
	ends      map[engine.ProjectID]bool
}

func readChains(ctx context.Context, store LastYearStore, year int) (*chains, error) {
	withdrawn, err := store.Withdrawals(ctx, engine.Filter{Year: year})
	if err != nil {
		return nil, err
	}
	c := &chains{next: map[engine.ProjectID]engine.Withdrawal{}, takenBack: map[engine.ProjectID]bool{},
		met: map[engine.ProjectID][]engine.ProjectID{}, ends: map[engine.ProjectID]bool{}}
	for _, w := range withdrawn {
		if w.Successor == "" {
			c.takenBack[w.Project] = true
			continue
		}
		c.renamed = append(c.renamed, w)
		c.next[w.Project] = w
	}
	for _, w := range c.renamed {
		c.ends[c.end(w.Project)] = true
	}
	return c, nil
}

// members are all projects of all chains.
func (c *chains) members() []engine.ProjectID {
	return slices.Concat(slices.Sorted(maps.Keys(c.next)), slices.Sorted(maps.Keys(c.ends)))
}

// end is the project that has a project's place now; itself where nothing has.
func (c *chains) end(project engine.ProjectID) engine.ProjectID { return successor(c.next, project) }

// successor follows confirmed renames to the project that has a project's place now: itself where nothing has.
func successor(withdrawn map[engine.ProjectID]engine.Withdrawal, project engine.ProjectID) engine.ProjectID {
	for range len(withdrawn) { // never round in a circle
		next := withdrawn[project].Successor
		if next == "" {
			break
		}
		project = next
	}
	return project
}

// meet notes that a run judged a project.
func (c *chains) meet(project engine.ProjectID) {
	if end := c.end(project); c.ends[end] {
		c.met[end] = append(c.met[end], project)
	}
}

// aliases gives every name of a chain to the projects of it that were met: to the one that has the place now, if it is among them.
func (c *chains) aliases(ctx context.Context, store LastYearStore, year int) (map[nameID][]projectNumber, error) {
	names := map[nameID][]projectNumber{}
	if len(c.met) == 0 {
		return names, nil
	}
	give := func(end engine.ProjectID, key engine.ProjectKey) {
		met := c.met[end]
		if slices.Contains(met, end) {
			met = []engine.ProjectID{end}
		}
		for _, project := range met {
			names[nameOf(key)] = append(names[nameOf(key)], numberOf(project))
		}
	}
	for _, w := range c.renamed {
		give(c.end(w.Project), w.Key)
	}
	ends := slices.Sorted(maps.Keys(c.ends))
	rows, err := store.Projects(ctx, engine.Filter{Year: year, Projects: ends, Withdrawn: true})
	for _, row := range rows {
		give(row.ID, row.Key)
	}
	return names, err
}
