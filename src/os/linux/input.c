/* input.c - os/input.h for Linux. */
#include "os/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "os/linux/linux_internal.h"
#include "os/path.h"

#define COPY_BYTES ((size_t)1 << 18)

static bool is_file_at_start(void)
{
    struct stat status;

    return fstat(STDIN_FILENO, &status) == 0 && S_ISREG(status.st_mode) && lseek(STDIN_FILENO, 0, SEEK_CUR) == 0;
}

/* The name is removed at once: the file lives as long as its handle. */
static bool open_temporary(struct os_file *file, const char *name, struct error *err)
{
    const char *directory = getenv("TMPDIR");
    struct buffer path = {0};

    os_append_directory(&path, directory && *directory ? directory : "/tmp");
    buffer_add(&path, "poolmonviz.XXXXXX", sizeof "poolmonviz.XXXXXX");
    file->handle = mkostemp(path.bytes, O_CLOEXEC);
    if (file->handle >= 0)
        unlink(path.bytes);
    else
        error_set(err, "cannot copy %s to the temporary file %s: %s", name, path.bytes, linux_reason(errno));
    buffer_free(&path);
    return file->handle >= 0;
}

static bool copy(struct os_file *to, const char *name, struct error *err)
{
    struct os_file from = {STDIN_FILENO};
    char *bytes = memory_new(COPY_BYTES, 1);
    size_t got = 1, written;
    bool ok = true;

    while (ok && got) {
        ok = os_read(&from, name, bytes, COPY_BYTES, &got, err);
        if (ok && !linux_write_all(to->handle, bytes, got, LINUX_CURRENT_OFFSET, &written))
            ok = error_set(err, "cannot copy %s to a temporary file: %s", name, linux_reason(errno));
    }
    free(bytes);
    return ok;
}

bool os_open_input(struct os_file *file, const char *name, struct error *err)
{
    if (is_file_at_start()) {
        file->handle = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
        return file->handle >= 0 || error_set(err, "cannot read %s: %s", name, linux_reason(errno));
    }
    if (!open_temporary(file, name, err))
        return false;
    if (copy(file, name, err))
        return true;
    os_close(file);
    return false;
}
