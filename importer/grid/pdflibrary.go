package grid

import (
	"context"
	"embed"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// pdfMemoryPages bounds the memory of the pdf library, in pages of 64 KiB.
const pdfMemoryPages = 2560

// pdfMemorySpare is how near to its bound the library's memory is, in pages, when the library ended for want of it. Hostile files left
// it at most two pages below the bound.
const pdfMemorySpare = 256

// memoryUsedUp reports whether a failure of the library is one for want of memory. The library then stops in the middle, and only the
// size of its memory tells that from a crash.
func memoryUsedUp(module api.Module) bool {
	return module.Memory().Size()>>16 >= pdfMemoryPages-pdfMemorySpare
}

// pdfReuseBytes is the size of a file after which the library's memory, which never shrinks, is given back.
const pdfReuseBytes = 1 << 20

// pdfLibrary is the pdf library of this process. It starts with the first pdf, because that takes a while, and reads one file at a time.
type pdfLibrary struct {
	mutex    sync.Mutex
	pool     pdfium.Pool
	instance pdfium.Pdfium
	module   api.Module
}

var sharedPDF pdfLibrary

// use gives the library to one reader. After a failure, or where the file was large, the next reader gets a fresh one.
func (l *pdfLibrary) use(size int, read func(api.Module) error) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if err := l.start(); err != nil {
		return err
	}
	err := errPDFCrashed
	defer func() {
		if err != nil || size > pdfReuseBytes {
			l.drop()
		}
	}()
	err = read(l.module)
	return err
}

// errPDFCrashed stands for a library that left its reader without an answer.
var errPDFCrashed = errors.New("the pdf library crashed")

func (l *pdfLibrary) start() error {
	if l.module != nil {
		return nil
	}
	if l.pool == nil {
		pool, err := newPDFPool()
		if err != nil {
			return &pdfStartError{err}
		}
		l.pool = pool
	}
	instance, err := l.pool.GetInstance(time.Minute)
	if err != nil {
		return &pdfStartError{err}
	}
	l.instance, l.module = instance, moduleOf(instance)
	if l.module == nil {
		l.drop()
		return &pdfStartError{errors.New("the pdf library has no module")}
	}
	return nil
}

// drop throws the instance away. What it says on its way out tells nothing more.
func (l *pdfLibrary) drop() {
	_ = l.instance.Kill()
	l.instance, l.module = nil, nil
}

// pdfStartError says that the library does not run on this machine.
type pdfStartError struct{ err error }

func (e *pdfStartError) Error() string { return "start the pdf library: " + e.err.Error() }
func (e *pdfStartError) Unwrap() error { return e.err }

// moduleOf finds the module under the library's wrappers. They ask the module for memory for every number that they hand over, which is
// most of the time of reading a page; doc.go has the figures.
func moduleOf(instance pdfium.Pdfium) api.Module {
	value := reflect.ValueOf(instance.GetImplementation())
	if value.Kind() != reflect.Pointer || value.Elem().Kind() != reflect.Struct {
		return nil
	}
	field := value.Elem().FieldByName("Module")
	if !field.IsValid() {
		return nil
	}
	module, _ := field.Interface().(api.Module)
	return module
}

// newPDFPool starts the library with the compiled code of an earlier start, and without it where that cannot be had.
func newPDFPool() (pdfium.Pool, error) {
	if folder, err := os.UserCacheDir(); err == nil {
		cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(folder, "jixiao", "pdf"))
		if err == nil {
			if pool, err := initPDF(cache); err == nil {
				return pool, nil
			}
		}
	}
	return initPDF(wazero.NewCompilationCache())
}

// squareFont is the only file that the library sees. It stands for the fonts that a pdf names and does not hold: the library leaves
// out pieces of text whose glyphs have no shape, and in this font all of them have one.
//
//go:embed fonts/square.ttf
var squareFont embed.FS

// initPDF gives the library no files but one, and no output; a call of it ends when its context does.
func initPDF(cache wazero.CompilationCache) (pdfium.Pool, error) {
	return webassembly.Init(webassembly.Config{
		MaxIdle:  1,
		MaxTotal: 1,
		FSConfig: wazero.NewFSConfig().WithFSMount(squareFont, "/usr/share"),
		Stdout:   noOutput{},
		Stderr:   noOutput{},
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithCompilationCache(cache).
			WithMemoryLimitPages(pdfMemoryPages).
			WithCloseOnContextDone(true),
	})
}

// noOutput swallows what the library prints about damaged files.
type noOutput struct{}

func (noOutput) Write(p []byte) (int, error) { return len(p), nil }

// pdfCalls calls the functions of the library. After the first failure every call does nothing and returns 0, so that only the ends of
// loops have to ask for err.
type pdfCalls struct {
	module    api.Module
	functions map[string]api.Function
	ctx       context.Context
	stack     [8]uint64
	scratch   uint32 // memory of the library for the numbers that it returns
	err       error
}

const scratchBytes = 64

func newPDFCalls(ctx context.Context, module api.Module) *pdfCalls {
	c := &pdfCalls{module: module, functions: make(map[string]api.Function), ctx: ctx}
	c.scratch = c.alloc(scratchBytes)
	return c
}

func (c *pdfCalls) call(name string, args ...uint64) uint64 {
	if c.err != nil {
		return 0
	}
	function := c.functions[name]
	if function == nil {
		function = c.module.ExportedFunction(name)
		if function == nil {
			c.err = errors.New("the pdf library has no " + name)
			return 0
		}
		c.functions[name] = function
	}
	copy(c.stack[:], args)
	if c.err = function.CallWithStack(c.ctx, c.stack[:]); c.err != nil {
		return 0
	}
	return c.stack[0]
}

// count calls a function that returns a C int; below 0 is a failure of it and 0 here.
func (c *pdfCalls) count(name string, args ...uint64) int {
	return max(int(int32(c.call(name, args...))), 0)
}

// ok calls a function that returns a C boolean.
func (c *pdfCalls) ok(name string, args ...uint64) bool { return uint32(c.call(name, args...)) != 0 }

// floats calls a function that fills a structure of n floats at the last argument.
func (c *pdfCalls) floats(n int, name string, args ...uint64) ([6]float64, bool) {
	var values [6]float64
	if !c.ok(name, append(args, uint64(c.scratch))...) {
		return values, false
	}
	raw, ok := c.module.Memory().Read(c.scratch, uint32(4*n))
	if !ok {
		return values, false
	}
	for i := range n {
		values[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:])))
	}
	return values, true
}

// point is the address of the i-th number in the scratch memory, for functions that take an address a number.
func (c *pdfCalls) at(i int) uint64 { return uint64(c.scratch) + uint64(4*i) }

func (c *pdfCalls) alloc(size int) uint32 {
	address := uint32(c.call("malloc", uint64(size)))
	if address == 0 && c.err == nil {
		c.err = errPDFMemory
	}
	return address
}

// put copies bytes into the library's memory.
func (c *pdfCalls) put(data []byte) uint32 {
	address := c.alloc(len(data))
	if c.err == nil && !c.module.Memory().Write(address, data) {
		c.err = errPDFMemory
	}
	return address
}

// errPDFMemory says that the library has no memory left.
var errPDFMemory = errors.New("the pdf library has no memory left")

// word and real read the i-th number of the scratch memory.
func (c *pdfCalls) word(i int) uint32 {
	value, _ := c.module.Memory().ReadUint32Le(uint32(c.at(i)))
	return value
}

func (c *pdfCalls) real(i int) float64 { return float64(math.Float32frombits(c.word(i))) }
