#include "formats/pooltag.h"

#include "formats/reader.h"

#define LONGEST_FILE ((size_t)64 << 20)

/* All of the text at once: from `at` on the reader forgets nothing. */
static bool read_all(struct reader *reader, const char *path, struct text *out, struct error *err)
{
    while (!reader->ended) {
        if ((size_t)(reader->end - reader->at) > LONGEST_FILE)
            return error_set(err, "%s: is longer than 64 MB, which no list of pool tags is: name another file", path);
        if (!reader_more(reader, err))
            return false;
    }
    *out = (struct text){reader->at, (size_t)(reader->end - reader->at)};
    return true;
}

bool pooltag_load(const char *path, struct tagnames *names, struct error *err)
{
    struct reader reader = {0};
    struct text text;
    bool ok = false;

    if (!reader_open_file(&reader, path, err))
        return false;
    if (!read_all(&reader, path, &text, err))
        goto done;
    ok = tagnames_add(names, text) > 0 ||
         error_set(err, "%s: no line says \"tag - driver - description\": name a file such as pooltag.txt", path);
done:
    reader_close(&reader);
    reader_free(&reader);
    return ok;
}

bool pooltag_load_all(char *const *paths, size_t count, struct tagnames *names, struct tagnames *families,
                      struct error *err)
{
    for (size_t i = 0; i < count; i++)
        if (!pooltag_load(paths[i], names, err))
            return false;
    tagnames_add_families(families);
    names->families = families;
    return true;
}
