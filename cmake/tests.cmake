# Unit tests, golden tests, kills and floors. Every one is found by its place: a new file is a new test.
#
#     tests/unit/test_store.c           unit/store
#     tests/golden/leaks_plain/cmd      golden/leaks_plain
#     tests/kill/run.sh                 kill/collect
#     tests/floors.sh                   floors
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
    # Where there are vectors, what uses them is tested without them, too.
    poolmonviz_unit_test(csv_repeat_plain ${tests_dir}/unit/test_csv_repeat.c ${PROJECT_SOURCE_DIR}/src/formats/csv_repeat.c)
    target_compile_options(test_csv_repeat_plain PRIVATE -U__SSE2__)
elseif(POOLMONVIZ_REQUIRE_TESTS)
    message(FATAL_ERROR "cmocka is not installed, and the unit tests need it: run 'sh tools/setup.sh test'")
else()
    message(STATUS "cmocka is not installed: the unit tests are left out ('sh tools/setup.sh test' installs it)")
endif()

# Golden tests: the program as a user meets it.
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
    COMMENT "Writing what the program prints today into tests/golden: now read 'git diff tests/golden'")
add_dependencies(golden-update poolmonviz)
add_test(NAME golden/runner-sees-a-difference COMMAND sh ${tests_dir}/golden/test_runner.sh)

# Kills: a capture whose writer is killed a few times; 'make kill' does it far more often.
add_test(NAME kill/collect COMMAND sh ${tests_dir}/kill/run.sh $<TARGET_FILE:poolmonviz> 12)

# A folder read through its cache.
add_test(NAME cache/program COMMAND sh ${tests_dir}/cache/run.sh $<TARGET_FILE:poolmonviz> $<TARGET_FILE:make_capture>)

# Drivers made by hand: what stands in tests/data/drivers is what make_drivers writes.
add_executable(make_drivers ${tests_dir}/drivers/make_drivers.c)
target_link_libraries(make_drivers PRIVATE poolmonviz_core)
set_target_properties(make_drivers PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
poolmonviz_warnings(make_drivers)
poolmonviz_no_lto(make_drivers)
add_test(NAME drivers/data-is-as-made COMMAND sh ${tests_dir}/drivers/run.sh $<TARGET_FILE:make_drivers>)

# And one built by every compiler for Windows that is installed; skipped where there is none.
add_test(NAME drivers/compiled COMMAND sh ${tests_dir}/drivers/compiled.sh $<TARGET_FILE:poolmonviz>)
set_tests_properties(drivers/compiled PROPERTIES SKIP_RETURN_CODE 77)

# What the capture file costs: tests/bench/bench.sh builds and runs it.
add_executable(bench_capture EXCLUDE_FROM_ALL ${tests_dir}/bench/bench_capture.c ${tests_dir}/bench/bench_capture_machine.c
    ${PROJECT_SOURCE_DIR}/tools/make_capture_machine.c)
target_link_libraries(bench_capture PRIVATE poolmonviz_core)
poolmonviz_warnings(bench_capture)
poolmonviz_lto_program(bench_capture)

# What looking through drivers costs: tests/bench/drivers.sh builds and runs it.
add_executable(bench_drivers EXCLUDE_FROM_ALL ${tests_dir}/bench/bench_drivers.c)
target_link_libraries(bench_drivers PRIVATE poolmonviz_core)
poolmonviz_warnings(bench_drivers)
poolmonviz_lto_program(bench_drivers)

# How well the leak finder finds: 'make bench-leaks'.
add_executable(bench_leaks EXCLUDE_FROM_ALL ${tests_dir}/bench/bench_leaks.c ${tests_dir}/bench/leak_families.c)
target_link_libraries(bench_leaks PRIVATE poolmonviz_core)
poolmonviz_warnings(bench_leaks)
poolmonviz_lto_program(bench_leaks)

# What correlating costs.
add_executable(bench_correlate EXCLUDE_FROM_ALL ${tests_dir}/bench/bench_correlate.c)
target_link_libraries(bench_correlate PRIVATE poolmonviz_core)
poolmonviz_warnings(bench_correlate)
poolmonviz_lto_program(bench_correlate)

# Floors: who may include whom.
add_test(NAME floors COMMAND sh ${tests_dir}/floors.sh ${PROJECT_SOURCE_DIR}/src)
add_test(NAME floors/sees-an-offence COMMAND sh ${tests_dir}/test_floors.sh)

# The page: each web/test/NAME.test.ts by itself, bundled, because node 18 reads no TypeScript.
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
set_property(TEST ${all_tests} APPEND PROPERTY ENVIRONMENT # nothing of the user's, nothing for him
    "XDG_CACHE_HOME=${PROJECT_BINARY_DIR}/tests/cache")
# A browser on a busy machine takes its time.
list(FILTER all_tests INCLUDE REGEX "^web/browser_")
if(all_tests)
    set_tests_properties(${all_tests} PROPERTIES TIMEOUT 400)
endif()
