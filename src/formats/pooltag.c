#include "formats/pooltag.h"

#include <stdlib.h>

#include "formats/text/reader.h"
#include "os/files.h"
#include "os/path.h"
#include "os/process.h"

#define FILE_BYTES_MAX ((size_t)64 << 20)

/* The whole text in one window: the reader keeps everything from its position on. */
static bool read_all(struct reader *reader, const char *path, struct text *out, struct error *err)
{
    while (!reader->is_at_end) {
        if ((size_t)(reader->end - reader->pos) > FILE_BYTES_MAX)
            return error_set(
                err, "%s: larger than 64 MB, which no list of pool tags is: use a file such as pooltag.txt", path);
        if (!reader_fill(reader, err))
            return false;
    }
    *out = (struct text){reader->pos, (size_t)(reader->end - reader->pos)};
    return true;
}

bool pooltag_load(const char *path, struct tagnames *names, struct error *err)
{
    struct reader reader = {0};
    struct text text;
    bool ok = false;

    if (!reader_open_file(&reader, path, err)) {
        reader_free(&reader);
        return false;
    }
    if (!read_all(&reader, path, &text, err))
        goto done;
    ok =
        tagnames_add(names, text) > 0 ||
        error_set(err, "%s: no line has the form \"tag - driver - description\": use a file such as pooltag.txt", path);
done:
    reader_close(&reader);
    reader_free(&reader);
    return ok;
}

/* Where Microsoft's debugging tools install it, below a directory named by an environment variable. */
static const struct {
    const char *variable, *below;
} default_places[] = {
    {"ProgramFiles(x86)", "Windows Kits\\10\\Debuggers\\x64\\triage\\pooltag.txt"},
    {"ProgramFiles", "Windows Kits\\10\\Debuggers\\x64\\triage\\pooltag.txt"},
    {"ProgramFiles(x86)", "Windows Kits\\8.1\\Debuggers\\x64\\triage\\pooltag.txt"},
    {"ProgramFiles", "Debugging Tools for Windows (x64)\\triage\\pooltag.txt"},
};

/* A file that the user did not name is used if it can be read, and skipped otherwise. */
static bool load_if_exists(char *path, struct tagnames *names)
{
    bool ok = path && os_path_kind(path) == OS_FILE && pooltag_load(path, names, NULL);

    free(path);
    return ok;
}

static void load_default(struct tagnames *names)
{
    if (load_if_exists(os_beside_program("pooltag.txt"), names))
        return;
    for (size_t i = 0; i < sizeof default_places / sizeof *default_places; i++) {
        char *directory = os_environment(default_places[i].variable);
        struct buffer path = {0};

        if (!directory)
            continue;
        os_append_directory(&path, directory);
        buffer_add_string(&path, default_places[i].below);
        free(directory);
        if (load_if_exists(buffer_take(&path), names))
            return;
    }
}

bool pooltag_load_all(char *const *paths, size_t count, struct tagnames *names, struct tagnames *families,
                      struct error *err)
{
    for (size_t i = 0; i < count; i++)
        if (!pooltag_load(paths[i], names, err))
            return false;
    if (count == 0)
        load_default(names);
    tagnames_add_families(families);
    names->families = families;
    return true;
}
