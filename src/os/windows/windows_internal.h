/* windows_internal.h - what the Windows files share: UTF-16, long paths, the system's words for a fault, the stop.
 *
 * Only os_windows*.c and sources/live_windows.c include this.
 */
#ifndef OS_WINDOWS_WINDOWS_INTERNAL_H
#define OS_WINDOWS_WINDOWS_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>

/* UTF-8 as UTF-16 and back; owned by the caller. What is no text becomes U+FFFD. */
wchar_t *windows_wide(const char *utf8);
char *windows_utf8(const wchar_t *wide);

/* The path for a call of Windows, of any length; owned by the caller. */
wchar_t *windows_path(const char *path);

/* Both of them separate folders. */
bool windows_is_slash(char c);

/* What ends the folder's part of the path: a slash, or the colon of "C:file". NULL: there is none. Borrowed. */
const char *windows_last_slash(const char *path);

/* Windows' word for what failed with a path, or with none (NULL), and what the user can do about it; valid until the
 * next call. */
const char *windows_reason(const char *path, DWORD code);

/* The same of a file that cannot be opened or replaced: Windows denies access to a folder, and to replace what is open. */
const char *windows_file_reason(const char *path, DWORD code);

/* Microseconds and nanoseconds since 1970, UTC. */
int64_t windows_time_us(FILETIME time);
int64_t windows_time_ns(FILETIME time);

/* A handle as struct os_file and os_log keep it, and back: of Windows' handles 32 bits count, with their sign. -1 is none. */
int windows_keep(HANDLE handle);
HANDLE windows_handle(int kept);

/* Renames, waiting a little for scanners that hold a new file for a moment. False: GetLastError tells. */
bool windows_rename(const wchar_t *from, const wchar_t *to, DWORD flags);

/* Writes it all; false: GetLastError tells, *written is what was. */
bool windows_write(HANDLE handle, const void *bytes, size_t length, OVERLAPPED *at, size_t *written);

/* This program's file; owned by the caller. */
char *windows_program(void);

/* What Ctrl+C does after os_catch_stop: os_wait returns true from now on. */
void windows_stop(void);

#endif
