# Tests of the Windows program under Wine: `ctest --preset windows`. The first test creates a Wine prefix in a temporary
# directory, the last removes it.
#
#     tests/golden/CASE/cmd          windows/golden/CASE: the same expectations as on Linux
#     tests/windows/test_NAME.sh     windows/NAME
#
# The unit tests run natively only: Debian has no cmocka for mingw-w64.
set(tests_dir ${PROJECT_SOURCE_DIR}/tests)
set(wine_dir ${PROJECT_BINARY_DIR}/wine)
set(POOLMONVIZ_NATIVE ${PROJECT_SOURCE_DIR}/build/release/poolmonviz CACHE FILEPATH
    "The native program, which reads the captures that the Windows program wrote")

# A simulated kernel: a test sets its answers.
add_library(fakent MODULE ${tests_dir}/windows/fakent.c)
set_target_properties(fakent PROPERTIES PREFIX "")
add_executable(fakent_run ${tests_dir}/windows/fakent_run.c)
foreach(target fakent fakent_run)
    target_compile_definitions(${target} PRIVATE _WIN32_WINNT=0x0601 WIN32_LEAN_AND_MEAN __USE_MINGW_ANSI_STDIO=1)
    target_compile_options(${target} PRIVATE -Wall -Wextra)
    target_link_options(${target} PRIVATE -static)
endforeach()
target_link_options(fakent_run PRIVATE -municode)

add_test(NAME windows/setup COMMAND sh ${tests_dir}/windows/wine.sh start ${PROJECT_BINARY_DIR})
add_test(NAME windows/teardown COMMAND sh ${tests_dir}/windows/wine.sh stop ${PROJECT_BINARY_DIR})
set_tests_properties(windows/setup PROPERTIES FIXTURES_SETUP wine)
set_tests_properties(windows/teardown PROPERTIES FIXTURES_CLEANUP wine)

# Excluded: cases named *_on_linux, and a_pipe_is_read, because Windows has no /dev/stdin.
file(GLOB golden_cases CONFIGURE_DEPENDS ${tests_dir}/golden/*/cmd)
foreach(case IN LISTS golden_cases)
    cmake_path(GET case PARENT_PATH folder)
    cmake_path(GET folder FILENAME name)
    if(NOT name MATCHES "^a_pipe_is_read$|_on_linux$")
        add_test(NAME windows/golden/${name} COMMAND sh ${tests_dir}/golden/run.sh ${wine_dir}/poolmonviz ${folder})
        list(APPEND under_wine windows/golden/${name})
    endif()
endforeach()

file(GLOB scripts CONFIGURE_DEPENDS ${tests_dir}/windows/test_*.sh)
foreach(script IN LISTS scripts)
    cmake_path(GET script STEM name)
    string(REGEX REPLACE "^test_" "" name ${name})
    add_test(NAME windows/${name} COMMAND sh ${script} ${PROJECT_BINARY_DIR} ${POOLMONVIZ_NATIVE})
    list(APPEND under_wine windows/${name})
endforeach()

cmake_path(GET POOLMONVIZ_NATIVE PARENT_PATH native_dir)
add_test(NAME windows/cache COMMAND sh ${tests_dir}/cache/run.sh --wine ${wine_dir}/poolmonviz ${native_dir}/make_capture)
list(APPEND under_wine windows/cache)

add_test(NAME windows/kill COMMAND sh ${tests_dir}/kill/run.sh ${wine_dir}/poolmonviz 12)
list(APPEND under_wine windows/kill)
set_tests_properties(${under_wine} PROPERTIES FIXTURES_REQUIRED wine)
set_tests_properties(windows/show_page PROPERTIES RUN_SERIAL ON) # it changes the program that opens .html

get_property(all_tests DIRECTORY PROPERTY TESTS)
set_tests_properties(${all_tests} PROPERTIES TIMEOUT 300) # on a busy machine, creating the Wine prefix takes a minute
