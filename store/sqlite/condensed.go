package sqlite

import "database/sql"

// condenseWaiting condenses the newest form and the whole ledger of every project that waits for it.
var condenseWaiting = `INSERT INTO condensed (project, revision, entry_seq, body)
	SELECT r.project, r.pk, coalesce((SELECT max(e.seq) FROM entry e WHERE e.project = r.project), 0), ` + packedForm(false) + ` || ` + packedEntries + `)
	FROM uncondensed u JOIN project p ON p.pk = u.project
	JOIN revision r ON r.pk = (SELECT n.pk FROM revision n WHERE n.project = p.pk ORDER BY n.number DESC LIMIT 1)`

// condense makes the condensed texts again that the rows of a transaction outdated. It is the last thing in every transaction; in most of
// them nothing waits.
func condense(tx *sql.Tx) error {
	var waiting bool
	if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM uncondensed)`).Scan(&waiting); err != nil || !waiting {
		return err
	}
	if _, err := tx.Exec(condenseWaiting); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM uncondensed`)
	return err
}
