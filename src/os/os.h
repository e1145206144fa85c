/* os.h - the promise: files, clock, terminal, desktop. Kept once per system, in os_SYSTEM.c.
 *
 * Paths are UTF-8. A function that takes `err` names the path, the fault and what to do in it.
 */
#ifndef OS_OS_H
#define OS_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

/* Reading, from start to end. */

struct os_file {
    int handle; // the system's; only os_*.c looks at it
};

enum os_path_kind { OS_MISSING, OS_FILE, OS_DIRECTORY, OS_OTHER };

/* What stands at the path; OS_MISSING also when it may not be looked at. Links are followed. */
enum os_path_kind os_path_kind(const char *path);

/* When the file was written last, in microseconds since 1970, UTC. False for what is no file. */
bool os_file_time(const char *path, int64_t *out_us);

/* By what a file that was changed is told from itself before: its length, and when it was written last, in nanoseconds
 * since 1970, UTC, as fine as the file system keeps it. */
struct os_file_version {
    uint64_t length;
    int64_t time_ns;
};

/* False for what is no file. */
bool os_file_version(const char *path, struct os_file_version *out);

/* The path from the root on, without links where the system can tell; owned by the caller. NULL: there is nothing. */
char *os_full_path(const char *path);

/* Whether the folder that the path would stand in is there. */
bool os_parent_exists(const char *path);

bool os_open(struct os_file *file, const char *path, struct error *err);

/* Up to `room` bytes into `to`; *got is 0 at the end of the file only. */
bool os_read(struct os_file *file, const char *path, void *to, size_t room, size_t *got, struct error *err);

/* Back to the start; false for what cannot go back, such as a pipe. */
bool os_rewind(struct os_file *file);

void os_close(struct os_file *file);

/* Adds the folder and what separates it from a name in it. */
void os_append_directory(struct buffer *path, const char *folder);

/* The names in a folder without "." and "..", in byte order. Array and strings are the caller's, for os_names_free. */
bool os_list_directory(const char *folder, char ***names, size_t *count, struct error *err);
void os_names_free(char **names, size_t count);

/* Calls `visit` for every file below a folder at whatever depth: the entries of a folder in byte order of their names,
 * what a folder holds where its own name stands. Links to files are given as the link's path; links to folders (symbolic
 * links, junctions, mount points) are not entered, so that a walk ends; what is neither file nor folder is passed over.
 * A folder below that cannot be listed is a visit with a `fault`, and the walk goes on. Paths are the folder's, a separator
 * as the folder's own name has them, the name, and last as long as the visit. False from `visit` ends the walk, which is no error. False
 * from os_walk: the folder itself cannot be listed. */
typedef bool os_walk_visit(void *context, const char *path, const struct error *fault);
bool os_walk(const char *folder, os_walk_visit *visit, void *context, struct error *err);

/* The last part of a path, behind the last separator of this system. Borrowed. */
const char *os_base_name(const char *path);

/* Files of the drivers that are loaded now, the kernel among them, as whole paths that can be opened, in the order they were
 * loaded; those without a file are left out. False: this system cannot say, and nothing is set. For os_names_free. */
bool os_loaded_drivers(char ***paths, size_t *count);

/* Files and folders in which this system's drivers stand, the likeliest first; those that are not there are left out.
 * None where there are no Windows drivers. For os_names_free. */
void os_driver_paths(char ***paths, size_t *count);

/* Whether this process may read what stands at the path. */
bool os_can_read(const char *path);

/* All of a small file, such as the kernel's own, in place of what `to` held; its room is kept for the next time. More
 * than `most` bytes is an error. After false the buffer is empty. */
bool os_read_small(const char *path, size_t most, struct buffer *to, struct error *err);

/* Writing: the file appears whole under its name or not at all; an older one is replaced. */
bool os_write_file(const char *path, const void *bytes, size_t length, struct error *err);

/* A file that only grows, with one writer at a time. What is appended either stands there whole or not at all. */
struct os_log {
    int handle;
    uint64_t length; // bytes
};

/* A new file: an error when one stands there already. */
bool os_log_create(struct os_log *log, const char *path, struct error *err);

/* One that stands there already; an error when another process writes it. */
bool os_log_open(struct os_log *log, const char *path, struct error *err);
bool os_log_append(struct os_log *log, const char *path, const void *bytes, size_t length, struct error *err);
bool os_log_truncate(struct os_log *log, const char *path, uint64_t length, struct error *err);

/* Returns when what was appended will survive a loss of power. */
bool os_log_sync(struct os_log *log, const char *path, struct error *err);
void os_log_close(struct os_log *log);

/* Whether the log is what stands at the path now: the file may have been replaced, renamed or removed. */
bool os_log_is_at(const struct os_log *log, const char *path);

/* Closes it, safe on the disk, and gives it its name; an error when something has that name. */
bool os_log_rename(struct os_log *log, const char *from, const char *to, struct error *err);

/* Whether it is there or not. */
void os_remove(const char *path);

/* Makes a folder and those above it that are missing. */
bool os_make_directory(const char *path, struct error *err);

/* To be called before anything is opened: a standard stream that the caller closed stays closed, and no file takes its place
 * and what is printed. */
void os_guard_streams(void);

bool os_write_stdout(const void *bytes, size_t length, struct error *err);
void os_write_stderr(const void *bytes, size_t length);

/* Clocks, in seconds since some fixed moment. */
double os_wall_seconds(void);
double os_cpu_seconds(void); // this process, all threads

/* One moment as all clocks have it; utc_us and local_us come from one reading, so that they cannot disagree. */
struct os_moment {
    int64_t utc_us;    // microseconds since 1970-01-01T00:00:00
    int64_t local_us;  // the same on the clock of this place
    int64_t uptime_ms; // since the system started, sleep included; nobody can set it
};

struct os_moment os_now(void);

/* From now on Ctrl+C, a request to end and a closed terminal do not end the program: os_wait reports them. */
void os_catch_stop(void);

/* From now on a reader of what we print that goes away does not end the program, and a limit on a file's size is an error
 * like a full disk. */
void os_survive_write_errors(void);

/* Sleeps until the uptime is reached, or somebody asked the program to stop: then true, at once and from then on. */
bool os_wait(int64_t until_uptime_ms);

/* Processors that this process may use, at least 1. */
size_t os_cores(void);

/* Runs the job on so many threads at once, one of them the caller's, and returns when all have returned. Where the system
 * gives fewer threads, fewer run. */
void os_run_threads(size_t threads, void (*job)(void *context), void *context);

/* Lets everything else on the machine go first. */
void os_lower_priority(void);

/* The number of this process, for names that no other has. */
long os_process_id(void);

/* What the environment says under that name, owned by the caller; NULL: nothing. */
char *os_environment(const char *name);

/* Where a file would stand that people put beside the program, owned by the caller; NULL where programs stand in folders
 * that they share. */
char *os_beside_program(const char *name);

/* Bytes in a page of memory. */
int64_t os_page_size(void);

/* Columns of the terminal that stdout is, or 0 when it is none. */
int os_terminal_width(void);

/* The same of stderr; 0 also for a terminal that does not obey the codes that clear a line (TERM=dumb). */
int os_stderr_width(void);

/* Whether colour is wanted on stdout: a terminal, and neither NO_COLOR nor TERM=dumb. */
bool os_terminal_colour(void);

/* Opens the file in what the desktop shows pages with; does nothing where there is no desktop. */
void os_open_in_browser(const char *path);

#endif
