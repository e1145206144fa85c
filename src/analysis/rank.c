#include "analysis/rank.h"

#include <stdlib.h>

#include "base/memory.h"
#include "model/tag.h"

/* A score is a double or an integer, by order: a double would lose the low bits of large tags. */
struct scored {
    size_t tag;
    struct text name;
    double real;
    amount exact;
};

double rank_percent(const struct tag_stats *s)
{
    amount growth = s->last_nonzero - s->first_nonzero;

    return growth ? (double)(growth * 100) / ((double)s->last_nonzero + 0.001) : 0;
}

static struct scored score_of(enum order order, size_t tag, const struct tag_stats *s)
{
    struct scored scored = {.tag = tag};

    switch (order) {
    case ORDER_PCT:
        scored.real = rank_percent(s);
        break;
    case ORDER_ABS:
        scored.exact = s->last_nonzero - s->first_nonzero;
        break;
    case ORDER_PEAK:
        scored.exact = s->peak;
        break;
    default:
        scored.real = stats_mean(s);
        break;
    }
    return scored;
}

static int by_score(const void *a, const void *b)
{
    const struct scored *x = a, *y = b;

    if (x->real != y->real)
        return x->real > y->real ? -1 : 1;
    if (x->exact != y->exact)
        return x->exact > y->exact ? -1 : 1;
    return text_compare(x->name, y->name);
}

static bool is_excluded(const struct rank_options *options, struct text name)
{
    for (size_t i = 0; i < options->exclude_count; i++)
        if (text_equal(options->exclude[i], name))
            return true;
    return text_equal(name, text_of(TAG_TOTAL));
}

static size_t *ranked_tags(const struct store *store, const struct tag_stats *stats, const struct rank_options *options,
                           size_t *count)
{
    size_t *tags = memory_new(store_tags(store), sizeof *tags);

    *count = 0;
    for (size_t tag = 0; tag < store_tags(store); tag++)
        if (stats[tag].seen && !is_excluded(options, store_tag_name(store, tag)))
            tags[(*count)++] = tag;
    return tags;
}

void rank_tags(const struct store *store, const struct tag_stats *stats, const struct rank_options *options,
               struct ranking out[ORDERS])
{
    size_t count;
    size_t *tags = ranked_tags(store, stats, options, &count);
    struct scored *scored = memory_new(count, sizeof *scored);

    for (int order = 0; order < ORDERS; order++) {
        struct ranking *r = &out[order];

        *r = (struct ranking){.wanted = options->count[order] > 0};
        if (!r->wanted)
            continue;
        for (size_t i = 0; i < count; i++) {
            scored[i] = score_of((enum order)order, tags[i], &stats[tags[i]]);
            scored[i].name = store_tag_name(store, tags[i]);
        }
        qsort(scored, count, sizeof *scored, by_score);
        r->count = (unsigned long long)options->count[order] < count ? (size_t)options->count[order] : count;
        r->tags = memory_new(r->count, sizeof *r->tags);
        for (size_t i = 0; i < r->count; i++)
            r->tags[i] = scored[i].tag;
    }
    free(scored);
    free(tags);
}

void rankings_free(struct ranking rankings[ORDERS])
{
    for (int order = 0; order < ORDERS; order++) {
        free(rankings[order].tags);
        rankings[order] = (struct ranking){0};
    }
}
