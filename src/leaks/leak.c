#include "leaks/leak.h"

#include <assert.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "leaks/leak_caches.h"
#include "leaks/leak_course.h"
#include "leaks/leak_evidence.h"
#include "leaks/leak_follow.h"
#include "leaks/leak_groups.h"
#include "leaks/leak_outlook.h"
#include "leaks/leak_tally.h"
#include "leaks/leak_verdict.h"

#define SETTLING_SHARE 0.1 // of the changing tags are called leaks, and at least
#define SETTLING_TAGS 10
#define SETTLING_SECONDS 1800 // left out then, of captures that are
#define SETTLED_SHARE 3       // times as long

/* The tags that share its movement, from the last boot in which it grew. */
static void set_shared(const struct leak_bins *b, const struct leak_all_evidence *all, struct leak_finding *f)
{
    const struct leak_quantity_evidence *e = &all->quantities[f->leading];

    for (size_t i = b->boot_count; f->grows && i-- > 0;) {
        const struct leak_partners *partners = &e->shared[i].partners[f->tag];

        if (!e->boots[i][f->tag].grows || partners->tags[0] == LEAK_NOBODY)
            continue;
        while (f->shared_count < LEAK_SHARED_MAX && partners->tags[f->shared_count] != LEAK_NOBODY) {
            f->shared[f->shared_count] = partners->tags[f->shared_count];
            f->shared_count++;
        }
        return;
    }
}

static enum leak_clock clock_of(const struct store *store)
{
    int64_t interval_us;

    return store_is_numbered(store, &interval_us) ? LEAK_NO_CLOCK : store_is_local(store) ? LEAK_LOCAL : LEAK_UTC;
}

static void describe_capture(const struct store *store, const struct leak_bins *bins, struct leaks *found)
{
    found->clock = clock_of(store);
    found->clock_steps = store_clock_steps(store, &found->clock_set_us, &found->clock_set_by);
    found->boots = bins->all_boots;
    found->boots_used = bins->boot_count;
    found->moments = bins->moments;
    found->knows_calls = bins->knows_calls;
    found->span = bins->span;
    found->interval = bins->moments > 1 ? bins->span / (double)(bins->moments - 1) : 0;
    found->last_us = bins->start_us + (int64_t)(bins->span * (double)SECOND_US);
}

static void judge_tags(const struct store *store, const struct leak_options *options, const struct leak_bins *bins,
                       const struct leak_all_evidence *evidence, struct leaks *found)
{
    found->findings = memory_new(bins->tags, sizeof *found->findings);
    for (size_t tag = 0; tag < bins->tags; tag++) {
        struct leak_combined combined[LEAK_QUANTITIES] = {{0}};
        struct leak_finding *f = &found->findings[found->count];

        if (!store_has(store, tag) || (options->excluded && options->excluded[tag]))
            continue;
        for (int m = 0; m < LEAK_QUANTITIES; m++)
            if (found->known[m])
                combined[m] = leak_combine(bins, (enum leak_quantity)m, evidence->quantities[m].boots, tag);
        *f = leak_finding_of(tag, combined, found->known, bins->start_us);
        set_shared(bins, evidence, f);
        found->count++;
    }
}

/* The tags of file caches that the system takes back. Owned by the caller. */
static size_t *find_leaders(const struct leak_caches *caches, const struct leaks *found, size_t *count)
{
    size_t *leaders = memory_new(found->count, sizeof *leaders);

    *count = 0;
    for (size_t i = 0; i < found->count; i++) {
        struct leak_cache cache = leak_caches_of(caches, found->findings[i].tag);

        if (cache.leads && cache.is_excused)
            leaders[(*count)++] = found->findings[i].tag;
    }
    return leaders;
}

/* What the system takes back when memory is short is no leak. */
static void excuse_caches(const struct store *store, const struct leak_bins *bins, struct leaks *found)
{
    struct leak_caches *caches = leak_caches_new(store);
    size_t count, *leaders = find_leaders(caches, found, &count);

    for (size_t i = 0; i < found->count; i++) {
        struct leak_finding *f = &found->findings[i];
        struct leak_cache cache;

        if (f->verdict < LEAK_WATCH)
            continue;
        cache = leak_caches_of(caches, f->tag);
        if (cache.why == LEAK_NO_CACHE)
            f->partner = leak_followed(bins, f->leading, f->tag, leaders, count);
        if (!cache.is_excused && f->partner == LEAK_NOBODY)
            continue;
        f->verdict = LEAK_WATCH;
        f->reason = cache.is_excused ? LEAK_CACHE : LEAK_MOVES_WITH_CACHE;
        f->doubt = LEAK_STEADY;
    }
    free(leaders);
    leak_caches_free(caches);
}

static void find_tags(const struct store *store, const struct leak_options *options, const struct leak_bins *bins,
                      struct leaks *found)
{
    struct leak_all_evidence evidence;

    describe_capture(store, bins, found);
    for (int m = 0; m < LEAK_QUANTITIES; m++) {
        found->wanted[m] = bins->known[m] && !options->without[m];
        found->known[m] = found->wanted[m] && bins->boot_count > 0;
    }
    leak_evidence_gather(bins, found->known, &evidence);
    judge_tags(store, options, bins, &evidence, found);
    leak_evidence_free(&evidence);
    leak_verdicts(found->findings, found->count, found->span);
    if (bins->boot_count > 0)
        excuse_caches(store, bins, found);
    leak_sort(found->findings, found->count);
    for (size_t i = 0; i < found->count; i++) {
        found->findings[i].has_since &= found->clock != LEAK_NO_CLOCK;
        found->counts[found->findings[i].verdict]++;
    }
}

/* So many leaks at once have a common cause: the machine was booted shortly before. */
static bool is_settling(const struct leaks *leaks)
{
    size_t changing = 0, flagged = leaks->counts[LEAK_CERTAIN] + leaks->counts[LEAK_PROBABLE];

    for (size_t i = 0; i < leaks->count; i++)
        changing += leaks->findings[i].reason != LEAK_CONSTANT;
    return flagged >= SETTLING_TAGS && (double)flagged > SETTLING_SHARE * (double)changing;
}

static size_t first_moment_from(const struct store *store, int64_t time_us)
{
    size_t m = 0;

    while (m < store_moments(store) && store_time(store, m) < time_us)
        m++;
    return m;
}

void leaks_find(const struct store *store, const struct leak_options *options, struct leaks *leaks)
{
    struct leak_bins bins;
    struct leaks found = {0};
    size_t since = 0;

    leak_bins_make(&bins, store, since);
    find_tags(store, options, &bins, &found);
    if (is_settling(&found) && found.span > SETTLED_SHARE * SETTLING_SECONDS) {
        int64_t skipped_us = (int64_t)SETTLING_SECONDS * SECOND_US;

        since = first_moment_from(store, store_time(store, 0) + skipped_us);
        leaks_free(&found);
        leak_bins_free(&bins);
        leak_bins_make(&bins, store, since);
        find_tags(store, options, &bins, &found);
        found.skipped_us = skipped_us;
    }
    found.is_settling = is_settling(&found);
    leak_tally(store, &bins, since, &found);
    leak_course_find(&bins, &found);
    leak_groups_find(&bins, &found);
    leak_outlook(store, &found);
    leak_bins_free(&bins);
    *leaks = found;
}
