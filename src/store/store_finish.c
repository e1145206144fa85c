/* store_finish.c - from the order of reading to a store that can be read: times settled, moments sorted, repeats
 * dropped, incomplete snapshots marked, reboots found. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "store/store_internal.h"

static void drop_outside(struct store *store, struct store_window window)
{
    size_t kept = 0;

    for (size_t i = 0; i < store->moment_count; i++) {
        struct moment *m = &store->moments[i];

        if (m->utc_us >= window.since_us && m->utc_us <= window.until_us)
            store->moments[kept++] = *m;
        else
            moment_free(m);
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

static bool pages_equal(const struct store *store, unsigned counters, const struct column_page *p,
                        const struct column_page *q)
{
    if (p == q)
        return true;
    if (p->present != q->present)
        return false;
    FOR_EACH_COUNTER(c, counters) {
        int64_t x[PAGE_TAGS], y[PAGE_TAGS];

        if ((p->unknown ? p->unknown[c] : 0) != (q->unknown ? q->unknown[c] : 0))
            return false;
        page_column(p, store_layout(store, counters, p->wide), c, x);
        page_column(q, store_layout(store, counters, q->wide), c, y);
        if (memcmp(x, y, sizeof x) != 0)
            return false;
    }
    return true;
}

static bool moments_equal(const struct store *store, const struct moment *a, const struct moment *b)
{
    if (a->counters != b->counters || a->rows != b->rows || a->lost != b->lost || a->page_count != b->page_count)
        return false;
    for (size_t i = 0; i < a->page_count; i++)
        if (a->page_numbers[i] != b->page_numbers[i] || !pages_equal(store, a->counters, a->pages[i], b->pages[i]))
            return false;
    return true;
}

/* The moment's time, or its number where times are not known. Owned by the caller. */
static char *time_text(const struct store *store, const struct moment *m)
{
    struct buffer b = {0};

    if (store->is_numbered)
        buffer_printf(&b, "number %zu", (size_t)(m - store->moments) + 1);
    else
        calendar_add(&b, m->utc_us, 'T');
    return buffer_take(&b);
}

static void warn_repeat(const struct store *store, const struct moment *dropped, const struct moment *kept,
                        struct warnings *warnings)
{
    const char *path = store->sources[kept->source];
    char *when = time_text(store, kept);

    if (strcmp(store->sources[dropped->source], path) == 0)
        warnings_add(warnings, WARNING_SNAPSHOT, "%s: two snapshots of %s with different rows: the last one is used",
                     path, when);
    else
        warnings_add(
            warnings, WARNING_SNAPSHOT,
            "%s: its snapshot of %s is also in %s, with different rows: the latter is used, because it was read last",
            store->sources[dropped->source], when, path);
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
            moment_free(&store->moments[i]);
        }
        store->moments[kept++] = store->moments[last];
    }
    store->moment_count = kept;
}

static bool is_short_beside(const struct moment *m, const struct moment *neighbour)
{
    return m->rows * 2 < neighbour->rows;
}

/* A snapshot that was cut between two rows looks complete; only a comparison with its neighbours tells. */
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
        when = time_text(store, m);
        warnings_add(
            warnings, WARNING_SNAPSHOT,
            "%s: its snapshot of %s has only %zu rows, its neighbour %zu: TOTAL is left out; was the file truncated?",
            store->sources[m->source], when, m->rows, i ? m[-1].rows : m[1].rows);
        free(when);
    }
}

static void find_present(struct store *store)
{
    store->present = memory_new(store->tags.count / PAGE_TAGS + 1, sizeof *store->present);
    for (size_t i = 0; i < store->moment_count; i++) {
        const struct moment *m = &store->moments[i];

        for (size_t index = 0; index < m->page_count; index++) {
            moment_prefetch(m, index);
            store->present[m->page_numbers[index]] |= m->pages[index]->present;
        }
    }
}

/* Of two files written in the same second, as copies are, the modification times do not tell which is the earlier
 * one. */
static bool has_equal_file_times(const struct store *store)
{
    struct map seen = {0};
    bool found = false;

    for (size_t i = 0; i < store->moment_count && !found; i++) {
        int64_t second = store->moments[i].utc_us / SECOND_US;
        size_t count = seen.count;

        map_intern(&seen, (struct text){(const char *)&second, sizeof second});
        found = seen.count == count;
    }
    map_free(&seen);
    return found;
}

