#include <errno.h>
#include <string.h>

#include "os/linux/linux_internal.h"

/* The system's word for errno, with what the user can do about it. */
const char *linux_reason(int code)
{
    switch (code) {
    case ENOENT:
        return "there is no such file or folder; check the path";
    case EACCES:
    case EPERM:
        return "permission denied; run as a user who may use it";
    case ENOSPC:
        return "the disk is full; free some space or name another place";
    case ENOTDIR:
        return "a part of the path is no folder; check the path";
    case EROFS:
        return "the disk is read-only; name another place";
    case EISDIR:
        return "it is a folder; name a file";
    case EBADF:
        return "it is closed; open it, or send it to a file";
    case EIO:
        return "the disk reports an error; copy the file from a good source";
    default:
        return strerror(code);
    }
}
