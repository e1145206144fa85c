# Writes a file as a C array, to embed it in the program. A script run by the build, and a function for CMakeLists.txt:
#
#     poolmonviz_embed(data/tagfamilies.txt owners/tagfamilies.h tagfamilies sources)
#
# appends to `sources` a C file that defines tagfamilies and tagfamilies_length, declared in owners/tagfamilies.h.
if(CMAKE_SCRIPT_MODE_FILE)
    file(READ ${INPUT} bytes HEX)
    string(REGEX REPLACE "(................)" "\\1\n" bytes "${bytes}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
    file(WRITE ${OUTPUT} "#include \"${HEADER}\"\n\nconst char ${NAME}[] = {\n${bytes}\n};\n"
        "const size_t ${NAME}_length = sizeof ${NAME};\n")
    return()
endif()

function(poolmonviz_embed input header name list)
    set(output ${PROJECT_BINARY_DIR}/embedded/${name}.c)
    set(script ${PROJECT_SOURCE_DIR}/cmake/embed.cmake)
    add_custom_command(OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -D INPUT=${PROJECT_SOURCE_DIR}/${input} -D HEADER=${header} -D NAME=${name}
            -D OUTPUT=${output} -P ${script}
        DEPENDS ${PROJECT_SOURCE_DIR}/${input} ${script}
        VERBATIM)
    set(${list} ${${list}} ${output} PARENT_SCOPE)
endfunction()
