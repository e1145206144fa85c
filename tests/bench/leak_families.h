/* leak_families.h - synthetic tags of which it is known whether they leak: what bench_leaks metrics the finder with.
 *
 *     live(t) = level(t) + c x queue(t) + leak(t)       all whole numbers
 *
 * The queue holds blocks that come at random, as many as the load asks for, and live for a random time: noise that follows
 * itself as a real tag's does. Levels are caches that fill, tables that double, steps, saw teeth. The finder knows none
 * of this.
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
double random_between(struct random *r, double low, double high); // evenly
double random_scale(struct random *r, double low, double high);   // evenly in the logarithm
double random_poisson(struct random *r, double mean);
size_t random_below(struct random *r, size_t n);

/* When the snapshots are. */
struct moments {
    size_t count, boot_count;
    double *seconds; // owned; from the first
    double *up;      // owned; since the boot
    size_t *boot;    // owned
    double span;
    double start_hour, start_day; // of the week
};

struct made_tag {
    const char *family;
    bool is_leak, is_daily; // daily: less than a day and a quarter of it looks like growth to anyone
    double leaked;          // objects, in all boots
    double per_day;         // of the time it leaked in
    double noise;           // standard deviation of what is no leak
    double size;            // bytes a block
    double extra_size;      // bytes that a leaked object has more, where only bytes leak
    double first;           // seconds: not there before
    int64_t *live, *allocs; // owned; by moment
    double *leak;           // owned; objects that have leaked so far in the boot
};

/* `like`: the leak of the tag before, for a pair that leaks together, or NULL. */
void make_tag(struct random *r, const struct moments *m, bool is_leak, const struct made_tag *like,
              struct made_tag *out);
void made_tag_free(struct made_tag *tag);

#endif
