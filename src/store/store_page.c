#include "store/store_page.h"

#include <assert.h>
#include <string.h>

#include "base/bits.h"
#include "base/require.h"

static size_t cell_size(bool wide, enum counter counter)
{
    return wide || counter_is_bytes(counter) ? sizeof(int64_t) : sizeof(uint32_t);
}

void page_layout_make(struct page_layout *layout, unsigned counters, bool wide)
{
    size_t offset = 0;

    *layout = (struct page_layout){.counters = counters, .wide = wide};
    for (int c = COUNTERS - 1; c >= 0; c--) { // byte counters first: they need eight-byte alignment
        if (!(counters & COUNTER_BIT(c)))
            continue;
        layout->offset[c] = (uint16_t)offset;
        layout->index[c] = layout->count++;
        offset += PAGE_TAGS * cell_size(wide, (enum counter)c);
    }
    layout->size = sizeof(struct column_page) + offset;
}

static char *column_of(const struct column_page *page, const struct page_layout *layout, enum counter counter)
{
    return (char *)page->columns + layout->offset[counter];
}

static int64_t cell_get(const char *column, size_t size, size_t index)
{
    return size == sizeof(int64_t) ? ((const int64_t *)(const void *)column)[index]
                                   : ((const uint32_t *)(const void *)column)[index];
}

static void cell_put(char *column, size_t size, size_t index, int64_t value)
{
    if (size == sizeof(int64_t))
        ((int64_t *)(void *)column)[index] = value;
    else
        ((uint32_t *)(void *)column)[index] = (uint32_t)value;
}

/* --- delta pages: the bits of the changed cells of each column; offsets of the columns' values; the values --- */

static uint64_t delta_bits(const struct column_page *page, const struct page_layout *layout, enum counter counter)
{
    return page->columns[layout->index[counter]];
}

static uint16_t *delta_offsets(const struct column_page *page, const struct page_layout *layout)
{
    return (uint16_t *)(void *)((uint64_t *)page->columns + layout->count);
}

static size_t delta_header_size(const struct page_layout *layout)
{
    return layout->count * sizeof(uint64_t) + ((size_t)layout->count + 3) / 4 * 4 * sizeof(uint16_t);
}

static const char *delta_column(const struct column_page *page, const struct page_layout *layout, enum counter counter)
{
    return (const char *)page->columns + delta_offsets(page, layout)[layout->index[counter]];
}

size_t page_delta_size(const struct column_page *scratch, const struct page_layout *layout)
{
    size_t size = sizeof(struct column_page) + delta_header_size(layout);

    FOR_EACH_COUNTER(counter, layout->counters)
        size += (size_t)__builtin_popcountll(scratch->link.changed[counter]) * cell_size(layout->wide, counter);
    return (size + 7) / 8 * 8;
}

void page_delta_make(struct column_page *page, const struct column_page *scratch, const struct column_page *base,
                     const struct page_layout *layout)
{
    size_t offset = delta_header_size(layout);

    assert(scratch->kind == PAGE_SCRATCH && !scratch->unknown);
    assert(base->frozen && base->chain < PAGE_CHAIN_MAX && base->wide == scratch->wide);
    *page = (struct column_page){.present = scratch->present,
                                 .link.base = base,
                                 .kind = PAGE_DELTA,
                                 .chain = (uint8_t)(base->chain + 1),
                                 .wide = scratch->wide,
                                 .frozen = true};
    for (int c = COUNTERS - 1; c >= 0; c--) {
        enum counter counter = (enum counter)c;
        size_t size = cell_size(layout->wide, counter), count = 0;
        char *values = (char *)page->columns + offset;

        if (!(layout->counters & COUNTER_BIT(c)))
            continue;
        page->columns[layout->index[c]] = scratch->link.changed[c];
        delta_offsets(page, layout)[layout->index[c]] = (uint16_t)offset;
        FOR_EACH_BIT(slot, scratch->link.changed[c])
            cell_put(values, size, count++, cell_get(column_of(scratch, layout, counter), size, slot));
        offset += count * size;
    }
}

/* --- reading --- */

