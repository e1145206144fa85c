# Man page, bash completion, and the Debian package:  cmake --build --preset release --target package
#
# make_manual generates man page and completion from the same option tables as --help.
add_executable(make_manual tools/make_manual.c)
target_compile_definitions(make_manual PRIVATE "POOLMONVIZ_VERSION=\"${PROJECT_VERSION}\"")
target_link_libraries(make_manual PRIVATE poolmonviz_core)
poolmonviz_warnings(make_manual)
poolmonviz_no_lto(make_manual)

set(man_page ${PROJECT_BINARY_DIR}/packages/poolmonviz.1)
set(completion ${PROJECT_BINARY_DIR}/packages/poolmonviz.bash)
add_custom_command(OUTPUT ${man_page} ${completion}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/packages
    COMMAND make_manual man >${man_page}
    COMMAND make_manual bash >${completion}
    DEPENDS make_manual)
add_custom_target(manual ALL DEPENDS ${man_page} ${completion})
install(FILES ${man_page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${completion} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME poolmonviz)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME poolmonviz)
set(CPACK_PACKAGE_CONTACT "The poolmonviz team")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Which Windows kernel pool tags grow, from snapshots taken over time")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Records kernel memory usage per tag (Windows pool tags, Linux slab caches), reads the
recordings of other tools, ranks, correlates and draws them, and finds leaks.")
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6 (>= 2.34), zlib1g (>= 1:1.2.11)")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
include(CPack)

add_test(NAME packages COMMAND bash ${PROJECT_SOURCE_DIR}/tests/packages.sh $<TARGET_FILE:poolmonviz>
    ${man_page} ${completion} ${PROJECT_BINARY_DIR})
