# What the compiler is asked to complain about, the same for all of our targets.
function(poolmonviz_warnings target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wconversion)
    if(POOLMONVIZ_WERROR)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
endfunction()
