#include "report/leaks_not_called.h"

#include <math.h>

#include "base/quantity.h"
#include "model/tag.h"
#include "report/leaks_reasons.h"
#include "report/leaks_words.h"

#define PAGE_BYTES 4096   // least gain where blocks are unknown
#define OF_FIRST_MIN 0.1  // gain / first, for the largest gain of bytes
#define OF_GROWTH_MIN .01 // of all growth, likewise
#define DOUBLED 1         // gain / first, for the others
#define EVEN 0.5          // of a line: rate at the end / rate at first, at least; largest jump / gain, at most

static enum leak_quantity quantity_of(const struct leak_finding *f)
{
    return f->gain.is_known[LEAK_COUNTS] ? LEAK_COUNTS : LEAK_BYTES;
}

/* Blocks, or bytes where these are unknown, that are worth a word. */
static double least_of(const struct leak_finding *f)
{
    return quantity_of(f) == LEAK_COUNTS ? LEAK_OBJECTS_WANTED : PAGE_BYTES;
}

/* In the last boot, which is shown. */
static double gain_of(const struct leak_finding *f, enum leak_quantity quantity)
{
    return f->gain.last[quantity] - f->gain.boot_first[quantity];
}

/* Gain / first level. Of a tag that had less than is worth a word, it is compared with that. */
static double proportion_of(const struct leak_finding *f)
{
    return gain_of(f, quantity_of(f)) / fmax(f->gain.boot_first[quantity_of(f)], least_of(f));
}

static bool is_candidate(const struct leak_finding *f, bool all)
{
    return !leak_is_flagged(f) && !(all && f->verdict == LEAK_WATCH) && gain_of(f, quantity_of(f)) >= least_of(f);
}

/* Grows as a leak may, with neither a jump nor a bend that explains it at once. */
static bool is_line(const struct leak_finding *f)
{
    const struct leak_course *c = &f->course;

    return c->early > 0 && c->late >= EVEN * c->early && c->jump <= EVEN * gain_of(f, f->leading);
}

static bool contains(const size_t *found, size_t count, size_t i)
{
    for (size_t k = 0; k < count; k++)
        if (found[k] == i)
            return true;
    return false;
}

/* SIZE_MAX: none. */
static size_t largest_gain(const struct leaks *leaks, bool all)
{
    size_t best = SIZE_MAX;
    double most = OF_GROWTH_MIN * leaks->total_gain;

    for (size_t i = 0; i < leaks->count; i++) {
        const struct leak_finding *f = &leaks->findings[i];
        double gain = f->gain.is_known[LEAK_BYTES] ? f->gain.gain[LEAK_BYTES] : 0;

        if (!is_candidate(f, all) || !(gain > most) || proportion_of(f) < OF_FIRST_MIN)
            continue;
        best = i;
        most = gain;
    }
    return best;
}

/* Besides those found already. Along a line before others: caches that fill after a boot grow by thousands of percent,
 * and would crowd them out. */
static size_t largest_proportion(const struct leaks *leaks, bool all, const size_t *found, size_t count)
{
    size_t best = SIZE_MAX;
    double most = 0;
    bool best_is_line = false;

    for (size_t i = 0; i < leaks->count; i++) {
        const struct leak_finding *f = &leaks->findings[i];
        double proportion = proportion_of(f);

        if (!is_candidate(f, all) || contains(found, count, i) || proportion < DOUBLED)
            continue;
        if (is_line(f) == best_is_line ? !(proportion > most) : best_is_line)
            continue;
        best = i;
        most = proportion;
        best_is_line = is_line(f);
    }
    return best;
}

size_t leaks_not_called(const struct leaks *leaks, bool all, size_t found[NOT_CALLED_MAX])
{
    size_t count = 0, next = leaks->so_far.snapshots ? SIZE_MAX : largest_gain(leaks, all);

    if (leaks->so_far.snapshots)
        return 0;
    if (next != SIZE_MAX)
        found[count++] = next;
    while (count < NOT_CALLED_MAX && (next = largest_proportion(leaks, all, found, count)) != SIZE_MAX)
        found[count++] = next;
    return count;
}

void leaks_add_not_called(struct buffer *b, const struct leaks_view *view, const struct leak_finding *f)
{
    tag_add_shown(b, store_tag_name(view->store, f->tag));
    buffer_add_char(b, ' ');
    leaks_add_change(b, view->leaks, f, quantity_of(f));
    if (quantity_of(f) == LEAK_COUNTS && f->gain.is_known[LEAK_BYTES]) {
        buffer_add_string(b, ", ");
        quantity_add(b, f->gain.gain[LEAK_BYTES], (struct quantity){.is_bytes = true, .is_signed = true});
    }
    buffer_add_string(b, ": ");
    leaks_add_reason(b, view, f);
}
