#include "formats/csv/csv_directory.h"

#include "os/files.h"
#include "os/path.h"

void csv_directory_free(struct csv_directory *directory)
{
    shown_times_free(&directory->times);
    buffer_free(&directory->bytes);
    *directory = (struct csv_directory){0};
}

static void name_file(struct buffer *path, const struct csv_directory *f, const struct snapshot *snapshot,
                      int64_t time_us)
{
    path->length = 0;
    os_append_directory(path, f->path);
    csv_write_name(path, snapshot, time_us, f->encoding);
    buffer_add_char(path, '\0');
}

bool csv_directory_put(struct csv_directory *f, const struct snapshot *snapshot, bool *is_repeat, struct error *err)
{
    int64_t shown_us = shown_time(&f->times, snapshot->utc_us, is_repeat), name_us = shown_us;
    struct buffer path = {0};
    bool ok;

    for (name_file(&path, f, snapshot, name_us); !*is_repeat && os_path_kind(path.bytes) != OS_MISSING;) {
        name_us += 1000;
        name_file(&path, f, snapshot, name_us);
    }
    f->bytes.length = 0;
    csv_write(&f->bytes, snapshot, shown_us, f->encoding);
    ok = os_write_file(path.bytes, f->bytes.bytes, f->bytes.length, err);
    if (ok)
        f->written += f->bytes.length;
    buffer_free(&path);
    return ok;
}