static void number_moments(struct store *store)
{
    store->is_numbered = true;
    for (size_t i = 0; i < store->moment_count; i++) {
        store->moments[i].utc_us = (int64_t)i * (store->interval_us ? store->interval_us : SECOND_US);
        store->moments[i].local_us = LOCAL_TIME_UNKNOWN;
        store->moments[i].basis = TIME_UNKNOWN;
    }
}

static void drop_untimed(struct store *store, struct warnings *warnings)
{
    size_t kept = 0, dropped;
    const char *source = NULL;

    for (size_t i = 0; i < store->moment_count; i++) {
        if (store->moments[i].basis != TIME_UNKNOWN) {
            store->moments[kept++] = store->moments[i];
            continue;
        }
        source = source ? source : store->sources[store->moments[i].source];
        moment_free(&store->moments[i]);
    }
    dropped = store->moment_count - kept;
    store->moment_count = kept;
    if (dropped)
        warnings_add(warnings, WARNING_SNAPSHOT,
                     "%s: %zu snapshot%s without a time, where other snapshots have one: left out (this is the first); "
                     "use --interval, or read this file alone",
                     source, dropped, dropped == 1 ? "" : "s");
}

/* The offset between the two is not known. */
static void warn_mixed(const struct store *store, struct warnings *warnings)
{
    const struct moment *local = NULL;
    bool has_utc = false;

    for (size_t i = 0; i < store->moment_count; i++) {
        const struct moment *m = &store->moments[i];

        has_utc |= m->basis == TIME_UTC || m->basis == TIME_OF_FILE;
        if (m->basis == TIME_LOCAL && !local)
            local = m;
    }
    if (local && has_utc)
        warnings_add(warnings, WARNING_SNAPSHOT,
                     "%s: times are local, those of other files are UTC: they may be hours apart",
                     store->sources[local->source]);
}

#define UPTIME_SLACK_MS 60000 // two recorders read clock and uptime at different moments

/* Between files the clock orders: where the uptime of one boot contradicts it, the clock was set. */
static void warn_contradiction(const struct store *store, struct warnings *warnings)
{
    for (size_t i = 1; i < store->moment_count; i++) {
        const struct moment *a = &store->moments[i - 1], *b = &store->moments[i];
        char *when;

        if (a->source == b->source || !a->facts.boot || a->facts.boot != b->facts.boot || a->facts.uptime_ms < 0 ||
            b->facts.uptime_ms < 0 || b->facts.uptime_ms >= a->facts.uptime_ms - UPTIME_SLACK_MS)
            continue;
        when = time_text(store, b);
        warnings_add(
            warnings, WARNING_SNAPSHOT,
            "%s: its snapshot of %s follows those of %s by the clock, but the uptime of the same boot is less: "
            "the clock was set between, and the snapshots are in the wrong order: read the files alone",
            store->sources[b->source], when, store->sources[a->source]);
        free(when);
        return;
    }
}

/* After this all times are known, or none is. */
static void settle_times(struct store *store, struct warnings *warnings)
{
    size_t timed = 0, of_files = 0;

    for (size_t i = 0; i < store->moment_count; i++) {
        of_files += store->moments[i].basis == TIME_OF_FILE;
        timed += store->moments[i].basis < TIME_OF_FILE;
    }
    warn_mixed(store, warnings);
    if (timed)
        drop_untimed(store, warnings);
    else if (of_files < store->moment_count || has_equal_file_times(store))
        number_moments(store);
}

void store_finish(struct store *store, struct store_window window, struct warnings *warnings)
{
    assert(!store->is_finished);
    store_freeze(store);
    store_scratch_free(store);
    settle_times(store, warnings);
    if (store->moment_count)
        qsort(store->moments, store->moment_count, sizeof *store->moments, by_time_then_source);
    drop_repeats(store, warnings);
    warn_contradiction(store, warnings);
    mark_short(store, warnings);
    if (!store->is_numbered)
        drop_outside(store, window); // last, so that the checks above do not depend on the window
    for (size_t i = 1; i < store->moment_count; i++)
        assert(store->moments[i - 1].utc_us < store->moments[i].utc_us);
    store->is_finished = true;
    find_present(store);
    store_find_reboots(store);
}
