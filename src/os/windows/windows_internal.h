/* windows_internal.h - shared by the files of os/windows: UTF-16, long paths, reasons for errors, handles, stopping. */
#ifndef OS_WINDOWS_WINDOWS_INTERNAL_H
#define OS_WINDOWS_WINDOWS_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>

/* UTF-8 to UTF-16 and back; owned by the caller. Invalid sequences become U+FFFD. */
wchar_t *windows_wide(const char *utf8);
char *windows_utf8(const wchar_t *wide);

/* The path in the form that Windows functions take, of any length; owned by the caller. */
wchar_t *windows_path(const char *path);

/* '/' or '\\'. */
bool windows_is_slash(char c);

/* The end of the directory part: the last slash, or the colon of "C:file". NULL: there is none. Borrowed. */
const char *windows_last_slash(const char *path);

/* The reason for an error with the path, or without one (NULL), and what the user can do about it. Valid until the next
 * call on this thread. */
const char *windows_reason(const char *path, DWORD code);

/* The same for opening or replacing a file, where Windows reports a directory, or an open file, as denied access. */
const char *windows_file_reason(const char *path, DWORD code);

/* Microseconds and nanoseconds since 1970, UTC. */
int64_t windows_time_us(FILETIME time);
int64_t windows_time_ns(FILETIME time);

/* A handle as struct os_file and struct os_log store it, and back: handles have 32 significant bits, sign extended. -1:
 * none. */
int windows_keep(HANDLE handle);
HANDLE windows_handle(int kept);

/* Renames, with retries for virus scanners that hold a new file for a moment. False: see GetLastError. */
bool windows_rename(const wchar_t *from, const wchar_t *to, DWORD flags);

/* Writes everything at the offset, which advances, or at the current one (NULL). False: see GetLastError, and
 * *written is what reached the file. */
bool windows_write(HANDLE handle, const void *bytes, size_t length, OVERLAPPED *offset, size_t *written);

/* The path of this program; owned by the caller. */
char *windows_program(void);

/* After os_catch_stop, the same as Ctrl+C: os_wait returns true from now on. */
void windows_stop(void);

#endif
