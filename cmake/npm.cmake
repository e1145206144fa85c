# Run by the build: installs what web/package-lock.json names, unless it is there already.
set(installed ${WEB}/node_modules/.package-lock.json)
file(LOCK ${WEB}/.npm-lock TIMEOUT 600)
if(EXISTS ${installed} AND NOT ${WEB}/package-lock.json IS_NEWER_THAN ${installed})
    return()
endif()
message(STATUS "Installing what web/package-lock.json names")
execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
    WORKING_DIRECTORY ${WEB} RESULT_VARIABLE result ERROR_VARIABLE said OUTPUT_QUIET)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "npm could not install what web/package-lock.json names: see above, or build without the page: "
        "-D POOLMONVIZ_PAGE=OFF\n${said}")
endif()
file(TOUCH ${installed})
