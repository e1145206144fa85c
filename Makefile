# Short names for what CMakePresets.json can do. 'make help' lists them.
PREFIX = /usr/local
FUZZ_SECONDS = 600
KILLS = 200
REFERENCE =
REPORT =

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

bench-peers: ## install what bench compares with: DuckDB, pandas, OpenBLAS
	sh tests/bench/peers.sh --install

bench-page: release ## measure how long the page makes a person wait, in headless Chromium
	PAGE=build/release/web/page.html node build/release/web/tests/bench.mjs "$(REPORT)" build/release/bench-page.txt

screenshots: release ## docs/page.png from the sample capture; every tab, light and dark, narrow and wide, into build/screenshots
	rm -rf build/screenshots
	build/release/make_capture build/screenshots/sample --sample
	build/release/poolmonviz visualize -d build/screenshots/sample -o build/screenshots/report.html
	node build/release/web/tests/screenshots.mjs build/screenshots/report.html build/screenshots docs/page.png

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

.PHONY: dev release test asan fuzz bench bench-peers bench-page screenshots kill reference golden-update install clean help
