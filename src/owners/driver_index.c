#include "owners/driver_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/tag.h"
#include "owners/driver_uses.h"

#define NAMES_SHOWN 3

/* Whose a tag is, in words. */
struct driver_owner {
    uint32_t tag;
    size_t driver_at, driver_length; // in words
    size_t description_at, description_length;
};

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
    ARRAY_RESERVE(index->sites, index->site_capacity, index->site_count + 1);
    index->sites[index->site_count++] = *site;
}

/* --- owners --- */

/* Whether one of the uses before has a file of the same name. */
static bool is_named_before(const struct driver_index *index, const struct driver_uses *uses, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (index->files[uses->uses[i].file].name_id == index->files[uses->uses[at].file].name_id)
            return true;
    return false;
}

static void add_names(struct buffer *words, const struct driver_index *index, const struct driver_uses *uses)
{
    size_t shown = 0;

    for (size_t i = 0; i < uses->count && shown < NAMES_SHOWN; i++) {
        if (is_named_before(index, uses, i))
            continue;
        buffer_add_string(words, shown++ ? ", " : "");
        buffer_add_string(words, index->files[uses->uses[i].file].name);
    }
    if (uses->names > shown)
        buffer_printf(words, " and %zu more", uses->names - shown);
}

/* What one file says it is, and how the tag was found; of several files only the latter. */
static void add_description(struct buffer *words, const struct driver_index *index, const struct driver_uses *uses)
{
    static const char *const how[EVIDENCES] = {
        [EVIDENCE_ALLOCATION] = "code allocates under this tag",
        [EVIDENCE_PREPARATION] = "code prepares blocks under this tag",
        [EVIDENCE_FREE] = "code frees blocks of this tag",
        [EVIDENCE_ARGUMENT] = "code passes this tag on",
        [EVIDENCE_CODE] = "code holds this tag, perhaps as such",
        [EVIDENCE_DATA] = "data holds this tag, perhaps as such",
    };
    const struct driver_file *file = &index->files[uses->uses[0].file];

    if (uses->names > 1) {
        buffer_printf(words, "their %s", how[uses->uses[0].best]);
        return;
    }
    buffer_add_string(words, file->description);
    if (*file->company)
        buffer_printf(words, "%s%s%s", *file->description ? " (" : "", file->company, *file->description ? ")" : "");
    buffer_printf(words, "%sits %s", *file->description || *file->company ? "; " : "", how[uses->uses[0].best]);
}

/* Leaves of the uses those that speak for an owner as well as the first does. A constant in data speaks for it only where
 * no other file has it. */
static void keep_best(const struct driver_index *index, struct driver_uses *uses)
{
    enum evidence best = uses->uses[0].best;
    size_t count = 0, names = 0;

    if (best < EVIDENCE_DATA || uses->names == 1)
        while (count < uses->count && uses->uses[count].best == best &&
               driver_use_names_owner(index, &uses->uses[count])) {
            names += !is_named_before(index, uses, count);
            count++;
        }
    uses->count = count;
    uses->names = names;
}

static void add_owner(struct driver_index *index, uint32_t tag)
{
    struct driver_owner owner = {.tag = tag, .driver_at = index->words.length};
    struct driver_uses uses;

    driver_uses_of(index, tag, &uses);
    keep_best(index, &uses);
    if (uses.count) {
        add_names(&index->words, index, &uses);
        owner.driver_length = index->words.length - owner.driver_at;
        owner.description_at = index->words.length;
        add_description(&index->words, index, &uses);
        owner.description_length = index->words.length - owner.description_at;
        ARRAY_RESERVE(index->owners, index->owner_capacity, index->owner_count + 1);
        index->owners[index->owner_count++] = owner;
    }
    driver_uses_free(&uses);
}

static int by_place(const void *a, const void *b)
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
        qsort(index->sites, index->site_count, sizeof *index->sites, by_place);
    index->owner_count = 0;
    index->words.length = 0;
    for (size_t i = 0; i < index->site_count; i++)
        if (i == 0 || index->sites[i].tag != index->sites[i - 1].tag)
            add_owner(index, index->sites[i].tag);
}

/* --- finding --- */

const struct driver_site *driver_index_sites(const struct driver_index *index, uint32_t tag, size_t *count)
{
    size_t low = 0, high = index->site_count, end;

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

bool driver_index_owner(const struct driver_index *index, struct text tag, struct text *driver,
                        struct text *description)
{
    size_t low = 0, high = index->owner_count;
    const struct driver_owner *owner;
    uint32_t bytes;

    if (!tag_bytes(tag, &bytes))
        return false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (index->owners[middle].tag < bytes)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == index->owner_count || index->owners[low].tag != bytes)
        return false;
    owner = &index->owners[low];
    *driver = (struct text){index->words.bytes + owner->driver_at, owner->driver_length};
    *description = (struct text){index->words.bytes + owner->description_at, owner->description_length};
    return true;
}
