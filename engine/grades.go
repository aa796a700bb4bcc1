package engine

// Band is a grade (等级) and the score from which it counts.
type Band struct {
	Name string
	From Points
}

// BandError says what is wrong with a list of bands.
type BandError struct {
	Code string // no-bands, unnamed, order, hole, beyond
	Band string
	From Points
}

// Error implements error; people get the sentence of the code instead.
func (e *BandError) Error() string {
	return "grade band " + e.Band + " from " + e.From.String() + ": " + e.Code
}

// ProveBands proves that bands, listed from the best down, cover [0, 100] without hole or overlap: each begins where the
// next lower one ends, the lowest begins at 0, none begins above 100.
func ProveBands(bands []Band) error {
	if len(bands) == 0 {
		return &BandError{Code: "no-bands"}
	}
	seen := map[string]bool{}
	for i, band := range bands {
		switch {
		case band.Name == "" || seen[band.Name]:
			return &BandError{"unnamed", band.Name, band.From}
		case band.From > FullMarks:
			return &BandError{"beyond", band.Name, band.From}
		case i > 0 && band.From >= bands[i-1].From:
			return &BandError{"order", band.Name, band.From}
		}
		seen[band.Name] = true
	}
	if last := bands[len(bands)-1]; last.From != 0 {
		return &BandError{"hole", last.Name, last.From}
	}
	return nil
}

// gradeOf returns the name of the band that holds a total. Above 100 and below 0 the outermost bands count.
func gradeOf(bands []Band, total Points) string {
	for _, band := range bands {
		if total >= band.From {
			return band.Name
		}
	}
	return bands[len(bands)-1].Name
}
