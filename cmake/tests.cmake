# Unit tests, golden tests, kill tests and floors. Tests are found by globs: a new file is a new test.
#
#     tests/unit/test_store.c           unit/store
#     tests/golden/leaks_plain/cmd      golden/leaks_plain
#     tests/kill/run.sh                 kill/collect
#     tests/floors/floors.sh            floors/src, floors/web
set(tests_dir ${PROJECT_SOURCE_DIR}/tests)

# Unit tests need cmocka.
file(GLOB unit_sources CONFIGURE_DEPENDS ${tests_dir}/unit/test_*.c)
find_path(CMOCKA_INCLUDE cmocka.h)
find_library(CMOCKA_LIBRARY cmocka)

# test_NAME, run as unit/NAME.
function(poolmonviz_unit_test name)
    set(target test_${name})
    add_executable(${target} ${ARGN})
    target_include_directories(${target} SYSTEM PRIVATE ${CMOCKA_INCLUDE})
    target_link_libraries(${target} PRIVATE poolmonviz_core ${CMOCKA_LIBRARY})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    poolmonviz_warnings(${target})
    poolmonviz_no_lto(${target})
    add_test(NAME unit/${name} COMMAND ${target} WORKING_DIRECTORY ${tests_dir})
endfunction()

if(CMOCKA_INCLUDE AND CMOCKA_LIBRARY)
    foreach(source IN LISTS unit_sources)
        cmake_path(GET source STEM stem)
        string(REGEX REPLACE "^test_" "" name ${stem})
        poolmonviz_unit_test(${name} ${source})
    endforeach()
    # csv_repeat uses SSE2 if available: test the scalar code as well.
    poolmonviz_unit_test(csv_repeat_plain ${tests_dir}/unit/test_csv_repeat.c ${PROJECT_SOURCE_DIR}/src/formats/csv/csv_repeat.c)
    target_compile_options(test_csv_repeat_plain PRIVATE -U__SSE2__)
elseif(POOLMONVIZ_REQUIRE_TESTS)
    message(FATAL_ERROR "cmocka is not installed and the unit tests require it: run 'sh tools/setup.sh test'")
else()
    message(STATUS "cmocka is not installed: unit tests are skipped ('sh tools/setup.sh test' installs it)")
endif()

