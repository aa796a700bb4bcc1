package importer

import ("testing";"fmt";"jixiao/importer/formtest")

func TestDbg(t *testing.T) {
	f := formtest.New(708)
	r, err := Read(f.Name, f.Data, Options{Year: f.Given})
	if err != nil { t.Fatal(err) }
	for _, c := range r.Cells { if c.Source.Line >= 11 && c.Source.Line < 16 { fmt.Println(c.Source.Line, c.Source.Ref, c.Text, c.Fate, c.As) } }
}
