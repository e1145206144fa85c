#include "sources/pooltable.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/require.h"
#include "base/unicode.h"

#define STATUS_NOT_IMPLEMENTED 0xC0000002u
#define STATUS_INVALID_INFO_CLASS 0xC0000003u
#define STATUS_INFO_LENGTH_MISMATCH 0xC0000004u
#define STATUS_ACCESS_DENIED 0xC0000022u
#define STATUS_BUFFER_TOO_SMALL 0xC0000023u

#define TRIES_MAX 10
#define TAG_BYTES 4

/* --- the table --- */

struct field {
    enum counter counter;
    unsigned char offset; // in the entry
    unsigned char bytes;  // 4 or 8
};

struct layout {
    struct pooltable_form form;
    size_t first; // offset of the first entry
    size_t size;  // of an entry
    bool exact;   // the length must be exactly that of the entries
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

static uint64_t read_number(const unsigned char *p, size_t bytes)
{
    uint64_t value = 0;

    assert(bytes <= sizeof value);
    for (size_t i = bytes; i-- > 0;)
        value = value << 8 | p[i];
    return value;
}

static struct pool_row row_at(const unsigned char *entry, const struct layout *layout)
{
    struct pool_row row = {.known = 0};

    for (size_t i = 0; i < sizeof layout->fields / sizeof *layout->fields; i++) {
        const struct field *field = &layout->fields[i];
        uint64_t value = read_number(entry + field->offset, field->bytes);

        if (value > INT64_MAX)
            continue;
        row.value[field->counter] = (int64_t)value;
        row.known |= COUNTER_BIT(field->counter);
    }
    return row;
}

/* Checks the number of entries against the length. */
static bool check_length(const unsigned char *bytes, size_t length, const struct layout *layout, size_t *count,
                         struct error *err)
{
    size_t capacity = length < layout->first ? 0 : (length - layout->first) / layout->size;

    if (length < TAG_BYTES)
        return error_set(err,
                         "the pool tag table of Windows (class %u) has only %zu bytes: try again, and report this "
                         "if it persists",
                         (unsigned)layout->form.class, length);
    *count = (size_t)read_number(bytes, 4);
    if (*count > capacity || (layout->exact && length != layout->first + *count * layout->size))
        return error_set(err,
                         "the pool tag table of Windows (class %u) is inconsistent: %zu entries of %zu bytes in "
                         "%zu bytes: try again, and report this if it persists",
                         (unsigned)layout->form.class, *count, layout->size, length);
    return true;
}

bool pooltable_read(const unsigned char *bytes, size_t length, struct pooltable_form form, struct buffer *scratch,
                    struct snapshot *snapshot, struct error *err)
{
    const struct layout *layout = layout_of(form);
    size_t count = 0;

    if (!layout)
        return error_set(err, "class %u is not a pool tag table: use class 22 or 255", (unsigned)form.class);
    if (!check_length(bytes, length, layout, &count, err))
        return false;
    require(count == 0 || layout->first + count * layout->size <= length);
    for (size_t i = 0; i < count; i++) {
        const unsigned char *entry = bytes + layout->first + i * layout->size;
        struct pool_row row = row_at(entry, layout);

        scratch->length = 0;
        unicode_to_utf8(ENCODING_WINDOWS_1252, (const char *)entry, TAG_BYTES, true, scratch);
        snapshot_add(snapshot, buffer_text(scratch), &row);
    }
    return true;
}

/* --- the query --- */

uint32_t pooltable_next_capacity(uint32_t capacity, uint32_t needed)
{
    uint64_t next = needed > capacity ? (uint64_t)needed + needed / 8 + 4096 : (uint64_t)capacity * 2;

    if (capacity >= POOLTABLE_CAPACITY_MAX)
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
        return error_set(err, "Windows denies access to the pool tags (status 0xC0000022, access denied): run it as "
                              "administrator, and outside of a sandbox");
    if (status == STATUS_NOT_IMPLEMENTED || status == STATUS_INVALID_INFO_CLASS)
        return error_set(err,
                         "this Windows has no pool tag table (status 0x%08X, not implemented): use Windows 7 or "
                         "Server 2008 R2, or later",
                         (unsigned)status);
    if (is_too_small(status))
        return error_set(err,
                         "the pool tag table of Windows is larger than 64 MB, or grows faster than it can be read "
                         "(status 0x%08X): try again, and report this if it persists",
                         (unsigned)status);
    return error_set(err,
                     "cannot read the pool tag table of Windows (status 0x%08X): try again, and report this "
                     "status if it persists",
                     (unsigned)status);
}

static void set_capacity(struct pooltable *table, uint32_t capacity)
{
    free(table->bytes); // its content is not needed
    table->bytes = memory_new(capacity, 1);
    table->capacity = capacity;
}

/* Repeats the call until the buffer is large enough. Returns the last status; *length is what the buffer holds. */
static uint32_t call_kernel(struct pooltable *table, const struct pooltable_kernel *kernel, uint32_t class,
                            uint32_t *length)
{
    uint32_t status = STATUS_INFO_LENGTH_MISMATCH;

    if (table->capacity == 0)
        set_capacity(table, POOLTABLE_CAPACITY_FIRST);
    for (int tries = 0; tries < TRIES_MAX && is_too_small(status); tries++) {
        uint32_t needed = 0, capacity;

        status = kernel->query(kernel->context, class, table->bytes, table->capacity, &needed);
        *length = needed;
        if (!is_too_small(status))
            break;
        capacity = pooltable_next_capacity(table->capacity, needed);
        if (capacity == 0)
            break;
        set_capacity(table, capacity);
    }
    return status;
}

static bool query_class(struct pooltable *table, const struct pooltable_kernel *kernel, uint32_t class,
                        struct snapshot *snapshot, struct error *err)
{
    struct pooltable_form form = {class, kernel->is_64_bit};
    uint32_t length = 0, status = call_kernel(table, kernel, class, &length);

    if (!is_success(status))
        return refuse(status, err);
    if (length > table->capacity)
        return error_set(err,
                         "Windows reports a pool tag table (class %u) of %u bytes in a buffer of %u: try again, "
                         "and report this if it persists",
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
        return query_class(table, kernel, table->class, snapshot, err);
    // if class 255 fails for any reason, class 22 is tried
    return query_class(table, kernel, POOLTABLE_CLASS_WIDE, snapshot, NULL) ||
           query_class(table, kernel, POOLTABLE_CLASS, snapshot, err);
}
