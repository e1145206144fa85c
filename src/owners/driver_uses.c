#include "owners/driver_uses.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/tag.h"

/* A use with its sort keys. */
struct ranked {
    struct driver_use use;
    const struct driver_file *file;
    size_t best_sites;
};

static int compare_names(const char *a, const char *b)
{
    int order = 0;

    for (size_t i = 0; order == 0 && (a[i] || b[i]); i++) {
        int x = a[i] >= 'A' && a[i] <= 'Z' ? a[i] + 32 : a[i], y = b[i] >= 'A' && b[i] <= 'Z' ? b[i] + 32 : b[i];

        order = (x & 0xFF) - (y & 0xFF);
    }
    return order;
}

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order;

    if (x->use.best != y->use.best)
        return x->use.best < y->use.best ? -1 : 1;
    if (x->file->uses_pools != y->file->uses_pools)
        return x->file->uses_pools ? -1 : 1;
    if ((x->file->loaded == DRIVER_IS_LOADED) != (y->file->loaded == DRIVER_IS_LOADED))
        return x->file->loaded == DRIVER_IS_LOADED ? -1 : 1;
    if (x->best_sites != y->best_sites)
        return x->best_sites > y->best_sites ? -1 : 1;
    order = compare_names(x->file->name, y->file->name);
    return order ? order : strcmp(x->file->path, y->file->path);
}

static struct ranked ranked_of(const struct driver_index *index, const struct driver_site *sites, size_t count)
{
    struct ranked r = {.file = &index->files[sites->file]};

    r.use = (struct driver_use){sites->file, (enum evidence)sites->evidence, sites, count};
    while (r.best_sites < count && sites[r.best_sites].evidence == sites->evidence)
        r.best_sites++;
    return r;
}

static int by_number(const void *a, const void *b)
{
    const size_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static size_t count_names(const struct ranked *ranked, size_t count)
{
    size_t *ids = memory_new(count, sizeof *ids), different = 0;

    for (size_t i = 0; i < count; i++)
        ids[i] = ranked[i].file->name_id;
    if (count)
        qsort(ids, count, sizeof *ids, by_number);
    for (size_t i = 0; i < count; i++)
        different += i == 0 || ids[i] != ids[i - 1];
    free(ids);
    return different;
}

void driver_uses_of(const struct driver_index *index, uint32_t tag, struct driver_uses *out)
{
    size_t site_count, count = 0, at = 0;
    const struct driver_site *sites = driver_index_sites(index, tag, &site_count);
    struct ranked *ranked;

    for (size_t i = 0; i < site_count; i++)
        count += i == 0 || sites[i].file != sites[i - 1].file;
    ranked = memory_new(count, sizeof *ranked);
    for (size_t i = 0; i < site_count;) {
        size_t end = i;

        while (end < site_count && sites[end].file == sites[i].file)
            end++;
        ranked[at++] = ranked_of(index, sites + i, end - i);
        i = end;
    }
    if (count)
        qsort(ranked, count, sizeof *ranked, by_rank);
    out->uses = memory_new(count, sizeof *out->uses);
    for (size_t i = 0; i < count; i++)
        out->uses[i] = ranked[i].use;
    out->count = count;
    out->names = count_names(ranked, count);
    free(ranked);
}

void driver_uses_free(struct driver_uses *uses)
{
    free(uses->uses);
    *uses = (struct driver_uses){0};
}

bool driver_use_names_owner(const struct driver_index *index, const struct driver_use *use)
{
    return use->best <= EVIDENCE_FREE || (use->best <= EVIDENCE_DATA && index->files[use->file].uses_pools);
}

size_t driver_uses_by_name(const struct driver_index *index, uint32_t tag)
{
    char letters[4];

    for (int i = 0; i < 4; i++)
        letters[i] = (char)(tag >> (8 * i) & 0xFF);
    for (size_t i = 0; i < index->file_count; i++) {
        struct text name = text_of(index->files[i].name);

        if (!index->files[i].uses_wdf)
            continue;
        if (name.length > 3 && text_equal_nocase((struct text){name.data, 3}, text_of("WDF")))
            name = (struct text){name.data + 3, name.length - 3};
        if (name.length >= 4 && text_equal_nocase((struct text){name.data, 4}, (struct text){letters, 4}))
            return i;
    }
    return SIZE_MAX;
}
