#include "sources/pooltable.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/unicode.h"

#define STATUS_NOT_IMPLEMENTED 0xC0000002u
#define STATUS_INVALID_INFO_CLASS 0xC0000003u
#define STATUS_INFO_LENGTH_MISMATCH 0xC0000004u
#define STATUS_ACCESS_DENIED 0xC0000022u
#define STATUS_BUFFER_TOO_SMALL 0xC0000023u

#define MOST_TRIES 10
#define TAG_BYTES 4

/* --- the table --- */

struct field {
    enum counter counter;
    unsigned char at;    // in the entry
    unsigned char bytes; // 4 or 8
};

struct layout {
    struct pooltable_form form;
    size_t first; // where the first entry begins
    size_t size;  // of an entry
    bool exact;   // the length must be that of the entries
    struct field fields[6];
};

// clang-format off
static const struct layout layouts[] = {
    {{POOLTABLE_CLASS, true}, 8, 40, false,
     {{PAGED_ALLOCS, 4, 4}, {PAGED_FREES, 8, 4}, {PAGED_BYTES, 16, 8},
      {NONPAGED_ALLOCS, 24, 4}, {NONPAGED_FREES, 28, 4}, {NONPAGED_BYTES, 32, 8}}},
    {{POOLTABLE_CLASS, false}, 4, 28, false,
     {{PAGED_ALLOCS, 4, 4}, {PAGED_FREES, 8, 4}, {PAGED_BYTES, 12, 4},
      {NONPAGED_ALLOCS, 16, 4}, {NONPAGED_FREES, 20, 4}, {NONPAGED_BYTES, 24, 4}}},
    {{POOLTABLE_CLASS_WIDE, true}, 8, 56, true,
     {{PAGED_ALLOCS, 8, 8}, {PAGED_FREES, 16, 8}, {PAGED_BYTES, 24, 8},
      {NONPAGED_ALLOCS, 32, 8}, {NONPAGED_FREES, 40, 8}, {NONPAGED_BYTES, 48, 8}}},
    {{POOLTABLE_CLASS_WIDE, false}, 4, 28, true,
     {{PAGED_ALLOCS, 4, 4}, {PAGED_FREES, 8, 4}, {PAGED_BYTES, 12, 4},
      {NONPAGED_ALLOCS, 16, 4}, {NONPAGED_FREES, 20, 4}, {NONPAGED_BYTES, 24, 4}}},
};
// clang-format on

static const struct layout *layout_of(struct pooltable_form form)
{
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (layouts[i].form.class == form.class && layouts[i].form.is_64_bit == form.is_64_bit)
            return &layouts[i];
    return NULL;
}

static uint64_t number_at(const unsigned char *p, size_t bytes)
{
    uint64_t value = 0;

    for (size_t i = bytes; i-- > 0;)
        value = value << 8 | p[i];
    return value;
}

static struct pool_row row_at(const unsigned char *entry, const struct layout *layout)
{
    struct pool_row row = {.known = 0};

    for (size_t i = 0; i < sizeof layout->fields / sizeof *layout->fields; i++) {
        const struct field *field = &layout->fields[i];
        uint64_t value = number_at(entry + field->at, field->bytes);

        if (value > INT64_MAX)
            continue;
        row.value[field->counter] = (int64_t)value;
        row.known |= COUNTER_BIT(field->counter);
    }
    return row;
}

/* The count is not trusted before it is held against the length. */
static bool check_length(const unsigned char *bytes, size_t length, const struct layout *layout, size_t *count,
                         struct error *err)
{
    size_t room = length < layout->first ? 0 : (length - layout->first) / layout->size;

    if (length < TAG_BYTES)
        return error_set(err,
                         "Windows' table of pool tags (class %u) is only %zu bytes long: try again, and report this "
                         "if it stays",
                         (unsigned)layout->form.class, length);
    *count = (size_t)number_at(bytes, 4);
    if (*count > room || (layout->exact && length != layout->first + *count * layout->size))
        return error_set(err,
                         "Windows' table of pool tags (class %u) contradicts itself: %zu entries of %zu bytes in "
                         "%zu bytes: try again, and report this if it stays",
                         (unsigned)layout->form.class, *count, layout->size, length);
    return true;
}

bool pooltable_read(const unsigned char *bytes, size_t length, struct pooltable_form form, struct buffer *scratch,
                    struct snapshot *snapshot, struct error *err)
{
    const struct layout *layout = layout_of(form);
    size_t count = 0;

