package reports

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jixiao/messages"
)

func fixtureDelivery() *Delivery {
	return &Delivery{Run: fixtureRun(), Pack: PackInfo{Name: "sample-pack", Title: "示例规则", Digest: fixturePack().Digest}, Projects: []Delivered{
		{Project: "p1", Department: "水务局", Name: "<b>清淤</b> & \u202e", Total: "51.25–79.38", Grade: "未评定", Files: []DeliveredFile{
			{Path: "水务局/100% #1?.docx", Digest: [32]byte{1}, Bytes: 12}, {Path: "水务局/100% #1?-自评报告.html", Digest: [32]byte{2}, Bytes: 9}}},
		{Project: "p2", Name: "javascript:alert(1)", Total: "98.62", Grade: "优", Files: []DeliveredFile{{Path: "项目/javascript_alert(1).docx"}}},
		{Project: "p3", Department: "水务局", Name: "绿化", Total: "90.00", Grade: "优"},
	}, Others: []DeliveredFile{{Path: "2025.json", Bytes: 3}}}
}

// Departments stand together, names are text, and links lead to files whatever their names hold.
func TestIndex(t *testing.T) {
	for _, lang := range []messages.Lang{messages.Chinese, messages.English} {
		var out bytes.Buffer
		if err := WriteIndex(&out, fixtureTexts(t, lang), fixtureDelivery()); err != nil {
			t.Fatal(err)
		}
		page := out.String()
		for _, want := range []string{
			"&lt;b&gt;清淤&lt;/b&gt; &amp;", `href="./%E6%B0%B4%E5%8A%A1%E5%B1%80/100%25%20%231%3F.docx"`, `href="./2025.json"`, "51.25–79.38",
			`<a href="#d1">水务局</a></td><td class="number">2</td>`, "javascript_alert",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %s", want)
			}
		}
		if strings.Contains(page, "<script") || strings.Contains(page, `href="javascript`) {
			t.Error("a name became a script")
		}
	}
}

func TestManifest(t *testing.T) {
	var out bytes.Buffer
	delivery := fixtureDelivery()
	delivery.Left = []string{"旧/一.xlsx"}
	if err := WriteManifest(&out, delivery); err != nil {
		t.Fatal(err)
	}
	var manifest manifestJSON
	decoder := json.NewDecoder(&out)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Run.Pack != "sample-pack" || manifest.Projects != 3 || len(manifest.Files) != 4 || manifest.Files[0].Bytes != 12 ||
		manifest.Files[0].SHA256 != "01"+strings.Repeat("0", 62) || manifest.Files[3].Project != "" || manifest.Department != nil {
		t.Errorf("got %+v", manifest)
	}
	out.Reset()
	if err := WriteManifest(&out, &Delivery{}); err != nil || !json.Valid(out.Bytes()) {
		t.Errorf("a manifest of nothing: %s, %v", out.Bytes(), err)
	}
}

func TestLeftBehind(t *testing.T) {
	earlier := `{"files":[{"path":"项目/javascript_alert(1).docx"},{"path":"水务局/撤回.xlsx"}],"left":["很久/以前.xlsx","水务局/撤回.xlsx"]}`
	if diff := cmp.Diff([]string{"很久/以前.xlsx", "水务局/撤回.xlsx"}, fixtureDelivery().LeftBehind([]byte(earlier))); diff != "" {
		t.Error(diff)
	}
	if left := fixtureDelivery().LeftBehind([]byte("no manifest")); left != nil {
		t.Errorf("got %q", left)
	}
}
