# Run by the build: installs the packages of web/package-lock.json unless they are up to date.
set(installed ${WEB}/node_modules/.package-lock.json)
file(LOCK ${WEB}/.npm-lock TIMEOUT 600)
if(EXISTS ${installed} AND NOT ${WEB}/package-lock.json IS_NEWER_THAN ${installed})
    return()
endif()
message(STATUS "Installing the npm packages of web/package-lock.json")
execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
    WORKING_DIRECTORY ${WEB} RESULT_VARIABLE result ERROR_VARIABLE said OUTPUT_QUIET)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "npm could not install the packages of web/package-lock.json (npm's output is below); to build "
        "without the page: -D POOLMONVIZ_PAGE=OFF\n${said}")
endif()
file(TOUCH ${installed})
