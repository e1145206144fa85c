/* process.h - this process: its number, environment and priority; and starting the browser. */
#ifndef OS_PROCESS_H
#define OS_PROCESS_H

#include <stdint.h>

/* For unique names of temporary files. */
long os_process_id(void);

/* The value of an environment variable, owned by the caller; NULL when it is unset or empty. */
char *os_environment(const char *name);

/* The path of a file in the program's own directory, owned by the caller. NULL on Linux, where programs share
 * directories. */
char *os_beside_program(const char *name);

/* Bytes in a page of memory. */
int64_t os_page_size(void);

/* Lowers the scheduling priority of this process. Failures are ignored. */
void os_lower_priority(void);

/* Opens the file in the desktop's browser; does nothing without a desktop. */
void os_open_in_browser(const char *path);

#endif
