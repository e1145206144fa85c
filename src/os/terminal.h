/* terminal.h - the standard streams, and the terminal they may be connected to. */
#ifndef OS_TERMINAL_H
#define OS_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Call before any file is opened: keeps the numbers of standard streams that the caller closed from being reused, so
 * that output cannot end up in a file opened later. */
void os_guard_streams(void);

/* From now on a broken pipe does not end the program, and exceeding a file size limit is an error like a full disk. */
void os_survive_write_errors(void);

/* True also after a broken pipe: the reader wants no more. */
bool os_write_stdout(const void *bytes, size_t length, struct error *err);
void os_write_stderr(const void *bytes, size_t length);

/* Columns of the terminal that stdout is connected to; 0: not a terminal. */
int os_terminal_width(void);

/* The same for stderr; 0 also for a terminal without escape codes to clear a line (TERM=dumb). */
int os_stderr_width(void);

/* Whether to use colour on stdout: a terminal, and neither NO_COLOR nor TERM=dumb. */
bool os_terminal_colour(void);

#endif
