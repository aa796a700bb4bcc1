package assessment

import (
	"fmt"
	"reflect"
	"testing"

	"jixiao/engine"
	"jixiao/importer"
	"jixiao/spool"
)

// TestNothingIsLostOnTheDisk holds every type that is put aside against its copy, with something in every field, with nothing in any,
// and with zeros where there could be nothing.
func TestNothingIsLostOnTheDisk(t *testing.T) {
	onDisk[*engine.Submission](t)
	onDisk[importer.Record](t)
	onDisk[importer.Cell](t)
	onDisk[engine.Issue](t)
	onDisk[engine.ProjectChange](t)
	onDisk[engine.RecordOutcome](t)
	onDisk[matched](t)
	onDisk[engine.ProjectSummary](t)
}

func onDisk[T any](t *testing.T) {
	var none, full, zeros T
	f := &filler{}
	f.fill(reflect.ValueOf(&full).Elem())
	z := &filler{zeros: true}
	z.fill(reflect.ValueOf(&zeros).Elem())
	if f.fields == 0 {
		t.Errorf("%T: nothing to compare", none)
	}
	list := spool.New[T](0, nil)
	defer list.Close()
	for i, want := range []T{none, full, zeros} {
		if err := list.Append(want); err != nil {
			t.Fatal(err)
		}
		got, err := list.At(i)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%T: %+v became %+v %v", want, want, got, err)
		}
	}
}

// filler puts something into every field, each time something else, or allocates whatever can be nil and leaves it empty.
type filler struct {
	zeros  bool
	fields int
}

func (f *filler) fill(v reflect.Value) {
	if v.Type() == reflect.TypeFor[engine.Decimal]() {
		if !f.zeros {
			f.fields++
			v.Set(reflect.ValueOf(engine.DecimalFromInt(int64(f.fields))))
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
		return
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i)) // panics at a field that is not exported, and that would be lost
		}
		return
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i))
		}
		return
	case reflect.Slice:
		length := 2
		if f.zeros {
			length = 0
		}
		v.Set(reflect.MakeSlice(v.Type(), length, length))
		for i := range length {
			f.fill(v.Index(i))
		}
		return
	}
	if f.zeros {
		return
	}
	f.fields++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("字%d\xff", f.fields))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.fields) << 30)
	case reflect.Uint8:
		v.SetUint(uint64(f.fields%255) + 1)
	default:
		panic(v.Type().String())
	}
}
