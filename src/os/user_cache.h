/* user_cache.h - private files of the current user that can be recreated at any time.
 *
 * Failures are not reported: callers do without. A file may be incomplete after a crash; its reader must detect that.
 */
#ifndef OS_USER_CACHE_H
#define OS_USER_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* The directory where programs keep the user's caches, without our own name; owned by the caller. NULL: there is
 * none. */
char *user_cache_root(void);

/* Whether the directory exists and only this user can write to it. `make` creates it and missing parents. */
bool user_cache_directory(const char *path, bool make);

/* Reads a whole file of at most `most` bytes and replaces what `to` held. False when it cannot be read or is not the
 * user's own file. Links are not followed. */
bool user_cache_read(const char *path, uint64_t most, struct buffer *to);

/* Atomic, but not synced to the disk. Writes the parts one after another. */
bool user_cache_write(const char *path, const struct text *parts, size_t count);

/* Appends, if the file still has `length` bytes and nobody else is writing to it. */
bool user_cache_append(const char *path, uint64_t length, struct text bytes);

/* Sets the file's time to now. */
void user_cache_touch(const char *path);

#endif
