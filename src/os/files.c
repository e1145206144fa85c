#include "os/files.h"

#include "base/memory.h"

#define SMALL_STEP 16384

static bool read_all(struct os_file *file, const char *path, size_t most, struct buffer *to, struct error *err)
{
    for (;;) {
        size_t got;

        ARRAY_RESERVE(to->bytes, to->capacity, to->length + SMALL_STEP);
        if (!os_read(file, path, to->bytes + to->length, to->capacity - to->length, &got, err))
            return false;
        if (got == 0)
            return true;
        to->length += got;
        if (to->length > most)
            return error_set(err, "'%s' is longer than %zu bytes: use another file", path, most);
    }
}

bool os_read_small(const char *path, size_t most, struct buffer *to, struct error *err)
{
    struct os_file file;
    bool ok;

    to->length = 0;
    if (!os_open(&file, path, err))
        return false;
    ok = read_all(&file, path, most, to, err);
    os_close(&file);
    if (!ok)
        to->length = 0;
    return ok;
}
