/* os.h - the promise: files, clock, terminal, desktop. Kept once per system, in os_SYSTEM.c.
 *
 * Paths are UTF-8. A function that takes `err` names the path, the fault and what to do in it.
 */
#ifndef OS_OS_H
#define OS_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Reading, from start to end. */

struct os_file {
    int handle; // the system's; only os_*.c looks at it
};

enum os_kind { OS_NOTHING, OS_FILE, OS_FOLDER, OS_OTHER };

/* What stands at the path; OS_NOTHING also when it may not be looked at. Links are followed. */
enum os_kind os_kind(const char *path);

bool os_open(struct os_file *file, const char *path, struct error *err);

/* Up to `room` bytes into `to`; *got is 0 at the end of the file only. */
bool os_read(struct os_file *file, const char *path, void *to, size_t room, size_t *got, struct error *err);

/* Back to the start; false for what cannot go back, such as a pipe. */
bool os_rewind(struct os_file *file);

void os_close(struct os_file *file);

/* The names in a folder without "." and "..", in byte order. Array and strings are the caller's, for os_names_free. */
bool os_names(const char *folder, char ***names, size_t *count, struct error *err);
void os_names_free(char **names, size_t count);

/* Writing: the file appears whole under its name or not at all; an older one is replaced. */
bool os_write_file(const char *path, const void *bytes, size_t length, struct error *err);

bool os_write_stdout(const void *bytes, size_t length, struct error *err);
void os_write_stderr(const void *bytes, size_t length);

/* Clocks, in seconds since some fixed moment. */
double os_wall_seconds(void);
double os_cpu_seconds(void); // this process, all threads

/* Columns of the terminal that stdout is, or 0 when it is none. */
int os_terminal_width(void);
bool os_stderr_is_terminal(void);

/* Whether colour is wanted on stdout: a terminal, and neither NO_COLOR nor TERM=dumb. */
bool os_terminal_colour(void);

/* Opens the file in what the desktop shows pages with; does nothing where there is no desktop. */
void os_show_page(const char *path);

#endif
