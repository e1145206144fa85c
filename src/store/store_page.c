#include "store/store_page.h"

#include <string.h>

#include "base/bits.h"

static size_t cell_size(bool wide, enum counter counter)
{
    return wide || counter_is_bytes(counter) ? sizeof(int64_t) : sizeof(uint32_t);
}

void page_layout_make(struct page_layout *layout, unsigned counters, bool wide)
{
    size_t at = 0;

    *layout = (struct page_layout){.counters = counters, .wide = wide};
    for (int c = COUNTERS - 1; c >= 0; c--) { // bytes first: they want eight-byte places
        if (!(counters & COUNTER_BIT(c)))
            continue;
        layout->offset[c] = (uint16_t)at;
        layout->place[c] = layout->count++;
        at += PAGE_TAGS * cell_size(wide, (enum counter)c);
    }
    layout->size = sizeof(struct page) + at;
}

static char *column_of(const struct page *page, const struct page_layout *layout, enum counter counter)
{
    return (char *)page->columns + layout->offset[counter];
}

static int64_t cell_at(const char *column, size_t size, size_t index)
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

/* --- pages of differences: for each counter the bits of the tags, and where its cells begin; then the cells --- */

static uint64_t own_bits(const struct page *page, const struct page_layout *layout, enum counter counter)
{
    return page->columns[layout->place[counter]];
}

static uint16_t *own_offsets(const struct page *page, const struct page_layout *layout)
{
    return (uint16_t *)(void *)((uint64_t *)page->columns + layout->count);
}

static size_t own_head_size(const struct page_layout *layout)
{
    return layout->count * sizeof(uint64_t) + ((size_t)layout->count + 3) / 4 * 4 * sizeof(uint16_t);
}

static const char *own_column(const struct page *page, const struct page_layout *layout, enum counter counter)
{
    return (const char *)page->columns + own_offsets(page, layout)[layout->place[counter]];
}

size_t page_difference_size(const struct page *draft, const struct page_layout *layout)
{
    size_t size = sizeof(struct page) + own_head_size(layout);

    FOR_EACH_COUNTER(counter, layout->counters) {
        size += (size_t)__builtin_popcountll(draft->link.changed[counter]) * cell_size(layout->wide, counter);
    }
    return (size + 7) / 8 * 8;
}

void page_difference_make(struct page *page, const struct page *draft, const struct page *base,
                          const struct page_layout *layout)
{
    size_t at = own_head_size(layout);

    *page = (struct page){.present = draft->present,
                          .link.base = base,
                          .kind = PAGE_DELTA,
                          .depth = (uint8_t)(base->depth + 1),
                          .wide = draft->wide,
                          .sealed = true};
    for (int c = COUNTERS - 1; c >= 0; c--) {
        enum counter counter = (enum counter)c;
        size_t size = cell_size(layout->wide, counter), count = 0;
        char *own = (char *)page->columns + at;

        if (!(layout->counters & COUNTER_BIT(c)))
            continue;
        page->columns[layout->place[c]] = draft->link.changed[c];
        own_offsets(page, layout)[layout->place[c]] = (uint16_t)at;
        FOR_EACH_BIT(slot, draft->link.changed[c])
            cell_put(own, size, count++, cell_at(column_of(draft, layout, counter), size, slot));
        at += count * size;
    }
}

/* --- reading --- */

int64_t page_get(const struct page *page, const struct page_layout *layout, enum counter counter, size_t slot)
{
    size_t size = cell_size(page->wide, counter);

    for (; page->kind == PAGE_DELTA; page = page->link.base) {
        uint64_t bits = own_bits(page, layout, counter);

        if (bits >> slot & 1)
            return cell_at(own_column(page, layout, counter), size,
                           (size_t)__builtin_popcountll(bits & ((UINT64_C(1) << slot) - 1)));
    }
    return cell_at(column_of(page, layout, counter), size, slot);
}

static void whole_column(const struct page *page, const struct page_layout *layout, enum counter counter,
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

uint64_t page_differences(const struct page *page, const struct page_layout *layout, enum counter counter,
                          int64_t *column)
{
    const void *own = own_column(page, layout, counter);
    const int64_t *wide = own;
    const uint32_t *narrow = own;
    uint64_t bits = own_bits(page, layout, counter);

    if (cell_size(page->wide, counter) == sizeof *wide)
        FOR_EACH_BIT(slot, bits)
            column[slot] = *wide++;
    else
        FOR_EACH_BIT(slot, bits)
            column[slot] = *narrow++;
    return bits;
}

void page_column(const struct page *page, const struct page_layout *layout, enum counter counter, int64_t *out)
{
    const struct page *above[PAGE_DEPTH_MOST];
    size_t count = 0;

    for (; page->kind == PAGE_DELTA; page = page->link.base)
        above[count++] = page;
    whole_column(page, layout, counter, out);
    while (count)
        page_differences(above[--count], layout, counter, out);
}

struct pool_row page_row(const struct page *page, const struct page_layout *layout, unsigned counters, size_t slot)
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

bool page_set(struct page *page, const struct page_layout *layout, enum counter counter, size_t slot, int64_t value)
{
    size_t size = cell_size(page->wide, counter);
    char *column = column_of(page, layout, counter);

    if (size == sizeof(uint32_t) && (value < 0 || value > UINT32_MAX))
        return false;
    if (page->kind == PAGE_SCRATCH)
        page->link.changed[counter] |= (uint64_t)(cell_at(column, size, slot) != value) << slot;
    cell_put(column, size, slot, value);
    return true;
}

void page_copy(struct page *to, const struct page_layout *to_layout, const struct page *from,
               const struct page_layout *from_layout)
{
    to->present = from->present;
    FOR_EACH_COUNTER(counter, from_layout->counters) {
        int64_t column[PAGE_TAGS];

        page_column(from, from_layout, counter, column);
        for (size_t slot = 0; slot < PAGE_TAGS; slot++)
            cell_put(column_of(to, to_layout, counter), cell_size(to->wide, counter), slot, column[slot]);
    }
}
