/* reason.c - errno as a sentence that says what to do. */
#include <errno.h>
#include <string.h>

#include "os/linux/linux_internal.h"

const char *linux_reason(int code)
{
    switch (code) {
    case ENOENT:
        return "no such file or directory; check the path";
    case EACCES:
    case EPERM:
        return "permission denied; run as a user with access to it";
    case ENOSPC:
        return "the disk is full; free some space or use another disk";
    case ENOTDIR:
        return "a part of the path is not a directory; check the path";
    case EROFS:
        return "the disk is read-only; use another path";
    case EISDIR:
        return "it is a directory; use a file";
    case EBADF:
        return "it is closed; open it, or redirect it to a file";
    case EIO:
        return "the disk reports an error; use a copy on another disk";
    default:
        return strerror(code);
    }
}
