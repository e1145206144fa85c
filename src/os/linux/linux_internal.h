/* linux_internal.h - shared by the files of os/linux only: reasons for errors, the directory of a path. */
#ifndef OS_LINUX_LINUX_INTERNAL_H
#define OS_LINUX_LINUX_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

/* The reason for an errno, and what the user can do about it. */
const char *linux_reason(int code);

/* The directory that holds the path, "." for a bare name; owned by the caller. */
char *linux_directory_of(const char *path);

/* Writes everything; false: errno is set. */
bool linux_write_all(int handle, const char *bytes, size_t length);

/* A new or renamed file survives a loss of power once its directory is synced. */
void linux_sync_directory_of(const char *path);

#endif
