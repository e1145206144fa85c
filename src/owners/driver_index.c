#include "owners/driver_index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void driver_file_free(struct driver_file *file)
{
    free(file->path);
    free(file->name);
    free(file->company);
    free(file->description);
    free(file->version);
    *file = (struct driver_file){0};
}

void driver_index_free(struct driver_index *index)
{
    for (size_t i = 0; i < index->file_count; i++)
        driver_file_free(&index->files[i]);
    free(index->files);
    map_free(&index->names);
    free(index->sites);
    free(index->owners);
    buffer_free(&index->words);
    *index = (struct driver_index){0};
}

static size_t id_of_name(struct driver_index *index, const char *name)
{
    struct buffer lower = {0};
    size_t id;

    for (; *name; name++)
        buffer_add_char(&lower, *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name);
    id = map_intern(&index->names, buffer_text(&lower));
    buffer_free(&lower);
    return id;
}

size_t driver_index_add(struct driver_index *index, const struct driver_file *file)
{
    ARRAY_RESERVE(index->files, index->file_capacity, index->file_count + 1);
    index->files[index->file_count] = *file;
    index->files[index->file_count].name_id = id_of_name(index, file->name);
    return index->file_count++;
}

size_t driver_index_copy_of(const struct driver_index *index, const char *name, uint64_t build)
{
    for (size_t i = 0; build && i < index->file_count; i++)
        if (index->files[i].build == build && text_equal_nocase(text_of(index->files[i].name), text_of(name)))
            return i;
    return SIZE_MAX;
}

void driver_index_site(struct driver_index *index, const struct driver_site *site)
{
    assert(site->file < index->file_count);
    ARRAY_RESERVE(index->sites, index->site_capacity, index->site_count + 1);
    index->is_finished = false;
    index->sites[index->site_count++] = *site;
}

static int by_tag_and_file(const void *a, const void *b)
{
    const struct driver_site *x = a, *y = b;

    if (x->tag != y->tag)
        return x->tag < y->tag ? -1 : 1;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (x->evidence != y->evidence)
        return x->evidence < y->evidence ? -1 : 1;
    if (x->function != y->function)
        return x->function < y->function ? -1 : 1;
    return x->rva < y->rva ? -1 : x->rva > y->rva;
}

void driver_index_finish(struct driver_index *index)
{
    if (index->site_count)
        qsort(index->sites, index->site_count, sizeof *index->sites, by_tag_and_file);
    index->is_finished = true;
}

const struct driver_site *driver_index_sites(const struct driver_index *index, uint32_t tag, size_t *count)
{
    size_t low = 0, high = index->site_count, end;

    assert(index->is_finished || index->site_count == 0);
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (index->sites[middle].tag < tag)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < index->site_count && index->sites[end].tag == tag;)
        end++;
    *count = end - low;
    return *count ? index->sites + low : NULL;
}
