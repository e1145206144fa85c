#include "model/store_page.h"

#include <string.h>

void page_layout_make(struct page_layout *layout, unsigned counters, bool wide)
{
    size_t at = 0;

    *layout = (struct page_layout){0};
    for (int c = COUNTERS - 1; c >= 0; c--) { // bytes first: they want eight-byte places
        if (!(counters & COUNTER_BIT(c)))
            continue;
        layout->offset[c] = (uint16_t)at;
        at += PAGE_TAGS * (wide || counter_is_bytes((enum counter)c) ? sizeof(int64_t) : sizeof(uint32_t));
    }
    layout->size = sizeof(struct page) + at;
}

static bool is_64(const struct page *page, enum counter counter)
{
    return page->wide || counter_is_bytes(counter);
}

static char *column_of(const struct page *page, const struct page_layout *layout, enum counter counter)
{
    return (char *)page->columns + layout->offset[counter];
}

int64_t page_get(const struct page *page, const struct page_layout *layout, enum counter counter, size_t slot)
{
    char *column = column_of(page, layout, counter);

    return is_64(page, counter) ? ((int64_t *)(void *)column)[slot] : ((uint32_t *)(void *)column)[slot];
}

bool page_set(struct page *page, const struct page_layout *layout, enum counter counter, size_t slot, int64_t value)
{
    char *column = column_of(page, layout, counter);

    if (is_64(page, counter)) {
        ((int64_t *)(void *)column)[slot] = value;
        return true;
    }
    if (value < 0 || value > UINT32_MAX)
        return false;
    ((uint32_t *)(void *)column)[slot] = (uint32_t)value;
    return true;
}

void page_column(const struct page *page, const struct page_layout *layout, enum counter counter, int64_t *restrict out)
{
    const void *restrict column = column_of(page, layout, counter);
    const uint32_t *restrict narrow = column;

    if (is_64(page, counter)) {
        memcpy(out, column, PAGE_TAGS * sizeof *out);
        return;
    }
    for (size_t i = 0; i < PAGE_TAGS; i++)
        out[i] = narrow[i];
}

struct pool_row page_row(const struct page *page, const struct page_layout *layout, unsigned counters, size_t slot)
{
    struct pool_row row = {0};

    for (unsigned left = counters; left; left &= left - 1) {
        enum counter counter = (enum counter)__builtin_ctz(left);

        if (!page_is_known(page, counter, slot))
            continue;
        row.value[counter] = page_get(page, layout, counter, slot);
        row.known |= COUNTER_BIT(counter);
    }
    return row;
}

amount page_sum(const struct page *page, const struct page_layout *layout, enum counter counter)
{
    const void *column = column_of(page, layout, counter);
    const int64_t *wide = column;
    const uint32_t *narrow = column;
    amount sum = 0;
    uint64_t small = 0;

    if (is_64(page, counter)) {
        for (size_t i = 0; i < PAGE_TAGS; i++)
            sum += wide[i];
        return sum;
    }
    for (size_t i = 0; i < PAGE_TAGS; i++)
        small += narrow[i];
    return small;
}
