package reports

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"path"
	"strings"

	"jixiao/engine"
	"jixiao/messages"
)

//go:embed index.tmpl.html
var indexSource string

var indexTemplate = template.Must(template.New("index").Parse(indexSource))

type indexPage struct {
	Lang, Title, Basis                 string
	Departments                        []*indexDepartment
	Others                             []indexLink
	Department, Project, Total         string
	Grade, Files, Projects, OtherFiles string
	ProjectCount                       string
}

type indexDepartment struct {
	ID, Name, Count string
	Projects        []indexProject
}

type indexProject struct {
	Name, Total, Grade string
	Links              []indexLink
}

type indexLink struct{ Word, Address string }

// WriteIndex writes the page from which people open the reports of a folder: the departments in the order of the run, the projects
// of each with their totals and grades, and a link to every file. It has no scripts, and fetches nothing.
func WriteIndex(w io.Writer, texts Texts, d *Delivery) error {
	say := func(code string, args ...string) string {
		return texts.Catalogue.Sentence(texts.Lang, code, messages.Arguments(engine.Args(args...)))
	}
	page := indexPage{
		Lang: "zh-CN", Title: say("index.title", "year", fmt.Sprint(d.Run.Year)),
		Basis:        say("index.basis", "run", fmt.Sprint(d.Run.ID), "pack", d.Pack.Title),
		ProjectCount: say("index.projects", "count", fmt.Sprint(len(d.Projects))),
		Department:   say("index.department"), Project: say("index.project"), Total: say("index.total"), Grade: say("index.grade"),
		Files: say("index.files"), OtherFiles: say("index.others"), Projects: say("index.count"),
	}
	if texts.Lang == messages.English {
		page.Lang = "en"
	}
	departments := map[string]*indexDepartment{}
	for i := range d.Projects {
		project := &d.Projects[i]
		department := departments[project.Department]
		if department == nil {
			department = &indexDepartment{ID: fmt.Sprintf("d%d", len(departments)+1), Name: project.Department}
			departments[project.Department] = department
			page.Departments = append(page.Departments, department)
		}
		department.Projects = append(department.Projects, indexProject{project.Name, project.Total, project.Grade, indexLinks(project.Files, say)})
	}
	for _, department := range page.Departments {
		department.Count = fmt.Sprint(len(department.Projects))
		if department.Name == "" {
			department.Name = say("index.no-department")
		}
	}
	for _, file := range d.Others {
		page.Others = append(page.Others, indexLink{path.Base(file.Path), address(file.Path)})
	}
	if err := indexTemplate.Execute(w, page); err != nil {
		return fmt.Errorf("write index: %w", err)
	}
	return nil
}

func indexLinks(files []DeliveredFile, say func(string, ...string) string) []indexLink {
	links := make([]indexLink, len(files))
	for i, file := range files {
		word := strings.TrimPrefix(path.Ext(file.Path), ".")
		if strings.HasSuffix(strings.TrimSuffix(file.Path, "."+word), NarrativeEnding) {
			word = say("index.narrative", "format", word)
		}
		links[i] = indexLink{word, address(file.Path)}
	}
	return links
}

// address is a path as a link takes it, whatever characters it has.
func address(filePath string) string {
	parts := strings.Split(filePath, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	return "./" + strings.Join(parts, "/")
}

// NarrativeEnding stands behind the name of a project's form in the name of its narrative.
const NarrativeEnding = "-自评报告"
