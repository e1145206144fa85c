/* leak_families.h - synthetic tags that are known to leak or not; input of bench_leaks.
 *
 *     live(t) = level(t) + c x queue(t) + leak(t)       all integers
 *
 * The queue holds blocks that arrive at random, at a rate set by the load, and live for a random time: autocorrelated
 * noise as in real tags. Levels are filling caches, doubling tables, steps, sawtooth. The leak finder shares no
 * code with it.
 */
#ifndef BENCH_LEAK_FAMILIES_H
#define BENCH_LEAK_FAMILIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

double random_part(struct random *r);                             // 0 to 1
double random_between(struct random *r, double low, double high); // uniform
double random_scale(struct random *r, double low, double high);   // log-uniform
double random_poisson(struct random *r, double mean);
size_t random_below(struct random *r, size_t n);

/* Times of the snapshots. */
struct moments {
    size_t count, boot_count;
    double *seconds; // owned; since the first one
    double *up;      // owned; uptime
    size_t *boot;    // owned
    double span;
    double start_hour, start_day; // of the week
};

struct made_tag {
    const char *family;
    bool is_leak, is_daily; // daily cycle: less than 30 hours of it cannot be distinguished from growth
    double leaked;          // objects, sum of all boots
    double per_day;         // rate while it leaked
    double noise;           // standard deviation without the leak
    double size;            // bytes per block
    double extra_size;      // extra bytes of a leaked object, where only bytes leak
    double first;           // seconds: when the tag first appears
    int64_t *live, *allocs; // owned; by moment
    double *leak;           // owned; objects leaked since the boot
};

/* `like`: the previous tag, for a pair that leaks together, or NULL. */
void make_tag(struct random *r, const struct moments *m, bool is_leak, const struct made_tag *like,
              struct made_tag *out);
void made_tag_free(struct made_tag *tag);

#endif
