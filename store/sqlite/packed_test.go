package sqlite

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"jixiao/engine"
)

// awkward are texts that something between a form and a score could change: every byte alone and between letters, what JSON escapes or forbids,
// what is no UTF-8, and texts at random.
func awkward() []string {
	list := []string{"\"", `\`, `\u0041`, "a\u2028b", "\ufeff", "\U0010ffff", "\xed\xa0\x80", "\xc0\x80", "\xf5", "万\xe4\xb8", strings.Repeat("长\x01", 5000), "1e309", "null", "[]"}
	for b := range 256 {
		list = append(list, string([]byte{byte(b)}), string([]byte{'a', byte(b), 'b'}))
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		text := make([]byte, 1+r.IntN(40))
		for i := range text {
			text[i] = byte(r.IntN(256))
		}
		list = append(list, string(text))
	}
	return list
}

// TestAwkwardTextsComeBack holds that every text is read as it was stored: from the rows, from the rows packed, and from what was condensed.
func TestAwkwardTextsComeBack(t *testing.T) {
	s, ctx := openNew(t), context.Background()
	texts := awkward()
	var forms []*engine.Submission
	var values []engine.Entry
	for i, text := range texts {
		form := smallForm(strings.Repeat("甲", 1+i%3)+string(rune(0x4e00+i)), 1)
		form.Goal, form.Indicators[0].Target.Text, form.Indicators[0].Target.Number.Unit = text, text, text
		forms = append(forms, form)
		values = append(values, engine.Entry{RecordKey: engine.RecordKey{Project: form.ID(), Indicator: form.Indicators[0].ID,
			Field: engine.RecordReason}, Value: text})
	}
	save(t, s, forms...)
	record(t, s, values...)
	reading, rows := must(s.Read(ctx, engine.Filter{}))(t), must(s.ReadRows(ctx, engine.Filter{}))(t)
	hold := func(way string, i int, s *engine.Submission, value string) {
		row := s.Indicators[0]
		same(t, way, []string{s.Goal, row.Target.Text, row.Target.Number.Unit, value}, []string{texts[i], texts[i], texts[i], texts[i]})
	}
	whole := collect(t, reading.Submissions())
	same(t, "forms", len(whole), len(texts))
	for i, stored := range whole {
		hold("rows", i, stored.Submission, stored.Entries[0].Value)
	}
	for way, list := range map[string][]engine.Bare{"packed": readPages(t, rows), "condensed": readPages(t, reading)} {
		same(t, way, len(list), len(texts))
		for i, form := range list {
			hold(way, i, form.Submission, form.Values[0].Value)
		}
	}
	same(t, "condensed", must(s.WrongCondensed(ctx))(t), []engine.ProjectID(nil))
}

// FuzzPacking holds that what is packed comes back, whatever bytes are in it, and that SQLite reads the same.
func FuzzPacking(f *testing.F) {
	db := sql.OpenDB(connector(filepath.Join(f.TempDir(), "a.db"), modeCreator))
	f.Cleanup(func() { db.Close() })
	for _, text := range []string{"", "[", "]", ",", `"\`, "\x00\x1f\n\t", "汉字\xff\xc3", "10 %"} {
		f.Add(text, int64(len(text))-3)
	}
	f.Fuzz(func(t *testing.T, text string, n int64) {
		var w packing
		w.open()
		w.integer(n)
		w.args(engine.Args(text, text))
		w.string(text)
		w.open()
		w.close()
		w.close()
		p := newPacked(string(w.text))
		p.open()
		same(t, "number", p.integer(), n)
		same(t, "arguments", p.args(), engine.Args(text, text))
		same(t, "text", p.string(), text)
		p.open()
		if p.next() {
			t.Error("the empty list has something")
		}
		p.close()
		same(t, "error", p.ended(), nil)
		if strings.Contains(text, "\x00") {
			return // which ends a text for SQLite's functions
		}
		var number int64
		var again string
		must(1, db.QueryRow(`SELECT ?1 ->> 0, ?1 ->> 2`, string(w.text)).Scan(&number, &again))(t)
		same(t, "for SQLite", []any{number, again}, []any{n, text})
	})
}
