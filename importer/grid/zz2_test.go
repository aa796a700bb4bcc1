package grid
import ("testing";"os"
"jixiao/importer/pdftest")
func TestYY(t *testing.T){
 os.WriteFile("/tmp/pdftry/square.ttf", pdftest.Font(), 0o644)
 content := "BT /F1 10 Tf 1 0 0 1 50 700 Tm <2265> Tj ET BT /F1 10 Tf 1 0 0 1 50 600 Tm <4E004E8C> Tj ET BT /F1 10 Tf 1 0 0 1 150 600 Tm <4E00> Tj ET BT /F1 10 Tf 1 0 0 1 150 500 Tm <0041> Tj ET BT /F2 10 Tf 1 0 0 1 250 500 Tm <41> Tj ET"
 dump(t, pdftest.Assemble([]string{"<< /Type /Catalog /Pages 2 0 R >>","<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 << /Type /Font /Subtype /TrueType /BaseFont /Arial /Encoding /WinAnsiEncoding >> >> >> >>",
 pdftest.Stream(content,false,""),
 "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
 "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -120 1000 880] /Ascent 880 /Descent -120 /StemV 80 >> >>",
 },""))
}
