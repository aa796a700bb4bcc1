package sqlite

import (
	"sync"

	"jixiao/engine"
)

// madeProjects are the projects that the last import of this store made, as the ledger knows them: what was achieved is mostly recorded right
// after. Numbers never change once they are committed. That nothing is recorded yet holds as long as the ledger has not grown since.
type madeProjects struct {
	mutex    sync.Mutex
	projects map[engine.ProjectID]*ledgerProject
}

// rememberedProjects is how many of the projects that an import makes are remembered: the last ones.
const rememberedProjects = 2000

func (m *madeProjects) remember(projects []*ledgerProject) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.projects = make(map[engine.ProjectID]*ledgerProject, len(projects))
	for _, project := range projects {
		m.projects[project.id] = project
	}
}

// take gives a project once, as it is after the entry seq, or nil. A writer changes what it is given.
func (m *madeProjects) take(id engine.ProjectID, seq int64) *ledgerProject {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	project := m.projects[id]
	delete(m.projects, id)
	if project != nil && project.asOf != seq {
		project.values = nil
	}
	return project
}

// remember notes a project that the import makes, with the numbers of its indicators, which may still grow.
func (w *importWriter) remember(id engine.ProjectID, project *standing, indicators map[engine.IndicatorID]int64) {
	if len(w.made) == rememberedProjects {
		w.made = w.made[:0]
	}
	w.made = append(w.made, &ledgerProject{id: id, pk: project.pk, year: project.year, indicators: indicators,
		values: map[ledgerKey]value{}, asOf: w.numbers.entry})
}
