# Short names for what CMakePresets.json can do. 'make help' lists them.
PREFIX = /usr/local
FUZZ_SECONDS = 600
KILLS = 200
REFERENCE =

dev: ## build for every day, into build/dev
	cmake --preset dev
	cmake --build --preset dev

release: ## build what people run: build/release/poolmonviz
	cmake --preset release
	cmake --build --preset release

test: dev ## run all tests in seconds
	ctest --preset dev

asan: ## build with address and undefined behaviour sanitizers and run all tests
	cmake --preset asan
	cmake --build --preset asan
	ctest --preset asan

fuzz: ## run each fuzzer for FUZZ_SECONDS (600)
	cmake --preset fuzz
	cmake --build --preset fuzz
	sh tests/fuzz/run.sh build/fuzz $(FUZZ_SECONDS)

bench: release ## measure speed and memory
	sh tests/bench/bench.sh

bench-leaks: release ## measure how well leaks are found; with REFERENCE=DIR also on captures of DIR/leakbench
	sh tests/bench/leaks.sh $(REFERENCE)

kill: release ## kill a collection KILLS (200) times and look whether its capture stays sound
	sh tests/kill/run.sh build/release/poolmonviz $(KILLS)

reference: release ## compare with the reference files in folder REFERENCE
	@test -n "$(REFERENCE)" || { echo "Say where they are: make reference REFERENCE=DIR"; exit 2; }
	sh tests/reference/run.sh "$(REFERENCE)"

golden-update: dev ## take what the program prints today as the golden expectations
	cmake --build --preset dev --target golden-update

install: release ## install under PREFIX (/usr/local)
	cmake --install build/release --prefix "$(PREFIX)"

clean: ## remove everything that was built
	rm -rf build

help: ## list these
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' Makefile | expand -t 16

.PHONY: dev release test asan fuzz bench bench-leaks kill reference golden-update install clean help
