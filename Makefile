# make all is what continuous integration runs (.ci/run).
.PHONY: all check test bench benchmarks fuzz damage torture demo look release started clean

all: check test

check:
	@test -z "$$(gofmt -l .)" || { echo "gofmt would change:"; gofmt -l .; exit 1; }
	go vet ./...
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	go mod tidy -diff

# The README's command; and, with the race detector on, the rooms in which goroutines are started, but for hostile and damaged inputs and long tables,
# which take minutes under it. The other rooms are pure, or what they share is used by these.
test:
	go test ./...
	go test -race -timeout 15m -skip 'Hostile|LongTable|Readme|EveryCommand|ExitCodes|Mutated|Damaged' ./assessment ./cmd/jixiao ./importer/grid ./reports/... ./spool ./store/sqlite

# The program against a plain copy of the rows, a script in SQL, LibreOffice and cel-go, on a generated year: a table, and
# performance.md with a picture in BENCH_DOCS, of all numbers of projects that were measured. Some minutes; 100,000 projects need an hour and
# 10 GB, and their year is generated once.
bench:
	go run ./bench -projects $(BENCH_PROJECTS) -rounds $(BENCH_ROUNDS) -seed $(BENCH_SEED) -docs $(BENCH_DOCS)

BENCH_PROJECTS = 10000
BENCH_ROUNDS = 5
BENCH_SEED = 1
BENCH_DOCS = out/bench

# Every Go benchmark once, with allocations.
benchmarks:
	go test -run '^$$' -bench . -benchmem ./...

# Half a minute for each fuzz target.
fuzz:
	@for package in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime 30s -fuzzminimizetime 20x $$package || exit 1; \
		done; \
	done

# The laws of the readers over five million damaged inputs of each kind, 200,000 workbooks and 20,000 pdf files; an hour or two. The laws
# of rules over 9,910,000 damaged expressions and 99,100 damaged packs; half an hour.
damage:
	go test -timeout 10h ./engine/notation ./importer/grid -run 'Mutated' -mutations 5000000 -v
	go test -timeout 10h ./importer/grid -run 'PDFDamaged' -mutations 1000000 -v
	go test -timeout 10h ./rules -run 'Mutated' -mutations 9910000 -v

# What must hold whatever happens to the machine, on the real program and with full counts: processes killed, power cut, disks full, a crowd,
# bits flipped, bad input; then the laws that are tried inside the rooms. Half an hour; a full disk needs root, power cuts Linux on amd64.
torture:
	go test -timeout 10h ./torture -v -kills 1000 -cuts 10000 -full-disks 100 -writes 10 -processes 20 -flips 1000 -garbage 1000000 \
		-indicators 5000 -same-projects 5000
	go test -timeout 10h ./rules -run 'Oracle' -oracle 10000000 -v
	go test -timeout 10h ./assessment -run 'RandomChanges' -changes 1000 -v
	go test -timeout 10h ./cmd/jixiao -run 'Hostile'

demo:
	go run ./cmd/jixiao demo

# Every page of the sample's forms in every layout, of the narrative reports and of the bureau's summary as pictures below out/look, for a person to look at. Needs LibreOffice,
# Chromium, pdftoppm and a Chinese font, and says how to install what is missing.
look:
	@rm -rf out/look && mkdir -p out/look
	@for layout in national shanghai hubei; do \
		JIXIAO_REPORT_LAYOUT=$$layout go run ./cmd/jixiao demo --quiet --out out/look/$$layout --format "$(LOOK_FORMATS)" >/dev/null || exit 1; \
	done
	@go run ./cmd/jixiao report --db out/look/national/demo.db --narrative --quiet --out out/look/narrative --format docx,html
	@go run ./cmd/jixiao report --db out/look/national/demo.db --bureau --quiet --out out/look/bureau --format xlsx,html
	@sh reports/look.sh out/look

# What look draws: all formats of forms.
LOOK_FORMATS = xlsx,html,docx,pdf,md

# The program for other machines, without anything that would have to be installed there: linked statically, so that old distributions run it
# too. Needs gcc, gcc-aarch64-linux-gnu and gcc-mingw-w64-x86-64 (names of Debian). The same source, Go and compilers give the same bytes: no
# paths, times or build ids are in them, and the version is given here alone.
release:
	@rm -rf out/release && mkdir -p out/release
	GOOS=linux GOARCH=amd64 CC=x86_64-linux-gnu-gcc $(RELEASE)-linux-amd64 ./cmd/jixiao
	GOOS=linux GOARCH=arm64 CC=aarch64-linux-gnu-gcc $(RELEASE)-linux-arm64 ./cmd/jixiao
	GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc $(RELEASE)-windows-amd64.exe ./cmd/jixiao
	@cd out/release && sha256sum jixiao-* > SHA256SUMS && cat SHA256SUMS

# The programs of a release do a year's work and print what this machine's prints: through qemu-user for arm64 and wine for Windows, as far as
# these are installed (names of Debian: qemu-user-static, wine64).
started: release
	go test ./torture -v -run Released -release $(CURDIR)/out/release

VERSION ?= unreleased
RELEASE = CGO_ENABLED=1 go build -trimpath -buildvcs=false -tags netgo,osusergo,sqlite_omit_load_extension \
	-ldflags '-s -w -buildid= -X main.version=$(VERSION) -linkmode external -extldflags "-static"' -o out/release/jixiao

clean:
	rm -rf out
