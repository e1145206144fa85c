# Compiler warnings, the same for all targets of this project.
function(poolmonviz_warnings target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wconversion)
    if(POOLMONVIZ_WERROR)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
endfunction()
