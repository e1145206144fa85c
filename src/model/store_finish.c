#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "model/store_inside.h"

/* A reboot: of the tags that were busy before, at least half count fewer calls than before; one tag's fall is a wrap. */
#define BOOT_BUSY_ALLOCS 1000
#define BOOT_BUSY_TAGS 10

static void drop_outside(struct store *store, struct store_window window)
{
    size_t kept = 0;

    for (size_t i = 0; i < store->moment_count; i++) {
        struct moment *m = &store->moments[i];

        if (m->utc_us >= window.since_us && m->utc_us <= window.until_us)
            store->moments[kept++] = *m;
        else
            free(m->pages);
    }
    store->moment_count = kept;
}

static int by_time_then_source(const void *a, const void *b)
{
    const struct moment *x = a, *y = b;

    if (x->utc_us != y->utc_us)
        return x->utc_us < y->utc_us ? -1 : 1;
    return (x->source > y->source) - (x->source < y->source);
}

static bool cells_equal(const struct store *store, const struct moment *a, const struct moment *b, size_t index)
{
    const struct page *p = index < a->page_count ? a->pages[index] : NULL;
    const struct page *q = index < b->page_count ? b->pages[index] : NULL;
    uint64_t present = p ? p->present : 0;

    if (present != (q ? q->present : 0))
        return false;
    for (unsigned left = a->counters; present && left; left &= left - 1) {
        enum counter c = (enum counter)__builtin_ctz(left);
        int64_t x[PAGE_TAGS], y[PAGE_TAGS];

        if ((p->unknown ? p->unknown[c] : 0) != (q->unknown ? q->unknown[c] : 0))
            return false;
        page_column(p, store_layout(store, a->counters, p->wide), c, x);
        page_column(q, store_layout(store, b->counters, q->wide), c, y);
        if (memcmp(x, y, sizeof x) != 0)
            return false;
    }
    return true;
}

static bool moments_equal(const struct store *store, const struct moment *a, const struct moment *b)
{
    size_t pages = a->page_count > b->page_count ? a->page_count : b->page_count;

    if (a->counters != b->counters || a->rows != b->rows || a->lost != b->lost)
        return false;
    for (size_t i = 0; i < pages; i++)
        if (!cells_equal(store, a, b, i))
            return false;
    return true;
}

static char *time_text(int64_t time_us)
{
    struct buffer b = {0};

    calendar_add(&b, time_us, 'T');
    return buffer_take(&b);
}

static void warn_repeat(const struct store *store, const struct moment *dropped, const struct moment *kept,
                        struct warnings *warnings)
{
    char *when = time_text(kept->utc_us);

    warnings_add(warnings, WARNING_SNAPSHOT,
                 "%s: its snapshot of %s stands in %s too, with other rows: the latter counts, being the last by name",
                 store->sources[dropped->source], when, store->sources[kept->source]);
    free(when);
}

static void drop_repeats(struct store *store, struct warnings *warnings)
{
    size_t kept = 0;

    for (size_t i = 0; i < store->moment_count; i++) {
        struct moment *m = &store->moments[i];
        size_t last = i;

        while (last + 1 < store->moment_count && store->moments[last + 1].utc_us == m->utc_us)
            last++;
        for (; i < last; i++) {
            if (!moments_equal(store, &store->moments[i], &store->moments[last]))
                warn_repeat(store, &store->moments[i], &store->moments[last], warnings);
            free(store->moments[i].pages);
        }
        store->moments[kept++] = store->moments[last];
    }
    store->moment_count = kept;
}

static bool is_short_beside(const struct moment *m, const struct moment *neighbour)
{
    return m->rows * 2 < neighbour->rows;
}

