/* files.h - whole files: what exists, reading from start to end, writing in one step. */
#ifndef OS_FILES_H
#define OS_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

/* --- what exists --- */

enum os_path_kind { OS_MISSING, OS_FILE, OS_DIRECTORY, OS_OTHER };

/* Follows links. OS_MISSING also when the path may not be looked at. */
enum os_path_kind os_path_kind(const char *path);

/* Whether both paths name one existing file, by links too. */
bool os_is_same_file(const char *path, const char *other);

/* When the file was last written, in microseconds since 1970, UTC. False when it is not a file. */
bool os_file_time(const char *path, int64_t *out_us);

/* Identifies one version of a file: a file that was changed since has another length or time. */
struct os_file_version {
    uint64_t length; // bytes
    int64_t time_ns; // last write, since 1970, UTC, as precise as the file system stores it
};

/* False when it is not a file; on Windows also for a link. */
bool os_file_version(const char *path, struct os_file_version *out);

/* Whether this process has the right to read the path. */
bool os_can_read(const char *path);

/* --- reading --- */

struct os_file {
    int handle; // the system's, for os/ only
};

bool os_open(struct os_file *file, const char *path, struct error *err);

/* Reads up to `capacity` bytes into `to`; *got is 0 only at the end of the file. */
bool os_read(struct os_file *file, const char *path, void *to, size_t capacity, size_t *got, struct error *err);

/* The same at an offset, whatever was read before; threads may share the file. *got is 0 at the end and after it. */
bool os_read_at(struct os_file *file, const char *path, uint64_t offset, void *to, size_t capacity, size_t *got,
                struct error *err);

/* Bytes of a regular file; 0 when that is not known. */
uint64_t os_file_length(struct os_file *file);

/* Back to the start; false when the file cannot seek, such as a pipe. */
bool os_rewind(struct os_file *file);

void os_close(struct os_file *file);

/* Reads a whole small file, such as one in /proc, and replaces what `to` held; its capacity is reused. More than `most`
 * bytes is an error. After an error the buffer is empty. */
bool os_read_small(const char *path, size_t most, struct buffer *to, struct error *err);

/* --- writing --- */

/* Atomic: the path holds either all of the bytes or what it held before. Pipes and devices are written directly. */
bool os_write_file(const char *path, const void *bytes, size_t length, struct error *err);

/* Failures are ignored. */
void os_remove(const char *path);

/* Creates the directory and any missing parents; one that exists is fine. */
bool os_make_directory(const char *path, struct error *err);

#endif