int64_t page_get(const struct column_page *page, const struct page_layout *layout, enum counter counter, size_t slot)
{
    size_t size = cell_size(page->wide, counter);

    assert(slot < PAGE_TAGS && layout->counters & COUNTER_BIT(counter));
    for (; page->kind == PAGE_DELTA; page = page->link.base) {
        uint64_t bits = delta_bits(page, layout, counter);

        if (bits >> slot & 1)
            return cell_get(delta_column(page, layout, counter), size,
                            (size_t)__builtin_popcountll(bits & ((UINT64_C(1) << slot) - 1)));
    }
    return cell_get(column_of(page, layout, counter), size, slot);
}

static void full_column(const struct column_page *page, const struct page_layout *layout, enum counter counter,
                        int64_t *restrict out)
{
    const void *restrict column = column_of(page, layout, counter);
    const uint32_t *restrict narrow = column;

    if (cell_size(page->wide, counter) == sizeof *out) {
        memcpy(out, column, PAGE_TAGS * sizeof *out);
        return;
    }
    for (size_t i = 0; i < PAGE_TAGS; i++)
        out[i] = narrow[i];
}

uint64_t page_apply_delta(const struct column_page *page, const struct page_layout *layout, enum counter counter,
                          int64_t *column)
{
    const void *values = delta_column(page, layout, counter);
    const int64_t *wide = values;
    const uint32_t *narrow = values;
    uint64_t bits = delta_bits(page, layout, counter);

    assert(page->kind == PAGE_DELTA);
    if (cell_size(page->wide, counter) == sizeof *wide)
        FOR_EACH_BIT(slot, bits)
            column[slot] = *wide++;
    else
        FOR_EACH_BIT(slot, bits)
            column[slot] = *narrow++;
    return bits;
}

void page_column(const struct column_page *page, const struct page_layout *layout, enum counter counter, int64_t *out)
{
    const struct column_page *chain[PAGE_CHAIN_MAX];
    size_t count = 0;

    require(page->chain <= PAGE_CHAIN_MAX);
    assert(page->wide == layout->wide && layout->counters & COUNTER_BIT(counter));
    for (; page->kind == PAGE_DELTA; page = page->link.base)
        chain[count++] = page;
    full_column(page, layout, counter, out);
    while (count)
        page_apply_delta(chain[--count], layout, counter, out);
}

struct pool_row page_row(const struct column_page *page, const struct page_layout *layout, unsigned counters,
                         size_t slot)
{
    struct pool_row row = {0};

    FOR_EACH_COUNTER(counter, counters) {
        if (!page_is_known(page, counter, slot))
            continue;
        row.value[counter] = page_get(page, layout, counter, slot);
        row.known |= COUNTER_BIT(counter);
    }
    return row;
}

/* --- writing --- */

bool page_set(struct column_page *page, const struct page_layout *layout, enum counter counter, size_t slot,
              int64_t value)
{
    size_t size = cell_size(page->wide, counter);
    char *column = column_of(page, layout, counter);

    assert(!page->frozen && page->kind != PAGE_DELTA);
    assert(slot < PAGE_TAGS && page->wide == layout->wide && layout->counters & COUNTER_BIT(counter));
    if (size == sizeof(uint32_t) && (value < 0 || value > UINT32_MAX))
        return false;
    if (page->kind == PAGE_SCRATCH)
        page->link.changed[counter] |= (uint64_t)(cell_get(column, size, slot) != value) << slot;
    cell_put(column, size, slot, value);
    return true;
}

void page_copy(struct column_page *to, const struct page_layout *to_layout, const struct column_page *from,
               const struct page_layout *from_layout)
{
    assert(!to->frozen && to->kind != PAGE_DELTA && to->wide >= from->wide);
    to->present = from->present;
    FOR_EACH_COUNTER(counter, from_layout->counters) {
        int64_t column[PAGE_TAGS];

        page_column(from, from_layout, counter, column);
        for (size_t slot = 0; slot < PAGE_TAGS; slot++)
            cell_put(column_of(to, to_layout, counter), cell_size(to->wide, counter), slot, column[slot]);
    }
}
