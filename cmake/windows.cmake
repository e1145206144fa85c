# Settings for Windows: static linking (system DLLs only, nothing to install), reproducible builds.
set(ZLIB_USE_STATIC_LIBS ON)

# API level: Windows 7 and Server 2008 R2. C99 printf and 64-bit file sizes instead of msvcrt's.
function(poolmonviz_windows_library target)
    target_compile_definitions(${target} PUBLIC _WIN32_WINNT=0x0601 WIN32_LEAN_AND_MEAN NOMINMAX UNICODE _UNICODE
        __USE_MINGW_ANSI_STDIO=1 _FILE_OFFSET_BITS=64)
    # mingw-w64's isnan and isfinite are macros that convert double to float in an unused branch.
    target_compile_options(${target} PUBLIC -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -Wno-float-conversion)
    target_link_options(${target} PUBLIC -municode -static -Wl,--no-insert-timestamp,--dynamicbase,--nxcompat
        $<$<EQUAL:${CMAKE_SIZEOF_VOID_P},8>:-Wl,--high-entropy-va>)
    target_link_libraries(${target} PUBLIC advapi32)
endfunction()

# Version resource and manifest (asInvoker, UTF-8, long paths). Release builds are stripped: debug information of
# mingw-w64's own objects is a third of the file size.
function(poolmonviz_windows_program target)
    string(REPLACE "." "," POOLMONVIZ_VERSION_COMMAS ${PROJECT_VERSION})
    configure_file(${PROJECT_SOURCE_DIR}/cmake/poolmonviz.rc.in ${PROJECT_BINARY_DIR}/poolmonviz.rc @ONLY)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/poolmonviz.manifest ${PROJECT_BINARY_DIR}/poolmonviz.manifest COPYONLY)
    set_source_files_properties(${PROJECT_BINARY_DIR}/poolmonviz.rc PROPERTIES
        OBJECT_DEPENDS ${PROJECT_BINARY_DIR}/poolmonviz.manifest)
    target_sources(${target} PRIVATE ${PROJECT_BINARY_DIR}/poolmonviz.rc)
    target_link_options(${target} PRIVATE $<$<CONFIG:Release>:-s>)
endfunction()

# package-windows: the zip for download; reproducible.
function(poolmonviz_windows_package target)
    set(name poolmonviz-${PROJECT_VERSION}-windows-x64)
    add_custom_target(package-windows
        COMMAND sh ${PROJECT_SOURCE_DIR}/cmake/package_windows.sh ${PROJECT_SOURCE_DIR} $<TARGET_FILE:${target}>
            ${PROJECT_BINARY_DIR}/${name}
        VERBATIM)
    add_dependencies(package-windows ${target})
endfunction()
