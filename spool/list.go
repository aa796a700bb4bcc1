package spool

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/fxamacker/cbor/v2"
)

// List is a list whose beginning is kept in memory and whose rest lies in a temporary file. The zero value is not ready for use; a nil
// list is empty. A list belongs to one goroutine.
type List[T any] struct {
	room   int // what may still be kept in memory
	weigh  func(T) int
	kept   []T
	starts []int64 // of every stride-th value in the file
	filed  int     // values in the file
	end    int64   // of the file
	file   *os.File
	out    *bufio.Writer
}

// stride is how many values follow one another in the file from one known place to the next: a place for each would take more memory
// than small values are worth.
const stride = 16

// New returns an empty list that keeps values in memory up to a weight in all. Weigh says how much one weighs; nil is 1 for each.
func New[T any](limit int, weigh func(T) int) *List[T] {
	if weigh == nil {
		weigh = func(T) int { return 1 }
	}
	return &List[T]{room: limit, weigh: weigh}
}

// Append adds a value. Values that are kept in memory are given back as they are, the others as copies. The error is one of the disk.
func (l *List[T]) Append(v T) error {
	if weight := l.weigh(v); l.file == nil && weight <= l.room {
		l.room -= weight
		l.kept = append(l.kept, v)
		return nil
	}
	if err := l.open(); err != nil {
		return fmt.Errorf("put aside: %w", err)
	}
	data, err := encoding.Marshal(v)
	if err != nil {
		return fmt.Errorf("put aside: %w", err)
	}
	head := binary.AppendUvarint(nil, uint64(len(data)))
	if _, err := l.out.Write(append(head, data...)); err != nil {
		return fmt.Errorf("put aside: %w", err)
	}
	if l.filed%stride == 0 {
		l.starts = append(l.starts, l.end)
	}
	l.filed++
	l.end += int64(len(head) + len(data))
	return nil
}

// open makes the file. Where the system allows it, its name is gone at once, so that nothing is left behind however the program ends.
func (l *List[T]) open() error {
	if l.file != nil {
		return nil
	}
	file, err := os.CreateTemp("", "jixiao-*.tmp")
	if err != nil {
		return err
	}
	_ = os.Remove(file.Name()) // where that fails, Close does it
	l.file, l.out = file, bufio.NewWriterSize(file, 1<<16)
	return nil
}

// Len is the number of values.
func (l *List[T]) Len() int {
	if l == nil {
		return 0
	}
	return len(l.kept) + l.filed
}

// At returns the value at a place from 0 to Len()−1.
func (l *List[T]) At(i int) (v T, err error) {
	if i < len(l.kept) {
		return l.kept[i], nil
	}
	in, err := l.from(i-len(l.kept), 1)
	if err != nil {
		return v, err
	}
	return read[T](in)
}

// from reads the file from a value on, for a number of values.
func (l *List[T]) from(n, values int) (*bufio.Reader, error) {
	if err := l.out.Flush(); err != nil {
		return nil, fmt.Errorf("take out again: %w", err)
	}
	start := l.starts[n/stride]
	in := bufio.NewReaderSize(io.NewSectionReader(l.file, start, l.end-start), min(values, stride)<<12)
	for range n % stride {
		if _, err := skip(in); err != nil {
			return nil, fmt.Errorf("take out again: %w", err)
		}
	}
	return in, nil
}

// skip passes over one value and returns how many bytes it takes.
func skip(in *bufio.Reader) (int64, error) {
	size, err := binary.ReadUvarint(in)
	if err == nil {
		_, err = in.Discard(int(size))
	}
	return int64(len(binary.AppendUvarint(nil, size))) + int64(size), err
}

// All yields the values in their order; an error of the disk ends them. The list may grow meanwhile; what is added is not yielded.
func (l *List[T]) All() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) { l.Part(0, l.Len())(yield) }
}

// Part yields the values from a place up to another, without that.
func (l *List[T]) Part(from, to int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		at := from
		for ; at < to && at < len(l.kept); at++ {
			if !yield(l.kept[at], nil) {
				return
			}
		}
		if at < to {
			l.inFile(at-len(l.kept), to-len(l.kept), yield)
		}
	}
}

func (l *List[T]) inFile(from, to int, yield func(T, error) bool) {
	in, err := l.from(from, to-from)
	if err != nil {
		var none T
		yield(none, err)
		return
	}
	for range to - from {
		v, err := read[T](in)
		if !yield(v, err) || err != nil {
			return
		}
	}
}

func read[T any](in *bufio.Reader) (v T, err error) {
	size, err := binary.ReadUvarint(in)
	if err == nil {
		data := make([]byte, size)
		if _, err = io.ReadFull(in, data); err == nil {
			err = decoding.Unmarshal(data, &v)
		}
	}
	if err != nil {
		return v, fmt.Errorf("take out again: %w", err)
	}
	return v, nil
}

// Cut drops what stands at a place and behind it.
func (l *List[T]) Cut(length int) error {
	if length >= l.Len() {
		return nil
	}
	if filed := max(0, length-len(l.kept)); filed < l.filed {
		if err := l.cutFile(filed); err != nil {
			return fmt.Errorf("put aside: %w", err)
		}
	}
	for len(l.kept) > length {
		last := len(l.kept) - 1
		l.room += l.weigh(l.kept[last])
		l.kept = l.kept[:last]
	}
	return nil
}

// cutFile leaves some values in the file. Where the first that goes has no known place, those before it lead there.
func (l *List[T]) cutFile(filed int) error {
	if err := l.out.Flush(); err != nil {
		return err
	}
	end := l.starts[filed/stride]
	in := bufio.NewReader(io.NewSectionReader(l.file, end, l.end-end))
	for range filed % stride {
		size, err := skip(in)
		if err != nil {
			return err
		}
		end += size
	}
	if _, err := l.file.Seek(end, io.SeekStart); err != nil {
		return err
	}
	l.end, l.filed, l.starts = end, filed, l.starts[:(filed+stride-1)/stride]
	return l.file.Truncate(end)
}

// Close gives the file back. The list is empty afterwards.
func (l *List[T]) Close() error {
	if l == nil || l.file == nil {
		return nil
	}
	file := l.file
	*l = List[T]{weigh: l.weigh}
	err := file.Close()
	if gone := os.Remove(file.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// Values come back as they were, whatever bytes their texts hold and however much there is of them: the file is our own.
var (
	encoding = must(cbor.EncOptions{}.EncMode())
	decoding = must(cbor.DecOptions{UTF8: cbor.UTF8DecodeInvalid, MaxArrayElements: 1 << 30, MaxMapPairs: 1 << 30}.DecMode())
)

func must[T any](mode T, err error) T {
	if err != nil {
		panic(err) // the options are constants
	}
	return mode
}
