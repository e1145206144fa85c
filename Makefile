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

bench-page: release ## measure how long the page makes a person wait, in headless Chromium (of a REPORT, if given)
	sh tests/bench/bench_page.sh build/release $(REPORT)

screenshots: release ## docs/page.png from the sample capture; every tab, light and dark, narrow and wide, into build/screenshots
	rm -rf build/screenshots
	mkdir -p build/screenshots
	build/release/make_capture --sample build/screenshots/SRV-FILE02 >/dev/null
	build/release/poolmonviz visualize -d build/screenshots/SRV-FILE02 -t TotalUsedBytes --no-open -o build/screenshots/report.html >/dev/null
	node build/release/web/tests/screenshots.mjs build/screenshots/report.html build/screenshots docs/page.png

bench-leaks: release ## measure how well leaks are found; with REFERENCE=DIR also on captures of DIR/leakbench
	sh tests/bench/leaks.sh $(REFERENCE)

kill: release ## kill a collection KILLS (200) times and look whether its capture stays sound
	sh tests/kill/run.sh build/release/poolmonviz $(KILLS)

reference: release ## compare with the reference files in folder REFERENCE
	@test -n "$(REFERENCE)" || { echo "Say where they are: make reference REFERENCE=DIR"; exit 2; }
	sh tests/reference/run.sh "$(REFERENCE)"

samples: release ## account for every row of the files in folder SAMPLES
	@test -n "$(SAMPLES)" || { echo "Say where they are: make samples SAMPLES=DIR"; exit 2; }
	sh tests/reference/samples.sh "$(SAMPLES)"

golden-update: dev ## take what the program prints today as the golden expectations
	cmake --build --preset dev --target golden-update

deb: release ## make the Debian package, into build/release
	cd build/release && cpack -G DEB

windows: ## build poolmonviz.exe and pack it: build/windows/poolmonviz-VERSION-windows-x64.zip
	sh tools/setup.sh windows
	cmake --preset windows
	cmake --build --preset windows --target package-windows

test-windows: windows ## test poolmonviz.exe under Wine
	cmake --preset release
	cmake --build --preset release --target poolmonviz
	cmake --build --preset windows
	ctest --preset windows

install: release ## install under PREFIX (/usr/local)
	cmake --install build/release --prefix "$(PREFIX)"

clean: ## remove everything that was built
	rm -rf build

help: ## list these
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' Makefile | expand -t 16

.PHONY: dev release test asan fuzz bench bench-peers bench-page bench-leaks screenshots kill reference samples golden-update deb windows test-windows install clean help
