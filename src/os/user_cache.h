/* user_cache.h - a folder of this user's own, and files in it that nobody else may read: what can be made again at any time.
 *
 * Nothing here has a sentence to say: what cannot be read or written is done without. What stands in such a file may have
 * been cut by a crash; its reader must see that.
 */
#ifndef OS_USER_CACHE_H
#define OS_USER_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Where this user's programs keep such files, without our name; owned by the caller. NULL: nowhere. */
char *user_cache_root(void);

/* Whether the folder is there, and this user's alone: nobody else may write in it. `make`: it and those above it are made
 * where they are missing. */
bool user_cache_directory(const char *path, bool make);

/* All of a file of at most so many bytes, in place of what `to` held. False: nothing can be read there, or it is not this
 * user's own file. Links are not followed. */
bool user_cache_read(const char *path, uint64_t most, struct buffer *to);

/* The file appears whole under its name or not at all; it is not forced to the disk. Parts stand one behind the other. */
bool user_cache_write(const char *path, const struct text *parts, size_t count);

/* Appends to a file that is still so long, and that nobody else is writing. */
bool user_cache_append(const char *path, uint64_t length, struct text bytes);

/* From now on the file's time is now. */
void user_cache_touch(const char *path);

#endif
