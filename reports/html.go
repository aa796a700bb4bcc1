package reports

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
)

//go:embed form.tmpl.html
var formSource string

var formTemplate = template.Must(template.New("forms").Funcs(template.FuncMap{"words": labelWords}).Parse(formSource))

// labelWord is a piece of a label, which a browser may part unless it is whole.
type labelWord struct {
	Text  string
	Whole bool
}

// labelWords cuts a label into the words that are not parted and what stands between them.
func labelWords(label string) (words []labelWord) {
	text := []rune(label)
	whole := func(at int) bool { return at+1 < len(text) && joined(text[at], text[at+1]) }
	for at := 0; at < len(text); {
		end := at + 1
		for end < len(text) && (whole(at) && whole(end-1) || !whole(at) && !whole(end)) {
			end++
		}
		words = append(words, labelWord{string(text[at:end]), whole(at)})
		at = end
	}
	return words
}

// WriteHTML writes the form of each view as one page of its own, in a single document without scripts and without anything to
// fetch, made for A4. Texts are escaped: markup in a text is shown as the text that it is.
func WriteHTML(w io.Writer, views []*View) error {
	if len(views) == 0 {
		return fmt.Errorf("write page: no project")
	}
	title := views[0].Title
	if len(views) == 1 {
		title = views[0].Name + " " + title
	}
	if err := formTemplate.ExecuteTemplate(w, "head", title); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	for _, view := range views {
		if err := formTemplate.ExecuteTemplate(w, "form", view); err != nil {
			return fmt.Errorf("write page: project %s: %w", view.Name, err)
		}
	}
	if err := formTemplate.ExecuteTemplate(w, "foot", nil); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}
