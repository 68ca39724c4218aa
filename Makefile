# Each target installs the Debian packages it misses, then does what it says.
SEED ?= 1
COUNT ?= 200
FUZZ_SECONDS ?= 60

.PHONY: run build test sim check bench fuzz sanitize

run: build
	exec .build/release/headgate serve --bind 127.0.0.1:3000 --data-dir ./data

build:
	scripts/install-packages build
	swift build -c release --static-swift-stdlib --explicit-target-dependency-import-check error --product headgate

test:
	scripts/install-packages build test
	scripts/test

sim:
	scripts/install-packages build
	swift run -c release headgate-sim --seed $(SEED) --count $(COUNT)

check:
	scripts/install-packages build
	scripts/check

bench: build
	scripts/install-packages bench
	Benchmarks/run
	Benchmarks/gates

fuzz:
	scripts/install-packages build
	FUZZ_SECONDS=$(FUZZ_SECONDS) scripts/fuzz

sanitize:
	scripts/install-packages build test
	scripts/sanitize thread
	scripts/sanitize address
