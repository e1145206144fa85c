#include "sources/slab_reclaim.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/files.h"

#define LONGEST_ANSWER 16

void slab_reclaim_free(struct slab_reclaim *r)
{
    free(r->directory);
    map_free(&r->names);
    free(r->values);
    buffer_free(&r->path);
    buffer_free(&r->text);
    *r = (struct slab_reclaim){0};
}

/* A copy of another machine's files may have any name in it. */
static bool is_one_directory(struct text name)
{
    return name.length && name.data[0] != '.' && !memchr(name.data, '/', name.length) &&
           !memchr(name.data, '\0', name.length);
}

static enum reclaim ask(struct slab_reclaim *r, struct text name)
{
    struct text rest, answer = {"", 0};

    if (!is_one_directory(name))
        return RECLAIM_UNKNOWN;
    r->path.length = 0;
    buffer_printf(&r->path, "%s/%.*s/reclaim_account", r->directory, (int)name.length, name.data);
    buffer_add_char(&r->path, '\0');
    os_read_small(r->path.bytes, LONGEST_ANSWER, &r->text, NULL);
    rest = buffer_text(&r->text);
    text_next_line(&rest, &answer);
    if (text_equal(answer, text_of("1")))
        return RECLAIM_YES;
    return text_equal(answer, text_of("0")) ? RECLAIM_NO : RECLAIM_UNKNOWN;
}

static enum reclaim of_name(struct slab_reclaim *r, struct text name)
{
    size_t known = r->names.count, index = map_intern(&r->names, name);

    if (index == known) {
        ARRAY_RESERVE(r->values, r->capacity, index + 1);
        r->values[index] = (unsigned char)ask(r, name);
    }
    return (enum reclaim)r->values[index];
}

void slab_reclaim_set(struct slab_reclaim *r, struct snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->count; i++) {
        struct text name = snapshot_text_of(snapshot, snapshot->rows[i].tag);
        bool is_at_its_place = i < r->names.count && text_equal(map_name(&r->names, i), name); // saves the hash

        snapshot_set_reclaim(snapshot, i, is_at_its_place ? (enum reclaim)r->values[i] : of_name(r, name));
    }
}
