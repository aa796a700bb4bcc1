package reports

import (
	"io"

	"jixiao/engine"
)

type proofJSON struct {
	Run         proofRunJSON         `json:"run"`
	OK          bool                 `json:"ok"`
	Projects    int                  `json:"projects"`
	Differences int                  `json:"differences"`
	Differing   int                  `json:"differing_projects"`
	First       *proofDifferenceJSON `json:"first"`
}

type proofRunJSON struct {
	ID     int64  `json:"id"`
	Year   int    `json:"year"`
	Pack   string `json:"pack"`
	Digest string `json:"digest"`
}

type proofDifferenceJSON struct {
	Project    *string `json:"project"`
	Name       *string `json:"name"`
	Indicator  *string `json:"indicator"`
	Execution  bool    `json:"execution"`
	Field      string  `json:"field"`
	Stored     *string `json:"stored"`
	Recomputed *string `json:"recomputed"`
}

// WriteProofJSON writes whether a run could be recomputed bit for bit, and the first difference where it could not.
func WriteProofJSON(w io.Writer, proof engine.Proof) error {
	run := &proof.Run
	out := proofJSON{Run: proofRunJSON{run.ID, run.Year, run.Pack.Name, run.Digest.String()}, OK: proof.First == nil,
		Projects: proof.Projects, Differences: proof.Differences, Differing: proof.Differing}
	if first := proof.First; first != nil {
		out.First = &proofDifferenceJSON{present(string(first.Project)), present(first.Name), present(first.Indicator), first.Execution,
			first.Field, present(first.Stored), present(first.Recomputed)}
	}
	return WriteJSON(w, out)
}
