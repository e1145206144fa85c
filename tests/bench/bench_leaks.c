/* bench_leaks.c - measures the leak finder's accuracy on tags that are known to leak or not.
 *
 *     bench_leaks [TAGS [SEED ...]]      default: 1500 tags, seeds 21 to 23
 *
 * Generates captures of several shapes in memory (leak_families.c), with 3 % leaking tags, and prints for each shape:
 *   found       recall among findable leaks: at least 25 objects and twice the tag's noise
 *   right       precision: share of true leaks among tags called leak or probable
 *   false       false positives per capture; without tags whose daily cycle was seen for less than 30 hours, which
 *               cannot be distinguished from growth
 *   rate error  median relative error of the rate, of leaks found
 *   interval    how often it contained the true rate, with 5 % tolerance
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "base/warnings.h"
#include "leak_families.h"
#include "leaks/leak.h"

#define DAY 86400.0
#define LEAKING 0.03
#define FAMILIES_MAX 64

struct shape {
    const char *name;
    double interval, days;
    size_t boots;
    bool has_gaps;
};

static const struct shape shapes[] = {
    {"2 h every minute", 60, 2 / 24.0, 1, false}, {"10 in 60 h", 21600, 2.3, 1, false},
    {"2 d every 5 min", 300, 2, 1, false},        {"60 h, gaps", 900, 2.5, 1, true},
    {"7 d every 15 min", 900, 7, 1, false},       {"14 d, 3 boots", 900, 14, 3, true},
    {"30 d every hour", 3600, 30, 1, false},      {"90 d, 6 boots", 3600, 90, 6, false},
    {"180 d every 6 h", 21600, 180, 1, false},
};

#define SHAPES (sizeof shapes / sizeof *shapes)

/* Results of one capture or the sum of several. */
struct score {
    size_t captures, leaks, found, findable, right, wrong, excused, watched;
    double *errors; // owned; relative errors of rates
    size_t error_count, error_capacity;
    size_t held;
};

struct family_count {
    const char *name;
    size_t tags, called;
};

static struct moments make_moments(struct random *r, const struct shape *shape)
{
    size_t most = (size_t)(shape->days * DAY / shape->interval) + 1;
    struct moments m = {.seconds = memory_new(most, sizeof *m.seconds),
                        .up = memory_new(most, sizeof *m.up),
                        .boot = memory_new(most, sizeof *m.boot),
                        .span = shape->days * DAY,
                        .boot_count = shape->boots,
                        .start_hour = random_between(r, 0, 24),
                        .start_day = random_between(r, 0, 7)};
    static const double ups[] = {120, 1800, 5 * DAY, 20 * DAY};
    double boots[16], gap_at = random_part(r), up = shape->boots > 1 ? 120 : ups[random_below(r, 4)];

    boots[0] = -up;
    for (size_t b = 1; b < shape->boots; b++)
        boots[b] = m.span * ((double)b + random_between(r, -0.3, 0.3)) / (double)shape->boots;
    for (size_t i = 0, boot = 0; i < most; i++) {
        double at = rint((double)i * shape->interval + (shape->has_gaps ? random_part(r) * 0.2 * shape->interval : 0));
        double place = at / m.span;

        if (shape->has_gaps && (random_part(r) < 0.02 || (place > gap_at && place < gap_at + 0.04)))
            continue;
        while (boot + 1 < shape->boots && at >= boots[boot + 1])
            boot++;
        if (boot && at - boots[boot] < 120)
            continue;
        m.seconds[m.count] = at;
        m.up[m.count] = at - boots[boot];
        m.boot[m.count++] = boot;
    }
    return m;
}

static void free_moments(struct moments *m)
{
    free(m->seconds);
    free(m->up);
    free(m->boot);
}

static void put(struct store *store, const struct moments *m, const struct made_tag *tags, size_t count)
{
    unsigned known = COUNTER_BIT(NONPAGED_ALLOCS) | COUNTER_BIT(NONPAGED_FREES) | COUNTER_BIT(NONPAGED_BYTES);

    store_source(store, "made");
    for (size_t i = 0; i < m->count; i++) {
        int64_t utc_us = INT64_C(1767571200) * SECOND_US + (int64_t)(m->seconds[i] * 1e6);
        size_t moment =
            store_moment(store, utc_us, LOCAL_TIME_UNKNOWN,
                         known | COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(PAGED_FREES) | COUNTER_BIT(PAGED_BYTES));

        for (size_t t = 0; t < count; t++) {
            const struct made_tag *tag = &tags[t];
            struct pool_row row = {.known = known | COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(PAGED_FREES) |
                                            COUNTER_BIT(PAGED_BYTES)};
            char name[16];

            if (m->seconds[i] < tag->first || tag->allocs[i] == 0)
                continue;
            snprintf(name, sizeof name, "%04zu", t);
            row.value[NONPAGED_ALLOCS] = (int64_t)(uint32_t)tag->allocs[i];
            row.value[NONPAGED_FREES] = (int64_t)(uint32_t)(tag->allocs[i] - tag->live[i]);
            row.value[NONPAGED_BYTES] =
                (int64_t)((double)tag->live[i] * tag->size + (tag->is_leak ? tag->leak[i] * tag->extra_size : 0));
            store_put(store, moment, store_tag(store, text_of(name)), &row);
        }
    }
}

static void count_family(struct family_count *families, const struct made_tag *tag, bool called)
{
    size_t i = 0;

    while (families[i].name && strcmp(families[i].name, tag->family) != 0)
        i++;
    families[i].name = tag->family;
    families[i].tags++;
    families[i].called += called;
}