    if (!layout)
        return error_set(err, "class %u is no table of pool tags: ask for class 22 or 255", (unsigned)form.class);
    if (!check_length(bytes, length, layout, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        const unsigned char *entry = bytes + layout->first + i * layout->size;
        struct pool_row row = row_at(entry, layout);

        scratch->length = 0;
        unicode_to_utf8(ENCODING_WINDOWS_1252, (const char *)entry, TAG_BYTES, true, scratch);
        snapshot_add(snapshot, buffer_text(scratch), &row);
    }
    return true;
}

/* --- asking for it --- */

uint32_t pooltable_next_capacity(uint32_t room, uint32_t needed)
{
    uint64_t next = needed > room ? (uint64_t)needed + needed / 8 + 4096 : (uint64_t)room * 2;

    if (room >= POOLTABLE_CAPACITY_MAX)
        return 0;
    if (next < POOLTABLE_CAPACITY_FIRST)
        next = POOLTABLE_CAPACITY_FIRST;
    return next > POOLTABLE_CAPACITY_MAX ? POOLTABLE_CAPACITY_MAX : (uint32_t)next;
}

void pooltable_free(struct pooltable *table)
{
    free(table->bytes);
    buffer_free(&table->scratch);
    *table = (struct pooltable){0};
}

static bool is_success(uint32_t status)
{
    return status < 0x80000000u;
}

static bool is_too_small(uint32_t status)
{
    return status == STATUS_INFO_LENGTH_MISMATCH || status == STATUS_BUFFER_TOO_SMALL;
}

static bool refuse(uint32_t status, struct error *err)
{
    if (status == STATUS_ACCESS_DENIED)
        return error_set(err, "Windows does not let this process see the pool tags (status 0xC0000022, access denied): "
                              "run it as administrator, and outside of a sandbox");
    if (status == STATUS_NOT_IMPLEMENTED || status == STATUS_INVALID_INFO_CLASS)
        return error_set(err,
                         "this Windows keeps no table of pool tags (status 0x%08X, not implemented): use Windows 7 "
                         "or Server 2008 R2, or a later one",
                         (unsigned)status);
    if (is_too_small(status))
        return error_set(err,
                         "Windows' table of pool tags is larger than 64 MB, or grows faster than it can be read "
                         "(status 0x%08X): try again, and report this if it stays",
                         (unsigned)status);
    return error_set(err,
                     "Windows gives no table of pool tags (status 0x%08X): try again, and report this number if it "
                     "stays",
                     (unsigned)status);
}

static void make_capacity(struct pooltable *table, uint32_t room)
{
    free(table->bytes); // what was in it is of no use
    table->bytes = memory_new(room, 1);
    table->capacity = room;
}

/* Asks until the buffer is large enough. Returns the last status; *length is what the buffer holds. */
static uint32_t query(struct pooltable *table, const struct pooltable_kernel *kernel, uint32_t class, uint32_t *length)
{
    uint32_t status = STATUS_INFO_LENGTH_MISMATCH;

    if (table->capacity == 0)
        make_capacity(table, POOLTABLE_CAPACITY_FIRST);
    for (int tries = 0; tries < MOST_TRIES && is_too_small(status); tries++) {
        uint32_t needed = 0, room;

        status = kernel->query(kernel->context, class, table->bytes, table->capacity, &needed);
        *length = needed;
        if (!is_too_small(status))
            break;
        room = pooltable_next_capacity(table->capacity, needed);
        if (room == 0)
            break;
        make_capacity(table, room);
    }
    return status;
}

static bool take_class(struct pooltable *table, const struct pooltable_kernel *kernel, uint32_t class,
                       struct snapshot *snapshot, struct error *err)
{
    struct pooltable_form form = {class, kernel->is_64_bit};
    uint32_t length = 0, status = query(table, kernel, class, &length);

    if (!is_success(status))
        return refuse(status, err);
    if (length > table->capacity)
        return error_set(err,
                         "Windows says that its table of pool tags (class %u) has %u bytes, in room for %u: try "
                         "again, and report this if it stays",
                         (unsigned)class, (unsigned)length, (unsigned)table->capacity);
    if (!pooltable_read(table->bytes, length, form, &table->scratch, snapshot, err))
        return false;
    table->class = class;
    return true;
}

bool pooltable_query(struct pooltable *table, const struct pooltable_kernel *kernel, struct snapshot *snapshot,
                     struct error *err)
{
    if (table->class)
        return take_class(table, kernel, table->class, snapshot, err);
    // If the wide class fails for any reason, the old one is asked.
    return take_class(table, kernel, POOLTABLE_CLASS_WIDE, snapshot, NULL) ||
           take_class(table, kernel, POOLTABLE_CLASS, snapshot, err);
}
