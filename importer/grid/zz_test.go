package grid
import ("testing";"os";"fmt";"time"
"jixiao/importer/pdftest")
func dump(t *testing.T, data []byte){
 start:=time.Now()
 doc,err:=Read("f",data,DefaultLimits())
 if err!=nil {fmt.Println("ERR",err,time.Since(start));return}
 for _,row:=range doc.Grids[0].Rows { for _,c:=range row { fmt.Printf("%s!%d,%s[%dx%d]=%q ",c.Place.Sheet,c.Place.Line,c.Place.Ref,c.MergeRows,c.MergeCols,c.Text)}; fmt.Println() }
 for _,f:=range doc.Faults {fmt.Println("FAULT",f)}
 fmt.Println(doc.CellCount(),time.Since(start))
}
func TestZZ(t *testing.T){
 if f:=os.Getenv("PDF"); f!="" { d,_:=os.ReadFile(f); dump(t,d); return }
 for r:=pdftest.Stroked; r<=pdftest.Unruled; r++ {
 d:=pdftest.New(); p:=d.Page(pdftest.A4Width,pdftest.A4Height)
 p.Text(200,40,16,"项目支出绩效目标申报表")
 p.Text(50,60,10,"填报单位：城北区教育局    2025年度")
 _,y:=d.Table(p,80,pdftest.Table{Ruling:r,Widths:[]float64{60,100,200,80},Rows:[][]pdftest.Cell{
  {{Text:"一级指标",Rows:2},{Text:"二级指标"},{Text:"三级指标与很长的一段话需要断行因为它太长了，真的太长了and English words in it 12345",Cols:1},{Text:"≥12345678901234567890.00万元"}},
  {{Text:"合并",Cols:2},{Text:"a\nb"}},{{Text:"x-"},{Text:""},{Text:"甲 乙"},{Text:"100%"}}, {{Text:"k",Cols:4}}}})
 p.Text(50,y+20,10,"page 1 of 1")
 p.Turned(100,500,40,0.7071,0.7071,"水印文字")
 p.Unmapped(50,y+40,10,"无映射")
 dump(t,d.Bytes())
 }
}
