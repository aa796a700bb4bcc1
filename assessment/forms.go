package assessment

import (
	"context"
	"fmt"

	"jixiao/engine"
)

// ChangedForms counts forms, and names the projects of those that are not what was imported: their digest is not the one that was stored
// with them. A few pages of forms are in memory at once.
func ChangedForms(ctx context.Context, forms Pages) (count int, changed []string, err error) {
	for page, err := range eachPage(ctx, forms, pageWork[string]{do: changedForms, spares: newSpares()}) {
		if err != nil {
			return count, changed, fmt.Errorf("read the forms: %w", err)
		}
		for _, name := range page {
			count++
			if name != "" {
				changed = append(changed, name)
			}
		}
	}
	return count, changed, nil
}

// changedForms names the projects of a page whose forms have another digest, and leaves the others blank.
func changedForms(page []engine.Bare) ([]string, error) {
	names := make([]string, len(page))
	for i, stored := range page {
		if engine.FormDigest(stored.Submission) != stored.Form {
			names[i] = stored.Submission.Name
			if names[i] == "" {
				names[i] = string(stored.Submission.ID())
			}
		}
	}
	return names, nil
}
