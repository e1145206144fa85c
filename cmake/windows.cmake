# What a Windows program needs besides: system DLLs only, nothing to install, the same bytes from the same source.
set(ZLIB_USE_STATIC_LIBS ON)

# The functions that Windows 7 and Server 2008 R2 have; C's own printf and file sizes in place of msvcrt's.
function(poolmonviz_windows_library target)
    target_compile_definitions(${target} PUBLIC _WIN32_WINNT=0x0601 WIN32_LEAN_AND_MEAN NOMINMAX UNICODE _UNICODE
        __USE_MINGW_ANSI_STDIO=1 _FILE_OFFSET_BITS=64)
    # mingw-w64's isnan and isfinite are macros that also name the float of a double.
    target_compile_options(${target} PUBLIC -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -Wno-float-conversion)
    target_link_options(${target} PUBLIC -municode -static -Wl,--no-insert-timestamp,--dynamicbase,--nxcompat
        $<$<EQUAL:${CMAKE_SIZEOF_VOID_P},8>:-Wl,--high-entropy-va>)
    target_link_libraries(${target} PUBLIC advapi32)
endfunction()

# Version, and the manifest: no administrator asked for, UTF-8, paths of any length. What people download holds nothing for a
# debugger: mingw-w64's own objects bring a third of the file's size of it.
function(poolmonviz_windows_program target)
    string(REPLACE "." "," POOLMONVIZ_VERSION_COMMAS ${PROJECT_VERSION})
    configure_file(${PROJECT_SOURCE_DIR}/cmake/poolmonviz.rc.in ${PROJECT_BINARY_DIR}/poolmonviz.rc @ONLY)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/poolmonviz.manifest ${PROJECT_BINARY_DIR}/poolmonviz.manifest COPYONLY)
    set_source_files_properties(${PROJECT_BINARY_DIR}/poolmonviz.rc PROPERTIES
        OBJECT_DEPENDS ${PROJECT_BINARY_DIR}/poolmonviz.manifest)
    target_sources(${target} PRIVATE ${PROJECT_BINARY_DIR}/poolmonviz.rc)
    target_link_options(${target} PRIVATE $<$<CONFIG:Release>:-s>)
endfunction()

# package-windows: the zip that people download, the same bytes from the same source.
function(poolmonviz_windows_package target)
    set(name poolmonviz-${PROJECT_VERSION}-windows-x64)
    add_custom_target(package-windows
        COMMAND sh ${PROJECT_SOURCE_DIR}/cmake/package_windows.sh ${PROJECT_SOURCE_DIR} $<TARGET_FILE:${target}>
            ${PROJECT_BINARY_DIR}/${name}
        VERBATIM)
    add_dependencies(package-windows ${target})
endfunction()
