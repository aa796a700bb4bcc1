package main

import (
	"fmt"
	"iter"

	"jixiao/engine"
	"jixiao/reports"
)

// issueList is issues that may be too many for memory. It can be read more than once.
type issueList = iter.Seq2[engine.Issue, error]

// showIssues lists issues, those that need a person first, and counts them.
func (a *app) showIssues(issues issueList) error {
	shown := issues
	if a.config.Quiet {
		shown = withoutInfos(issues)
	}
	for _, err := range shown {
		if err != nil {
			return err
		}
		if err := reports.WriteIssuesTable(a.out, a.texts(), shown, a.width(), a.colour()); err != nil {
			return err
		}
		return a.countIssues(issues)
	}
	return nil // there are none
}

// withoutInfos leaves out what was done safely and needs nobody.
func withoutInfos(issues issueList) issueList {
	return func(yield func(engine.Issue, error) bool) {
		for issue, err := range issues {
			if (err != nil || issue.Severity != engine.Info) && !yield(issue, err) {
				return
			}
		}
	}
}

// countIssues says how many issues of each severity there are, and nothing where there are none.
func (a *app) countIssues(issues issueList) error {
	var counts [engine.Error + 1]int
	for issue, err := range issues {
		if err != nil {
			return err
		}
		counts[issue.Severity]++
	}
	if counts == [engine.Error + 1]int{} {
		return nil
	}
	fmt.Fprintln(a.out, a.say("done.issues", "errors", itoa(counts[engine.Error]), "warnings", itoa(counts[engine.Warning]),
		"infos", itoa(counts[engine.Info])))
	fmt.Fprintln(a.out)
	return nil
}

func (a *app) texts() reports.Texts { return reports.Texts{Catalogue: a.words, Lang: a.lang} }

// needsPerson ends a command with the exit code for data that a person must look at.
func needsPerson(issues issueList) error {
	for issue, err := range issues {
		switch {
		case err != nil:
			return err
		case issue.Severity == engine.Error:
			return errNeedsPerson
		}
	}
	return nil
}

// inMemory collects issues of which there cannot be too many.
func inMemory(issues issueList) (list []engine.Issue, err error) {
	for issue, err := range issues {
		if err != nil {
			return nil, err
		}
		list = append(list, issue)
	}
	return list, nil
}
