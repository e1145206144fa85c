# Short names for the presets of CMakePresets.json and other tasks. 'make help' lists them.
PREFIX = /usr/local
FUZZ_SECONDS = 600
KILLS = 200
REFERENCE =
REPORT =

dev: ## build for daily work, into build/dev
	cmake --preset dev
	cmake --build --preset dev

release: ## build the release: build/release/poolmonviz
	cmake --preset release
	cmake --build --preset release

test: dev ## run all tests (takes seconds)
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

bench-peers: ## install the programs that bench compares with: DuckDB, pandas, OpenBLAS
	sh tests/bench/peers.sh --install

bench-page: release ## measure the page's response times in headless Chromium (of REPORT, if given)
	sh tests/bench/bench_page.sh build/release $(REPORT)

screenshots: release ## write docs/page.png from the sample capture, and all tabs, themes and widths into build/screenshots
	rm -rf build/screenshots
	mkdir -p build/screenshots
	build/release/make_capture --sample build/screenshots/SRV-FILE02 >/dev/null
	build/release/poolmonviz visualize -d build/screenshots/SRV-FILE02 -t TotalUsedBytes --no-open -o build/screenshots/report.html >/dev/null
	node build/release/web/tests/screenshots.mjs build/screenshots/report.html build/screenshots docs/page.png

bench-leaks: release ## measure the accuracy of leaks; with REFERENCE=DIR also on captures of DIR/leakbench
	sh tests/bench/leaks.sh $(REFERENCE)

kill: release ## kill a running collect KILLS (200) times and check that its capture is intact
	sh tests/kill/run.sh build/release/poolmonviz $(KILLS)

reference: release ## compare with the reference files in directory REFERENCE
	@test -n "$(REFERENCE)" || { echo "usage: make reference REFERENCE=DIR"; exit 2; }
	sh tests/reference/run.sh "$(REFERENCE)"

samples: release ## check that every row of the files in directory SAMPLES is accounted for
	@test -n "$(SAMPLES)" || { echo "usage: make samples SAMPLES=DIR"; exit 2; }
	sh tests/reference/samples.sh "$(SAMPLES)"

messages: ## print every sentence that a user can see, with its place
	sh tools/messages.sh

golden-update: dev ## overwrite the expected output of the golden tests with the current output
	cmake --build --preset dev --target golden-update

deb: release ## build the Debian package into build/release
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

clean: ## delete build/
	rm -rf build

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' Makefile | expand -t 16

.PHONY: dev release test asan fuzz bench bench-peers bench-page bench-leaks screenshots kill reference samples messages golden-update deb windows test-windows install clean help
