package reports

import "testing"

func TestParagraphs(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "保障演出": "保障演出", "<p>保障演出</p>": "保障演出",
		"<p>保障演出。</p> <p>培训骨干。</p>": "保障演出。\n培训骨干。",
		"一<br>二<BR/>三":              "一\n二\n三", "一\n二": "一\n二",
		"a < b 且 <b>重要</b>": "a < b 且 <b>重要</b>", "<script>x</script>": "<script>x</script>",
	} {
		if got := paragraphs(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