/* Cut between two rows, a snapshot looks whole; only its neighbours tell. */
static void mark_short(struct store *store, struct warnings *warnings)
{
    for (size_t i = 0; i < store->moment_count; i++) {
        struct moment *m = &store->moments[i];
        bool before = i == 0 || is_short_beside(m, m - 1);
        bool after = i + 1 == store->moment_count || is_short_beside(m, m + 1);
        char *when;

        if (store->moment_count < 2 || !before || !after)
            continue;
        m->lost = ALL_COUNTERS;
        when = time_text(m->utc_us);
        warnings_add(warnings, WARNING_SNAPSHOT,
                     "%s: its snapshot of %s has only %zu rows, its neighbour %zu: its TOTAL is left out; was the file cut?",
                     store->sources[m->source], when, m->rows, i ? m[-1].rows : m[1].rows);
        free(when);
    }
}

/* Bits of the tags whose calls can be compared in both pages, and their calls of both pools in each. */
static uint64_t comparable_allocs(const struct store *store, const struct moment *a, const struct moment *b, size_t index,
                                  amount *before, amount *after)
{
    const struct page *p = a->pages[index], *q = b->pages[index];
    uint64_t usable = p->present & q->present;
    static const enum counter both[] = {PAGED_ALLOCS, NONPAGED_ALLOCS};

    memset(before, 0, PAGE_TAGS * sizeof *before);
    memset(after, 0, PAGE_TAGS * sizeof *after);
    for (size_t pool = 0; pool < 2; pool++) {
        int64_t x[PAGE_TAGS], y[PAGE_TAGS];

        if (!(a->counters & b->counters & COUNTER_BIT(both[pool])))
            continue;
        usable &= ~((p->unknown ? p->unknown[both[pool]] : 0) | (q->unknown ? q->unknown[both[pool]] : 0));
        page_column(p, store_layout(store, a->counters, p->wide), both[pool], x);
        page_column(q, store_layout(store, b->counters, q->wide), both[pool], y);
        for (size_t i = 0; i < PAGE_TAGS; i++) {
            before[i] += x[i];
            after[i] += y[i];
        }
    }
    return usable;
}

/* Counts the tags that were busy in `a` and are in `b`, and those of them whose calls fell. */
static void count_fallen(const struct store *store, const struct moment *a, const struct moment *b, size_t *busy,
                         size_t *fallen)
{
    size_t pages = a->page_count < b->page_count ? a->page_count : b->page_count;
    amount before[PAGE_TAGS], after[PAGE_TAGS];

    *busy = *fallen = 0;
    for (size_t index = 0; index < pages; index++) {
        uint64_t usable;

        if (!a->pages[index] || !b->pages[index])
            continue;
        usable = comparable_allocs(store, a, b, index, before, after);
        for (size_t i = 0; i < PAGE_TAGS; i++) {
            bool counts = (usable >> i & 1) && before[i] > BOOT_BUSY_ALLOCS;

            *busy += counts;
            *fallen += counts && after[i] < before[i];
        }
    }
}

static void find_boots(struct store *store)
{
    size_t capacity = 0;

    for (size_t i = 1; i < store->moment_count; i++) {
        size_t busy, fallen;

        count_fallen(store, &store->moments[i - 1], &store->moments[i], &busy, &fallen);
        if (busy < BOOT_BUSY_TAGS)
            continue;
        store->boots_known = true;
        if (fallen * 2 < busy)
            continue;
        ARRAY_RESERVE(store->boots, capacity, store->boot_count + 1);
        store->boots[store->boot_count++] = i;
    }
}

static void find_present(struct store *store)
{
    store->present = memory_new(store->tags.count / PAGE_TAGS + 1, sizeof *store->present);
    for (size_t i = 0; i < store->moment_count; i++)
        for (size_t index = 0; index < store->moments[i].page_count; index++)
            if (store->moments[i].pages[index])
                store->present[index] |= store->moments[i].pages[index]->present;
}

void store_finish(struct store *store, struct store_window window, struct warnings *warnings)
{
    drop_outside(store, window);
    if (store->moment_count)
        qsort(store->moments, store->moment_count, sizeof *store->moments, by_time_then_source);
    drop_repeats(store, warnings);
    mark_short(store, warnings);
    find_present(store);
    find_boots(store);
}
