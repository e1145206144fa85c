#include "owners/driver_owners.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "model/tag.h"
#include "owners/driver_uses.h"

#define NAMES_SHOWN 3

/* Whether an earlier use is by a file of the same name. */
static bool is_named_before(const struct driver_index *index, const struct driver_uses *uses, size_t use)
{
    for (size_t i = 0; i < use; i++)
        if (index->files[uses->uses[i].file].name_id == index->files[uses->uses[use].file].name_id)
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

/* The description in the file's version resource, and how the tag was found; for several files only the latter. */
static void add_description(struct buffer *words, const struct driver_index *index, const struct driver_uses *uses)
{
    static const char *const how[EVIDENCES] = {
        [EVIDENCE_ALLOCATION] = "code allocates under this tag",
        [EVIDENCE_PREPARATION] = "code initialises a pool of blocks with this tag",
        [EVIDENCE_FREE] = "code frees blocks of this tag",
        [EVIDENCE_ARGUMENT] = "code passes this tag to a function",
        [EVIDENCE_CODE] = "code contains these four bytes, possibly as a tag",
        [EVIDENCE_DATA] = "data contains these four bytes, possibly as a tag",
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

/* Keeps the uses with the same evidence as the first that name an owner. A constant in data is evidence only where no
 * other file has it. */
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
    struct driver_owner owner = {.tag = tag, .driver_offset = index->words.length};
    struct driver_uses uses;

    driver_uses_of(index, tag, &uses);
    keep_best(index, &uses);
    if (uses.count) {
        add_names(&index->words, index, &uses);
        owner.driver_length = index->words.length - owner.driver_offset;
        owner.description_offset = index->words.length;
        add_description(&index->words, index, &uses);
        owner.description_length = index->words.length - owner.description_offset;
        ARRAY_RESERVE(index->owners, index->owner_capacity, index->owner_count + 1);
        index->owners[index->owner_count++] = owner;
    }
    driver_uses_free(&uses);
}

void driver_owners_make(struct driver_index *index)
{
    index->owner_count = 0;
    index->words.length = 0;
    for (size_t i = 0; i < index->site_count; i++)
        if (i == 0 || index->sites[i].tag != index->sites[i - 1].tag)
            add_owner(index, index->sites[i].tag);
    index->has_owners = true;
}

bool driver_owners_find(const struct driver_index *index, struct text tag, struct text *driver,
                        struct text *description)
{
    size_t low = 0, high = index->owner_count;
    const struct driver_owner *owner;
    uint32_t bytes;

    assert(index->has_owners || index->site_count == 0);
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
    *driver = (struct text){index->words.bytes + owner->driver_offset, owner->driver_length};
    *description = (struct text){index->words.bytes + owner->description_offset, owner->description_length};
    return true;
}
