package grid

import (
	"context"
	"errors"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/tetratelabs/wazero/api"
)

// pdfHeap is how much memory the program may hold while a pdf is read before it collects at once what it no longer needs.
const pdfHeap = 320 << 20

// The codes of the library.
const (
	pdfErrorPassword = 4
	pdfErrorSecurity = 5
)

// pdfFile is a pdf under reading in the library.
type pdfFile struct {
	*pdfCalls
	src      *source
	cancel   context.CancelFunc
	watch    *pdfWatch
	glyphs   int // read so far
	drawings int
}

// loadPDF reads the characters and lines of all pages. Whatever the library does with a damaged file, the answer is an *Error.
func loadPDF(src *source) ([]*pdfPage, error) {
	if hasDamagedStream(src.data) {
		return nil, src.brokenPDF(0, ReasonStream)
	}
	var pages []*pdfPage
	err := sharedPDF.use(len(src.data), func(module api.Module) error {
		// The library's memory grows by being copied. What it leaves behind has to go at once, or a hostile file takes twice of it.
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(pdfHeap))
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		f := openPDF(src, module)
		defer f.cancel()
		var err error
		if pages, err = f.read(); err != nil && memoryUsedUp(module) {
			return errPDFMemory
		}
		return err
	})
	if err != nil {
		return nil, src.pdfFailure(err)
	}
	return pages, nil
}

// pdfFailure says why the library did not read a file.
func (s *source) pdfFailure(err error) *Error {
	var known *Error
	var start *pdfStartError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &start):
		return s.fail(ErrorReader, Arg{"format", string(FormatPDF)})
	case errors.Is(err, context.Canceled):
		return s.tooLarge(LimitSeconds, int64(pdfTime/time.Second), Place{})
	case errors.Is(err, errPDFMemory):
		return s.tooLarge(LimitMemory, pdfMemoryPages<<16, Place{})
	}
	return s.brokenPDF(0, ReasonLibrary)
}

func (s *source) brokenPDF(page int, reason string) *Error {
	part := ""
	if page > 0 {
		part = pageName(page)
	}
	return s.fail(ErrorBroken, Arg{"format", string(FormatPDF)}, Arg{"part", part}, Arg{"reason", reason})
}

// pageName is what stands for a worksheet's name in the places of a pdf.
func pageName(page int) string { return "p" + strconv.Itoa(page) }

// openPDF needs the thread for itself up to cancel.
func openPDF(src *source, module api.Module) *pdfFile {
	ctx, cancel := context.WithCancel(context.Background())
	f := &pdfFile{src: src, cancel: cancel, watch: watchPDF(ctx, cancel, pdfTime)}
	f.pdfCalls = newPDFCalls(ctx, module)
	return f
}

// read turns a panic of the library's machine into an error, so that the instance is thrown away.
func (f *pdfFile) read() (pages []*pdfPage, err error) {
	defer func() {
		if recover() != nil {
			err = errPDFCrashed
		}
		if f.ctx.Err() != nil && err == nil {
			err = f.ctx.Err()
		}
	}()
	data := f.put(f.src.data)
	document := f.call("FPDF_LoadMemDocument", uint64(data), uint64(len(f.src.data)), 0)
	if document == 0 {
		return nil, f.failure()
	}
	pages, err = f.pages(document)
	if err != nil {
		return nil, err
	}
	f.call("FPDF_CloseDocument", document)
	f.call("free", uint64(data))
	f.call("free", uint64(f.scratch))
	return pages, f.failed()
}

// failure says why the document cannot be opened.
func (f *pdfFile) failure() error {
	if f.err != nil {
		return f.failed()
	}
	switch f.call("FPDF_GetLastError") {
	case pdfErrorPassword, pdfErrorSecurity:
		return f.src.fail(ErrorEncrypted, Arg{"format", string(FormatPDF)})
	}
	return f.src.brokenPDF(0, ReasonPDF)
}

// failed is the failure of a call so far. One that was stopped because its time was up says so in many ways.
func (f *pdfFile) failed() error {
	if f.err != nil && f.ctx.Err() != nil {
		return f.ctx.Err()
	}
	return f.err
}

func (f *pdfFile) pages(document uint64) ([]*pdfPage, error) {
	count := f.count("FPDF_GetPageCount", document)
	switch {
	case f.err != nil:
		return nil, f.failed()
	case count == 0:
		return nil, f.src.brokenPDF(0, ReasonPDF)
	case count > f.src.limits.Pages:
		return nil, f.src.tooLarge(LimitPages, int64(f.src.limits.Pages), Place{})
	}
	var pages []*pdfPage
	for i := range count {
		page, err := f.page(document, i)
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
		f.prolong()
	}
	return pages, nil
}

// prolong allows the time that the characters read so far have earned.
func (f *pdfFile) prolong() {
	f.watch.allow(pdfTime + time.Duration(f.glyphs/1000)*pdfTimeForThousand)
}

// page reads one page; its form fields and remarks become part of it first.
func (f *pdfFile) page(document uint64, index int) (*pdfPage, error) {
	handle := f.call("FPDF_LoadPage", document, uint64(index))
	if handle != 0 && f.count("FPDFPage_GetAnnotCount", handle) > 0 && f.call("FPDFPage_Flatten", handle, 0) == 1 {
		f.call("FPDF_ClosePage", handle)
		handle = f.call("FPDF_LoadPage", document, uint64(index))
	}
	if handle == 0 {
		if f.err != nil {
			return nil, f.failed()
		}
		return nil, f.src.brokenPDF(index+1, ReasonPDF)
	}
	page := &pdfPage{number: index + 1}
	if err := f.objects(page, handle); err != nil {
		return nil, err
	}
	if err := f.characters(page, handle); err != nil {
		return nil, err
	}
	f.call("FPDF_ClosePage", handle)
	return page, f.failed()
}
