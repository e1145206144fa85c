/* log.h - a file that only grows, with one writer at a time.
 *
 * An append is either in the file completely or not at all. Its one exception, a write that failed and could not be
 * truncated, leaves a torn record, which readers of captures skip.
 */
#ifndef OS_LOG_H
#define OS_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct os_log {
    int handle;      // the system's, for os/ only; -1: closed
    uint64_t length; // bytes
};

/* Creates the file; an error when it exists. */
bool os_log_create(struct os_log *log, const char *path, struct error *err);

/* Opens an existing file; an error when another process is writing to it. */
bool os_log_open(struct os_log *log, const char *path, struct error *err);

bool os_log_append(struct os_log *log, const char *path, const void *bytes, size_t length, struct error *err);
bool os_log_truncate(struct os_log *log, const char *path, uint64_t length, struct error *err);

/* Returns when everything appended will survive a loss of power. */
bool os_log_sync(struct os_log *log, const char *path, struct error *err);
void os_log_close(struct os_log *log);

/* Whether this file is still the one at the path: it may have been replaced, renamed or removed. */
bool os_log_is_at(const struct os_log *log, const char *path);

/* Syncs and closes the log, then renames it; an error when `to` exists. */
bool os_log_rename(struct os_log *log, const char *from, const char *to, struct error *err);

#endif