# Golden tests: command line in, output and exit status out.
set(golden_run ${tests_dir}/golden/run.sh)
set(golden_updates)
file(GLOB golden_cases CONFIGURE_DEPENDS ${tests_dir}/golden/*/cmd)
foreach(case IN LISTS golden_cases)
    cmake_path(GET case PARENT_PATH folder)
    cmake_path(GET folder FILENAME name)
    add_test(NAME golden/${name} COMMAND sh ${golden_run} $<TARGET_FILE:poolmonviz> ${folder})
    list(APPEND golden_updates COMMAND sh ${golden_run} --update $<TARGET_FILE:poolmonviz> ${folder})
endforeach()
add_custom_target(golden-update ${golden_updates} VERBATIM
    COMMENT "Overwriting the expected output in tests/golden: review 'git diff tests/golden'")
add_dependencies(golden-update poolmonviz)
add_test(NAME golden/runner-sees-a-difference COMMAND sh ${tests_dir}/golden/test_runner.sh)
add_test(NAME golden/json-lines COMMAND sh ${tests_dir}/golden/test_json_lines.sh)

# Kill test: a capture whose writer is killed a few times; 'make kill' does it far more often.
add_test(NAME kill/collect COMMAND sh ${tests_dir}/kill/run.sh $<TARGET_FILE:poolmonviz> 12)

# The cache of a CSV directory.
add_test(NAME cache/program COMMAND sh ${tests_dir}/cache/run.sh $<TARGET_FILE:poolmonviz> $<TARGET_FILE:make_capture>)

# Generated drivers: tests/data/drivers must equal the output of make_drivers.
add_executable(make_drivers ${tests_dir}/drivers/make_drivers.c)
target_link_libraries(make_drivers PRIVATE poolmonviz_core)
set_target_properties(make_drivers PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
poolmonviz_warnings(make_drivers)
poolmonviz_no_lto(make_drivers)
add_test(NAME drivers/data-is-as-made COMMAND sh ${tests_dir}/drivers/run.sh $<TARGET_FILE:make_drivers>)

# A driver built by each installed Windows compiler; skipped if there is none.
add_test(NAME drivers/compiled COMMAND sh ${tests_dir}/drivers/compiled.sh $<TARGET_FILE:poolmonviz>)
set_tests_properties(drivers/compiled PROPERTIES SKIP_RETURN_CODE 77)

# Benchmark of the capture file: built and run by tests/bench/bench.sh.
add_executable(bench_capture ${tests_dir}/bench/bench_capture.c ${tests_dir}/bench/bench_capture_machine.c
    ${PROJECT_SOURCE_DIR}/tools/make_capture_machine.c)
target_link_libraries(bench_capture PRIVATE poolmonviz_core)
poolmonviz_warnings(bench_capture)
poolmonviz_lto_program(bench_capture)

# Benchmark of the driver scan: built and run by tests/bench/drivers.sh.
add_executable(bench_drivers ${tests_dir}/bench/bench_drivers.c)
target_link_libraries(bench_drivers PRIVATE poolmonviz_core)
poolmonviz_warnings(bench_drivers)
poolmonviz_lto_program(bench_drivers)

# Accuracy of the leak finder: 'make bench-leaks'.
add_executable(bench_leaks ${tests_dir}/bench/bench_leaks.c ${tests_dir}/bench/leak_families.c)
target_link_libraries(bench_leaks PRIVATE poolmonviz_core)
poolmonviz_warnings(bench_leaks)
poolmonviz_lto_program(bench_leaks)

# What is known of each tag that grows, to fit the prices of leak_score.c: tests/bench/leak_prices.py.
add_executable(leak_terms EXCLUDE_FROM_ALL ${tests_dir}/bench/leak_terms.c)
target_link_libraries(leak_terms PRIVATE poolmonviz_core)
poolmonviz_warnings(leak_terms)
poolmonviz_lto_program(leak_terms)

# Programs that leak on a real machine, and the judge of what `leaks` says of recordings of it: tests/real/run.sh.
set(real_dir ${tests_dir}/real)
add_executable(slab_probe ${real_dir}/slab_probe.c ${real_dir}/kinds.c)
add_executable(slab_leak ${real_dir}/slab_leak.c ${real_dir}/kinds.c)
add_executable(slab_load ${real_dir}/slab_load.c ${real_dir}/loads.c ${real_dir}/kinds.c)
foreach(target slab_probe slab_leak slab_load)
    target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
    target_link_libraries(${target} PRIVATE m)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    poolmonviz_warnings(${target})
endforeach()
add_test(NAME real/judge COMMAND sh ${real_dir}/test.sh)
add_test(NAME real/captures COMMAND sh ${real_dir}/score.sh --test $<TARGET_FILE:poolmonviz>)

# Benchmark of correlation.
add_executable(bench_correlate ${tests_dir}/bench/bench_correlate.c)
target_link_libraries(bench_correlate PRIVATE poolmonviz_core)
poolmonviz_warnings(bench_correlate)
poolmonviz_lto_program(bench_correlate)

# Formatting of the C code; that of the page is web/format.
add_test(NAME format COMMAND sh ${tests_dir}/format.sh ${PROJECT_SOURCE_DIR})
set_tests_properties(format PROPERTIES SKIP_RETURN_CODE 77)

# Floors: which room may include from which, in src and in web.
add_test(NAME floors/src COMMAND sh ${tests_dir}/floors/floors.sh ${tests_dir}/floors/src.rooms ${PROJECT_SOURCE_DIR}/src)
add_test(NAME floors/web COMMAND sh ${tests_dir}/floors/floors.sh ${tests_dir}/floors/web.rooms ${PROJECT_SOURCE_DIR}/web)
add_test(NAME floors/sees-an-offence COMMAND sh ${tests_dir}/floors/test_floors.sh ${PROJECT_SOURCE_DIR})

# The page: one test per web/test/NAME.test.ts, bundled because node 18 does not run TypeScript.
if(POOLMONVIZ_PAGE)
    set(web_tests_dir ${PROJECT_BINARY_DIR}/web/tests)
    file(GLOB web_tests CONFIGURE_DEPENDS ${web_dir}/test/*.ts)
    add_custom_command(OUTPUT ${web_tests_dir}/built
        COMMAND ${NODE_PROGRAM} ${web_dir}/build.mjs tests ${web_tests_dir}
        COMMAND ${CMAKE_COMMAND} -E touch ${web_tests_dir}/built
        DEPENDS ${page_html} ${web_dir}/build.mjs ${web_sources} ${web_tests}
        COMMENT "Building the tests of the page"
        VERBATIM)
    add_custom_target(web-tests ALL DEPENDS ${web_tests_dir}/built)
    add_test(NAME web/types COMMAND ${NODE_PROGRAM} ${web_dir}/node_modules/typescript/bin/tsc -p ${web_dir})
    add_test(NAME web/format COMMAND ${NODE_PROGRAM} ${web_dir}/node_modules/prettier/bin/prettier.cjs --check .
        WORKING_DIRECTORY ${web_dir})
    list(FILTER web_tests INCLUDE REGEX "\\.test\\.ts$")
    foreach(source IN LISTS web_tests)
        cmake_path(GET source FILENAME name)
        string(REPLACE ".test.ts" "" name ${name})
        add_test(NAME web/${name} COMMAND ${NODE_PROGRAM} --test ${web_tests_dir}/${name}.test.mjs)
        set_tests_properties(web/${name} PROPERTIES ENVIRONMENT
            "PAGE=${page_html};POOLMONVIZ=$<TARGET_FILE:poolmonviz>;MAKE_CAPTURE=$<TARGET_FILE:make_capture>;WEB=${web_dir}")
    endforeach()
endif()

get_property(all_tests DIRECTORY PROPERTY TESTS)
set_tests_properties(${all_tests} PROPERTIES TIMEOUT 400)
set_property(TEST ${all_tests} APPEND PROPERTY ENVIRONMENT # keep tests away from the user's cache
    "XDG_CACHE_HOME=${PROJECT_BINARY_DIR}/tests/cache")
# Browsers are slow on a busy machine.
list(FILTER all_tests INCLUDE REGEX "^web/browser_")
if(all_tests)
    set_tests_properties(${all_tests} PROPERTIES TIMEOUT 400)
endif()
