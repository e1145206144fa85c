/* linux_internal.h - shared by the files of os/linux: reasons for errors, complete writes, the directory of a path. */
#ifndef OS_LINUX_LINUX_INTERNAL_H
#define OS_LINUX_LINUX_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The reason for an errno, and what the user can do about it. Valid until the next call. */
const char *linux_reason(int code);

/* The directory that holds the path, "." for a bare name; owned by the caller. */
char *linux_directory_of(const char *path);

#define LINUX_CURRENT_OFFSET ((off_t)-1)

/* Writes everything at the offset, or at the current one, and continues after partial and interrupted writes (EINTR).
 * False: errno is set, and *written is what reached the file. */
bool linux_write_all(int handle, const void *bytes, size_t length, off_t offset, size_t *written);

/* A new or renamed file survives a loss of power once its directory is synced. */
void linux_sync_directory_of(const char *path);

#endif
