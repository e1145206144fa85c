# Link-time optimisation of the program in release builds. With gcc the library also contains regular object code
# (-ffat-lto-objects), so that the many test programs link quickly without LTO.
set(POOLMONVIZ_LTO OFF)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    include(CheckIPOSupported)
    check_ipo_supported(RESULT POOLMONVIZ_LTO OUTPUT reason LANGUAGES C)
    if(NOT POOLMONVIZ_LTO)
        message(STATUS "Link-time optimisation is off: the compiler does not support it")
    endif()
endif()

function(poolmonviz_lto_library target)
    set_target_properties(${target} PROPERTIES INTERPROCEDURAL_OPTIMIZATION ${POOLMONVIZ_LTO})
    if(POOLMONVIZ_LTO AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} PRIVATE -ffat-lto-objects)
    endif()
endfunction()

function(poolmonviz_lto_program target)
    set_target_properties(${target} PROPERTIES INTERPROCEDURAL_OPTIMIZATION ${POOLMONVIZ_LTO})
endfunction()

function(poolmonviz_no_lto target)
    if(POOLMONVIZ_LTO AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
        target_link_options(${target} PRIVATE -fno-lto)
    endif()
endfunction()
