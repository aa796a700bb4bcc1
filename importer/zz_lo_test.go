package importer_test
import ("testing";"os";"fmt";"strings";"path/filepath";"strconv"
"jixiao/importer/formtest";"jixiao/importer/grid")
func sq(s string) string { return strings.Join(strings.Fields(s),"") }
func TestZZLO(t *testing.T){
 files,_:=filepath.Glob("/tmp/pdftry/pdfr/*.pdf")
 cells,same,forms,good:=0,0,0,0
 for _,f:=range files {
  seed,_:=strconv.Atoi(strings.TrimSuffix(filepath.Base(f),".pdf"))
  form:=formtest.New(uint64(seed))
  data,_:=os.ReadFile(f)
  doc,err:=grid.Read("f",data,grid.DefaultLimits())
  if err!=nil { fmt.Println(seed,err); continue }
  have:=map[string]int{}
  for _,row:=range doc.Grids[0].Rows { for _,c:=range row { have[sq(c.Text)]++ } }
  n,miss:=0,[]string{}
  for _,x:=range form.Sheet.Texts() { cells++; n++; if have[sq(x)]>0 { have[sq(x)]--; same++ } else { miss=append(miss,x) } }
  forms++
  if len(miss)==0 {good++}
  extra:=[]string{}
  for k,v:=range have { if v>0 { extra=append(extra,k)} }
  fmt.Println(seed,form.Layout.Format,n,"missing",len(miss),"faults",len(doc.Faults))
  if os.Getenv("V")!="" { for i,m:=range miss { if i<6 {fmt.Printf("   - %q\n",m)} }; for i,m:=range extra { if i<6 {fmt.Printf("   + %q\n",m)} } }
 }
 fmt.Println("cells",same,"of",cells,"forms",good,"of",forms)
}
