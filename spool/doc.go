// Package spool holds lists that are too long for memory. Up to a limit they are slices; what comes beyond it goes to a temporary file
// and is read back in order, or one value at a time.
//
//	issues := spool.New[engine.Issue](10_000, nil)
//	defer issues.Close()
//	err := issues.Append(issue)
//	for issue, err := range issues.All() {
//
// # Decisions
//
// 2026-11-25. A table of 200,000 rows is imported in constant memory: what it says is spooled instead of taken bit by bit through the
// database, because an import compares, proposes and stores as a whole, and a person sees its proposals before anything is stored.
//
// 2026-11-25. Values are written as CBOR. JSON writes amounts as people read them and cannot read them back, and gob loses the
// difference between a weight of 0 and none. Fields that are not exported are not kept, so that a test holds every spooled type
// against its copy. A file under the system's folder for temporary files takes about 1.3 KB an indicator.
package spool
