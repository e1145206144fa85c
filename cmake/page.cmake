# The report page: web/ built into one file, which is embedded in the program. page_file and page_file_length, declared in
# views/page/page_file.h, are defined in a C file that includes the page with .incbin, so the compiler does not parse its bytes.
option(POOLMONVIZ_PAGE "Build the report page (requires node and npm)" ON)

set(page_source ${PROJECT_BINARY_DIR}/embedded/page_file.c)
list(APPEND core_sources ${page_source})

if(NOT POOLMONVIZ_PAGE)
    file(CONFIGURE OUTPUT ${page_source} @ONLY CONTENT
        "#include \"views/page/page_file.h\"\n\nconst char page_file[1] = \"\";\nconst size_t page_file_length = 0;\n")
    return()
endif()

find_program(NODE_PROGRAM NAMES node nodejs)
find_program(NPM_PROGRAM npm)
if(NOT NODE_PROGRAM OR NOT NPM_PROGRAM)
    message(FATAL_ERROR "the report page requires node and npm, which are not installed: "
        "run 'sh tools/setup.sh build', or build without the page: -D POOLMONVIZ_PAGE=OFF")
endif()

set(web_dir ${PROJECT_SOURCE_DIR}/web)
set(page_html ${PROJECT_BINARY_DIR}/web/page.html)
set(web_packages ${web_dir}/node_modules/.package-lock.json)
file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${web_dir}/src/*)

# npm.cmake locks web/: two build directories must not run npm there at the same time.
add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/web/packages
    COMMAND ${CMAKE_COMMAND} -D NPM=${NPM_PROGRAM} -D WEB=${web_dir} -P ${PROJECT_SOURCE_DIR}/cmake/npm.cmake
    COMMAND ${CMAKE_COMMAND} -E touch ${PROJECT_BINARY_DIR}/web/packages
    DEPENDS ${web_dir}/package-lock.json ${PROJECT_SOURCE_DIR}/cmake/npm.cmake
    COMMENT "Checking web/node_modules against web/package-lock.json"
    VERBATIM)
add_custom_command(OUTPUT ${page_html}
    COMMAND ${NODE_PROGRAM} ${web_dir}/build.mjs page ${page_html}
    DEPENDS ${PROJECT_BINARY_DIR}/web/packages ${web_dir}/build.mjs ${web_sources}
    COMMENT "Building the page"
    VERBATIM)

# The section for constants depends on the object format.
if(WIN32)
    set(page_section ".section .rdata,\\\"dr\\\"")
else()
    set(page_section ".section .rodata")
endif()
file(CONFIGURE OUTPUT ${page_source} @ONLY CONTENT [[
#include "views/page/page_file.h"

__asm__("@page_section@\n"
        ".globl page_file\n"
        "page_file:\n"
        ".incbin \"@page_html@\"\n"
        "page_file_end:\n"
        ".balign 8\n"
        ".globl page_file_length\n"
        "page_file_length:\n"
        ".quad page_file_end - page_file\n"
        ".text\n");
]])
# LTO does not see symbols defined in assembly: page_file would be undefined.
set_source_files_properties(${page_source} PROPERTIES
    OBJECT_DEPENDS ${page_html}
    COMPILE_OPTIONS -fno-lto)
