#include "formats/pooltag.h"

#include <stdlib.h>

#include "formats/text/reader.h"
#include "os/os.h"

#define LONGEST_FILE ((size_t)64 << 20)

/* All of the text at once: from `at` on the reader forgets nothing. */
static bool read_all(struct reader *reader, const char *path, struct text *out, struct error *err)
{
    while (!reader->is_at_end) {
        if ((size_t)(reader->end - reader->pos) > LONGEST_FILE)
            return error_set(err, "%s: is longer than 64 MB, which no list of pool tags is: name another file", path);
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
    ok = tagnames_add(names, text) > 0 ||
         error_set(err, "%s: no line says \"tag - driver - description\": name a file such as pooltag.txt", path);
done:
    reader_close(&reader);
    reader_free(&reader);
    return ok;
}

/* Where Microsoft's debugging tools put it, below a folder that the environment names. */
static const struct {
    const char *variable, *below;
} usual_places[] = {
    {"ProgramFiles(x86)", "Windows Kits\\10\\Debuggers\\x64\\triage\\pooltag.txt"},
    {"ProgramFiles", "Windows Kits\\10\\Debuggers\\x64\\triage\\pooltag.txt"},
    {"ProgramFiles(x86)", "Windows Kits\\8.1\\Debuggers\\x64\\triage\\pooltag.txt"},
    {"ProgramFiles", "Debugging Tools for Windows (x64)\\triage\\pooltag.txt"},
};

/* A file that nobody named is believed when it can be read, and else passed over. */
static bool load_if_there(char *path, struct tagnames *names)
{
    struct error ignored;
    bool ok = path && os_kind(path) == OS_FILE && pooltag_load(path, names, &ignored);

    free(path);
    return ok;
}

static void load_usual(struct tagnames *names)
{
    if (load_if_there(os_beside_program("pooltag.txt"), names))
        return;
    for (size_t i = 0; i < sizeof usual_places / sizeof *usual_places; i++) {
        char *folder = os_environment(usual_places[i].variable);
        struct buffer path = {0};

        if (!folder)
            continue;
        os_add_folder(&path, folder);
        buffer_add_string(&path, usual_places[i].below);
        free(folder);
        if (load_if_there(buffer_take(&path), names))
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
        load_usual(names);
    tagnames_add_families(families);
    names->families = families;
    return true;
}