static void count_rate(struct score *score, const struct made_tag *tag, const struct leak_finding *f)
{
    const struct leak_rate *rate = &f->rate[LEAK_COUNTS];
    double allowed = 0.05 * tag->per_day;

    if (tag->extra_size > 0)
        return;
    ARRAY_RESERVE(score->errors, score->error_capacity, score->error_count + 1);
    score->errors[score->error_count++] = fabs(rate->mean - tag->per_day) / tag->per_day;
    score->held += rate->low - allowed <= tag->per_day && tag->per_day <= rate->high + allowed;
}

static void count_finding(struct score *score, const struct moments *m, const struct made_tag *tag,
                          const struct leak_finding *f, struct family_count *leaking, struct family_count *harmless)
{
    bool called = leak_is_flagged(f), is_findable = tag->leaked >= 25 && tag->leaked >= 2 * tag->noise;
    bool is_excused = tag->is_daily && m->span < 1.25 * DAY;

    score->watched += f->verdict == LEAK_WATCH;
    if (tag->is_leak) {
        score->leaks++;
        score->findable += is_findable;
        score->found += is_findable && called;
        score->right += called;
        if (called)
            count_rate(score, tag, f);
        if (is_findable)
            count_family(leaking, tag, called);
    } else if (called && is_excused) {
        score->excused++;
    } else {
        score->wrong += called;
        count_family(harmless, tag, called);
    }
}

static void metric(const struct shape *shape, size_t seed, size_t count, struct score *score,
                   struct family_count *leaking, struct family_count *harmless)
{
    struct random r = {seed * 1000003 + (uint64_t)(shape - shapes)};
    struct moments m = make_moments(&r, shape);
    struct made_tag *tags = memory_new(count, sizeof *tags);
    struct store *store = store_new();
    struct warnings warnings = {0};
    struct leaks leaks;

    for (size_t t = 0; t < count; t++) {
        bool is_leak = (double)t < LEAKING * (double)count;

        make_tag(&r, &m, is_leak, is_leak && t % 5 == 4 ? &tags[t - 1] : NULL, &tags[t]);
    }
    put(store, &m, tags, count);
    store_finish(store, STORE_ALL_TIME, &warnings);
    leaks_find(store, &(struct leak_options){0}, &leaks);
    score->captures++;
    for (size_t i = 0; i < leaks.count; i++) {
        struct text name = store_tag_name(store, leaks.findings[i].tag);
        size_t t = 0;

        for (size_t k = 0; k < name.length; k++)
            t = 10 * t + (size_t)(name.data[k] - '0');

        count_finding(score, &m, &tags[t], &leaks.findings[i], leaking, harmless);
    }
    leaks_free(&leaks);
    warnings_free(&warnings);
    store_free(store);
    for (size_t t = 0; t < count; t++)
        made_tag_free(&tags[t]);
    free(tags);
    free_moments(&m);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void print_score(const char *name, struct score *s)
{
    double captures = (double)(s->captures ? s->captures : 1);

    qsort(s->errors, s->error_count, sizeof *s->errors, by_value);
    printf("%-18s %4zu of %4zu   %.2f   %.2f   %5.1f   %5.1f %%   %.2f   %5.0f\n", name, s->found, s->findable,
           (double)s->found / (double)(s->findable ? s->findable : 1),
           (double)s->right / (double)(s->right + s->wrong ? s->right + s->wrong : 1), (double)s->wrong / captures,
           s->error_count ? 100 * s->errors[s->error_count / 2] : 0,
           (double)s->held / (double)(s->error_count ? s->error_count : 1), (double)s->watched / captures);
    fflush(stdout);
}

static void add_score(struct score *all, const struct score *one)
{
    all->captures += one->captures;
    all->leaks += one->leaks;
    all->found += one->found;
    all->findable += one->findable;
    all->right += one->right;
    all->wrong += one->wrong;
    all->excused += one->excused;
    all->watched += one->watched;
    all->held += one->held;
    ARRAY_RESERVE(all->errors, all->error_capacity, all->error_count + one->error_count);
    for (size_t i = 0; i < one->error_count; i++)
        all->errors[all->error_count++] = one->errors[i];
}

static void print_families(const char *title, const struct family_count *families)
{
    printf("%s:", title);
    for (size_t i = 0; families[i].name; i++)
        printf("%s %s %zu of %zu", i ? "," : "", families[i].name, families[i].called, families[i].tags);
    printf("\n");
}

int main(int argc, char **argv)
{
    static char *usual[] = {"21", "22", "23"};
    size_t count = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 1500;
    char **seeds = argc > 2 ? argv + 2 : usual;
    size_t seed_count = argc > 2 ? (size_t)argc - 2 : 3;
    struct family_count leaking[FAMILIES_MAX] = {{0}}, harmless[FAMILIES_MAX] = {{0}};
    struct score all = {0};

    if (count < 100 || count > 9999) {
        fprintf(stderr, "usage: bench_leaks [TAGS [SEED ...]], TAGS from 100 to 9999\n");
        return 2;
    }
    printf("%zu tags, 3 %% of them leaking, %zu capture%s a shape\n\n", count, seed_count, seed_count == 1 ? "" : "s");
    printf("shape                     found          right   false   rate off   held   watch\n");
    for (size_t s = 0; s < SHAPES; s++) {
        struct score one = {0};

        for (size_t i = 0; i < seed_count; i++)
            metric(&shapes[s], (size_t)strtoul(seeds[i], NULL, 10), count, &one, leaking, harmless);
        print_score(shapes[s].name, &one);
        add_score(&all, &one);
        free(one.errors);
    }
    print_score("all", &all);
    printf("\n%zu more were called that have a daily cycle of which less than 30 hours were seen.\n", all.excused);
    print_families("found of the leaks", leaking);
    print_families("called, though harmless", harmless);
    free(all.errors);
    return 0;
}
