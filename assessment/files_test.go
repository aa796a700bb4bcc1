package assessment

import (
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"jixiao/engine"
	"jixiao/importer"
)

const tableHead = "项目名称,主管部门,实施单位,年度,一级指标,二级指标,三级指标,年度指标值\n"

func tableFile(name, project string) File {
	return File{Name: name, Data: []byte(tableHead + project + ",甲局,甲局,2025,产出指标,数量指标,更换路灯数量,≥120盏\n")}
}

func readFiles(t *testing.T, files ...File) *Reading {
	t.Helper()
	reading, err := ReadFiles(files, ReadOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reading.Close() })
	return reading
}

// padded is a file of a certain size.
func padded(name string, bytes int) File {
	file := tableFile(name, name)
	file.Data = append(file.Data, strings.Repeat("\n", max(0, bytes-len(file.Data)))...)
	return file
}

func TestFilesComeInTheirOrder(t *testing.T) {
	var files []File
	var want []string
	for i := range 60 {
		size := 0
		if i%7 == 0 {
			size = 1 << 18 // takes longer
		}
		files = append(files, padded(fmt.Sprintf("%02d", i), size))
		want = append(want, files[i].Name)
	}
	var got []string
	for file := range ReadEach(slices.Values(files), importer.Options{}) {
		for _, result := range collect(t, file.Parts) {
			got = append(got, result.Submissions[0].Name)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestOnlyAFewFilesAreInMemory(t *testing.T) {
	given, taken, most := 0, 0, 0
	count := func(files []File) iter.Seq[File] {
		return func(yield func(File) bool) {
			for _, file := range files {
				given++
				most = max(most, given-taken)
				if !yield(file) {
					return
				}
			}
		}
	}
	read := func(files []File) {
		given, taken, most = 0, 0, 0
		for range ReadEach(count(files), importer.Options{}) {
			taken++
		}
		if taken != len(files) {
			t.Errorf("%d of %d files came", taken, len(files))
		}
	}
	small := make([]File, 100)
	for i := range small {
		small[i] = tableFile(fmt.Sprint(i), fmt.Sprint(i))
	}
	if read(small); most > 2*runtime.GOMAXPROCS(0)+1 {
		t.Errorf("%d small files at once", most)
	}
	large := make([]File, 4)
	for i := range large {
		large[i] = padded(fmt.Sprint(i), bytesAtOnce/2+1)
	}
	if read(large); most > 2 { // one in work, one waiting
		t.Errorf("%d large files at once", most)
	}
}

func TestWhoeverStopsLeavesNothingRunning(t *testing.T) {
	before, stopped := runtime.NumGoroutine(), false
	files := func(yield func(File) bool) {
		defer func() { stopped = true }()
		for i := 0; yield(tableFile(fmt.Sprint(i), fmt.Sprint(i))); i++ {
		}
	}
	for range ReadEach(files, importer.Options{}) {
		break
	}
	if !stopped {
		t.Error("the files go on")
	}
	// What has handed over its last file may still be on its way out.
	for wait := time.Millisecond; runtime.NumGoroutine() > before && wait < 2*time.Second; wait *= 2 {
		time.Sleep(wait)
	}
	if now := runtime.NumGoroutine(); now > before {
		t.Errorf("%d goroutines more", now-before)
	}
}

func TestABadFileStopsNothing(t *testing.T) {
	cause := errors.New("locked")
	copied := tableFile("副本.csv", "路灯改造")
	reading := readFiles(t, []File{
		{Name: "坏.txt", Data: []byte("没有表")}, {Name: "锁.csv", Err: cause}, tableFile("路灯.csv", "路灯改造"), copied,
		{Name: "~$路灯.csv", Skip: true}, {Name: "坏副本.txt", Data: []byte("没有表")}, tableFile("河道.csv", "河道清淤"),
	}...)
	var failed, read []string
	for _, failure := range reading.Failures {
		failed = append(failed, failure.Name)
	}
	for _, file := range reading.Files {
		read = append(read, file.Name)
	}
	if !slices.Equal(failed, []string{"坏.txt", "锁.csv"}) || !slices.Equal(read, []string{"路灯.csv", "副本.csv", "河道.csv"}) {
		t.Errorf("failed %v, read %v", failed, read)
	}
	var codes []string
	for _, issue := range collect(t, reading.Issues()) {
		codes = append(codes, issue.Code+" "+issue.Severity.String()+" "+issue.Source.File)
	}
	want := []string{"file-twice info 副本.csv", "file-twice info 坏副本.txt", "files-skipped info "}
	if !slices.Equal(codes, want) {
		t.Errorf("issues %q, want %q", codes, want)
	}
	if len(collect(t, reading.Submissions())) != 2 || len(reading.PerFile) != 6 || reading.PerFile[3].SameAs != "路灯.csv" || reading.PerFile[1].Err != cause {
		t.Errorf("%+v", reading.PerFile)
	}
	if reading.Counts.Read != 32 {
		t.Errorf("%d cells: the copy was read as well", reading.Counts.Read)
	}
}

func TestLitter(t *testing.T) {
	for _, name := range []string{"__MACOSX/城建/._路灯.csv", "城建/.DS_Store", ".git/config", "城建/~$路灯.xlsx", "Thumbs.db", "a/THUMBS.DB", "desktop.ini"} {
		if !IsLitter(name) {
			t.Errorf("%s is taken for a form", name)
		}
	}
	for _, name := range []string{"路灯.csv", "../路灯.csv", "./路灯.csv", "城建/路灯~$.csv"} {
		if IsLitter(name) {
			t.Errorf("%s is skipped", name)
		}
	}
}

func TestACopyOfAFileIsNoOtherProject(t *testing.T) {
	changed := tableFile("改.csv", "路灯改造")
	changed.Data = []byte(strings.ReplaceAll(string(changed.Data), "120", "150"))
	reading := readFiles(t, tableFile("路灯.csv", "路灯改造"), tableFile("副本.csv", "路灯改造"), changed)
	var errs []string
	for _, issue := range collect(t, reading.Issues()) {
		if issue.Severity == engine.Error {
			errs = append(errs, issue.Code+" "+issue.Source.File)
		}
	}
	if !slices.Equal(errs, []string{"project-twice 改.csv"}) {
		t.Errorf("%v", errs)
	}
}
