# Gold data and raw text lie beside the checkout; the targets that need them
# say so and stop where they are missing.
BENCH ?= ../shared/bench
GO ?= go

.PHONY: build test check eval bench examples

build:
	$(GO) build -o bin/annals ./cmd/annals

test:
	$(GO) test ./...

# Formatting, vet, staticcheck, tests (the import table and package comments
# among them).
check:
	@test -z "$$(gofmt -l cmd internal train)" || { gofmt -l cmd internal train; echo "run gofmt -w on these files"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) test ./...

# Every scorer over the dev part of the gold data, one table each.
eval: build
	@test -d $(BENCH) || { echo "no gold data at $(BENCH): set BENCH"; exit 1; }
	bin/annals eval all --bench $(BENCH)

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Write the expected records of testdata/reports anew; look at the difference
# before you keep it.
examples:
	$(GO) test ./cmd/annals -run Examples -update
