#include "leak_families.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define DAY 86400.0
#define PI 3.14159265358979323846

/* Splitmix64: works with any seed. */
static uint64_t next(struct random *r)
{
    uint64_t x = r->state += UINT64_C(0x9e3779b97f4a7c15);

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

double random_part(struct random *r)
{
    return (double)(next(r) >> 11) / 9007199254740992.0;
}

double random_between(struct random *r, double low, double high)
{
    return low + (high - low) * random_part(r);
}

double random_scale(struct random *r, double low, double high)
{
    return low * pow(high / low, random_part(r));
}

size_t random_below(struct random *r, size_t n)
{
    return (size_t)(random_part(r) * (double)n);
}

static double normal(struct random *r)
{
    return sqrt(-2 * log(1 - random_part(r))) * cos(2 * PI * random_part(r));
}

double random_poisson(struct random *r, double mean)
{
    double limit = exp(-mean), product = 1, count = -1;

    if (!(mean > 0))
        return 0;
    if (mean > 60)
        return fmax(0, rint(mean + sqrt(mean) * normal(r)));
    for (; product > limit || count < 0; count++)
        product *= random_part(r);
    return count;
}

/* Binomial: how many of `n` survive, each with this probability. */
static double survivors(struct random *r, double n, double chance)
{
    double count = 0;

    if (n * chance > 60 && n * (1 - chance) > 60)
        return fmin(n, fmax(0, rint(n * chance + sqrt(n * chance * (1 - chance)) * normal(r))));
    if (n > 200)
        return chance < 0.5 ? fmin(n, random_poisson(r, n * chance)) : n - fmin(n, random_poisson(r, n * (1 - chance)));
    for (double i = 0; i < n; i++)
        count += random_part(r) < chance;
    return count;
}

/* Output of a family, by moment; preset to 0 or 1. */
struct making {
    struct random *r;
    const struct moments *m;
    struct made_tag *tag;
    double *load;  // of the queue; 1 is normal
    double *level; // blocks
    double *rate;  // of the leak; 1 is normal, 0 none
    double base;   // typical number of blocks
    double life;   // seconds a block lives in the queue
    double boot_span;
    bool is_quiet; // small queue: the level dominates
    bool in_batches;
};

static double hour_of(const struct moments *m, size_t i)
{
    return fmod(m->seconds[i] / 3600 + m->start_hour, 24);
}

static double office(const struct moments *m, size_t i)
{
    double hour = hour_of(m, i), day = fmod(m->seconds[i] / DAY + m->start_day, 7);

    return (day < 5 ? 1 : 0.2) / (1 + exp(-(hour - 8))) / (1 + exp(hour - 18));
}

/* The families. `u`: elapsed fraction of the capture; `v`: of a typical boot. */
static void steady(struct making *k)
{
    (void)k;
}

static void constant(struct making *k)
{
    for (size_t i = 0; i < k->m->count; i++) {
        k->load[i] = 0;
        k->level[i] = k->base;
    }
}

static void rare(struct making *k)
{
    k->base = random_between(k->r, 0.1, 3);
    k->life = random_scale(k->r, 60, k->m->span / 20);
}

static void slow(struct making *k)
{
    k->life = random_scale(k->r, k->boot_span / 80, k->boot_span / 10);
}

static void daily(struct making *k)
{
    double swing = random_scale(k->r, 0.2, 2), phase = random_between(k->r, -2, 2);

    k->tag->is_daily = true;
    for (size_t i = 0; i < k->m->count; i++)
        k->load[i] = 0.4 + swing * (1 - cos(2 * PI * (hour_of(k->m, i) + phase) / 24));
}

static void offices(struct making *k)
{
    double swing = random_scale(k->r, 0.3, 3);

    k->tag->is_daily = true;
    for (size_t i = 0; i < k->m->count; i++)
        k->load[i] = 0.3 + swing * office(k->m, i);
}

static void load_grows(struct making *k)
{
    double end = random_between(k->r, 0.5, 1), more = random_scale(k->r, 0.1, 2);

    for (size_t i = 0; i < k->m->count; i++)
        k->load[i] = 1 + more * fmin(1, k->m->seconds[i] / k->m->span / end);
}

static void warm_up(struct making *k)
{
    double time = random_scale(k->r, k->boot_span / 100, k->boot_span / 6);

    for (size_t i = 0; i < k->m->count; i++)
        k->level[i] += k->base * (1 - exp(-k->m->up[i] / time));
}

static void fills(struct making *k)
{
    double time = random_between(k->r, 0.05, 0.6) * k->boot_span;

    k->is_quiet = true;
    for (size_t i = 0; i < k->m->count; i++)
        k->level[i] += k->base * fmin(1, k->m->up[i] / time);
}

/* New keys become rare once most are cached: their number grows as a power of time. */
static void power_cache(struct making *k)
{
    double power = random_between(k->r, 0.25, 0.75), noise = random_scale(k->r, 0.001, 0.02), wander = 0;

    k->is_quiet = true;
    for (size_t i = 0; i < k->m->count; i++) {
        wander = 0.9 * wander + noise * normal(k->r);
        k->level[i] += k->base * pow(k->m->up[i] / k->boot_span, power) * (1 + wander);
    }
}

static void power_cache_by_day(struct making *k)
{
    double power = random_between(k->r, 0.3, 0.7), work = 0, share = random_between(k->r, 0.1, 0.6);

    k->is_quiet = true;
    for (size_t i = 0; i < k->m->count; i++) {
        bool is_new = i == 0 || k->m->boot[i] != k->m->boot[i - 1];

        work = is_new ? k->m->up[i] : work + (k->m->seconds[i] - k->m->seconds[i - 1]) * (share + office(k->m, i));
        k->level[i] += k->base * pow(work / k->boot_span, power);
    }
}

static void log_cache(struct making *k)
{
    double time = random_scale(k->r, k->boot_span / 300, k->boot_span / 15);

    k->is_quiet = true;
    for (size_t i = 0; i < k->m->count; i++)
        k->level[i] += k->base * log1p(k->m->up[i] / time) / log1p(k->boot_span / time);
}

static void doubles(struct making *k)
{
    double first = random_between(k->r, 0.01, 0.06) * k->boot_span, factor = random_between(k->r, 1.8, 3);

    k->is_quiet = true;
    for (size_t i = 0; i < k->m->count; i++)
        for (double at = first, size = k->base / 10; at < k->m->up[i]; at *= factor, size *= 1.6)
            k->level[i] += size;
}

static void steps(struct making *k)
{
    size_t count = 1 + random_below(k->r, 6);

    for (size_t s = 0; s < count; s++) {
        double at = random_between(k->r, 0.02, 0.98) * k->m->span, by = random_scale(k->r, 0.1, 1.2) * k->base;

        by = random_part(k->r) < 0.35 ? -by : by;
        for (size_t i = 0; i < k->m->count; i++)
            k->level[i] += k->m->seconds[i] >= at ? by : 0;
    }
}

static void ramp(struct making *k)
{
    double at = random_between(k->r, 0.05, 0.75), time = random_between(k->r, 0.03, 0.2),
           by = random_scale(k->r, 0.1, 2);

    for (size_t i = 0; i < k->m->count; i++)
        k->level[i] += k->base * by * fmin(1, fmax(0, (k->m->seconds[i] / k->m->span - at) / time));
}

static void bursts(struct making *k)
{
    size_t count = 2 + random_below(k->r, 12);

    for (size_t s = 0; s < count; s++) {
        double at = random_part(k->r) * k->m->span, time = random_scale(k->r, k->m->span / 1000, k->m->span / 30);
        double by = random_scale(k->r, 0.5, 15);

        for (size_t i = 0; i < k->m->count; i++)
            k->load[i] += k->m->seconds[i] >= at ? by * exp(-(k->m->seconds[i] - at) / time) : 0;
    }
}

static void saw(struct making *k)
{
    double period = random_part(k->r) < 0.4 ? DAY : random_scale(k->r, k->boot_span / 40, k->boot_span / 5);
    double phase = random_part(k->r), top = k->base, last = -1;

    k->tag->is_daily = period > k->m->span / 1.5;
    k->is_quiet = true;
    for (size_t i = 0; i < k->m->count; i++) {
        double at = k->m->seconds[i] / period + phase;

        if (floor(at) != last)
            top = k->base * fmax(0.2, 1 + 0.15 * normal(k->r));
        last = floor(at);
        k->level[i] += top * (at - last);
    }
}

/* Fills, and is trimmed when memory is low. */
static void trimmed(struct making *k)
{
    double time = random_scale(k->r, k->boot_span / 50, k->boot_span / 6), now = random_part(k->r);
    double chance = random_between(k->r, 3, 12) / k->m->span;

    k->is_quiet = true;
    for (size_t i = 0; i < k->m->count; i++) {
        double past = i ? k->m->seconds[i] - k->m->seconds[i - 1] : 0;

        if (i && k->m->boot[i] != k->m->boot[i - 1])
            now = 0;
        if (random_part(k->r) < chance * past)
            now *= random_between(k->r, 0.2, 0.7);
        now += (1 - now) * (1 - exp(-past / time));
        k->level[i] += k->base * now;
    }
}

static void wanders(struct making *k)
{
    double now = random_part(k->r), step = random_scale(k->r, 0.3, 2) / sqrt(k->m->span);

    k->is_quiet = true;
    for (size_t i = 1; i < k->m->count; i++) {
        now += step * sqrt(k->m->seconds[i] - k->m->seconds[i - 1]) * normal(k->r);
        now = fabs(now);
        now = now > 1 ? fmax(0, 2 - now) : now;
        k->level[i] += k->base * (0.2 + now);
    }
    k->level[0] += k->base * 0.5;
}

static void hump(struct making *k)
{
    double at = random_between(k->r, 0.2, 0.6), width = random_between(k->r, 0.05, 0.18),
           by = random_scale(k->r, 0.2, 4);

    for (size_t i = 0; i < k->m->count; i++) {
        double u = (k->m->seconds[i] / k->m->span - at) / width;

        k->load[i] += by * exp(-u * u / 2);
    }
}

static void late(struct making *k)
{
    k->tag->first = random_between(k->r, 0.1, 0.7) * k->m->span;
}

static void declines(struct making *k)
{
    double by = random_between(k->r, 0.1, 0.9);

    for (size_t i = 0; i < k->m->count; i++)
        k->load[i] = 1 - by * k->m->seconds[i] / k->m->span;
}

static void begins_late(struct making *k)
{
    double at = random_between(k->r, 0.15, 0.5) * k->m->span;

    for (size_t i = 0; i < k->m->count; i++)
        k->rate[i] = k->m->seconds[i] >= at;
}

static void by_office(struct making *k)
{
    offices(k);
    k->tag->is_daily = false;
    for (size_t i = 0; i < k->m->count; i++)
        k->rate[i] = 0.1 + office(k->m, i);
}

static void in_batches(struct making *k)
{
    k->in_batches = true;
}

static void on_flat(struct making *k)
{
    constant(k);
}

static void in_steps(struct making *k)
{
    double at = random_between(k->r, 0.1, 0.9) * k->m->span, by = random_scale(k->r, 0.1, 1) * k->base;

    for (size_t i = 0; i < k->m->count; i++)
        k->level[i] += k->m->seconds[i] >= at ? by : 0;
}

static void bytes_only(struct making *k)
{
    constant(k);
    k->tag->extra_size = 1;
}

struct family {
    const char *name;
    double weight;
    void (*make)(struct making *making);
};

static const struct family harmless[] = {
    {"constant", 20, constant},
    {"noise", 9, steady},
    {"slow noise", 6, slow},
    {"rare", 8, rare},
    {"by day", 6, daily},
    {"by office hours", 6, offices},
    {"load grows", 4, load_grows},
    {"warm-up", 5, warm_up},
    {"fills up", 4, fills},
    {"power cache", 5, power_cache},
    {"power by day", 3, power_cache_by_day},
    {"log cache", 4, log_cache},
    {"doubles", 3, doubles},
    {"steps", 6, steps},
    {"ramp", 3, ramp},
    {"bursts", 5, bursts},
    {"saw", 5, saw},
    {"trimmed", 5, trimmed},
    {"wanders", 4, wanders},
    {"hump", 3, hump},
    {"late", 4, late},
    {"declines", 3, declines},
};

static const struct family leaking[] = {
    {"steady", 4, steady},
    {"on flat", 2, on_flat},
    {"in slow noise", 1, slow},
    {"beside day", 2, daily},
    {"by office", 2, by_office},
    {"batches", 2, in_batches},
    {"begins late", 2, begins_late},
    {"after warm-up", 2, warm_up},
    {"beside saw", 1, saw},
    {"with a step", 1, in_steps},
    {"new tag", 1, late},
    {"bytes only", 1, bytes_only},
    {"while declining", 1, declines},
};

static const struct family *pick(struct random *r, const struct family *families, size_t count)
{
    double sum = 0, at;

    for (size_t i = 0; i < count; i++)
        sum += families[i].weight;
    at = random_part(r) * sum;
    for (size_t i = 0; i + 1 < count; i++) {
        at -= families[i].weight;
        if (at < 0)
            return &families[i];
    }
    return &families[count - 1];
}

/* Length of the queue by moment; its arrivals are added to `allocs`. */
static void run_queue(struct making *k, double c, double *queue, double *allocs)
{
    const struct moments *m = k->m;
    double usual = k->base / c * (k->is_quiet ? 0.02 : 1), now = 0;

    for (size_t i = 0; i < m->count; i++) {
        bool is_new = i == 0 || m->boot[i] != m->boot[i - 1];
        double past = is_new ? 0 : m->seconds[i] - m->seconds[i - 1], stay = exp(-past / k->life);
        double mean = usual * k->load[i] * (1 - 0.6 * exp(-m->up[i] / 900));

        if (m->seconds[i] < k->tag->first)
            continue;
        if (is_new || now < 0) {
            now = random_poisson(k->r, mean);
        } else {
            double come = random_poisson(k->r, mean * (1 - stay));

            now = survivors(k->r, now, stay) + come;
            allocs[i] += c * fmax(come, random_poisson(k->r, mean * past / k->life));
        }
        queue[i] = c * now;
    }
}

static double deviation(const struct making *k, const double *queue)
{
    double mean = 0, squares = 0, n = 0;

    for (size_t i = 0; i < k->m->count; i++)
        if (k->m->seconds[i] >= k->tag->first) {
            mean += queue[i];
            n++;
        }
    mean /= fmax(n, 1);
    for (size_t i = 0; i < k->m->count; i++)
        if (k->m->seconds[i] >= k->tag->first)
            squares += (queue[i] - mean) * (queue[i] - mean);
    return sqrt(squares / fmax(n, 1));
}

static void leak(struct making *k, double wanted, const struct made_tag *like)
{
    const struct moments *m = k->m;
    struct made_tag *tag = k->tag;
    double sum = 0, now = 0, time = 0, batches = 10 + (double)random_below(k->r, 50);

    for (size_t i = 1; i < m->count; i++)
        if (m->boot[i] == m->boot[i - 1] && m->seconds[i] >= tag->first)
            sum += k->rate[i] * (m->seconds[i] - m->seconds[i - 1]);
    for (size_t i = 1; i < m->count; i++) {
        double past = m->seconds[i] - m->seconds[i - 1], mean = wanted * k->rate[i] * past / fmax(sum, 1);

        if (m->boot[i] != m->boot[i - 1])
            now = 0;
        else if (like)
            now += like->leak[i] - like->leak[i - 1];
        else if (m->seconds[i] < tag->first)
            continue;
        else if (k->in_batches)
            now += rint(wanted / batches) * random_poisson(k->r, mean / fmax(wanted / batches, 1));
        else
            now += random_poisson(k->r, mean);
        if (m->boot[i] == m->boot[i - 1]) {
            tag->leaked += now - tag->leak[i - 1];
            time += m->seconds[i] >= tag->first && k->rate[i] > 0 ? past : 0;
        }
        tag->leak[i] = now;
    }
    tag->per_day = tag->leaked / fmax(time, 1) * DAY;
}

void make_tag(struct random *r, const struct moments *m, bool is_leak, const struct made_tag *like,
              struct made_tag *out)
{
    static const double over_noise[] = {0.5, 1, 2, 5, 10, 30, 100, 300};
    const struct family *family = is_leak ? pick(r, leaking, sizeof leaking / sizeof *leaking)
                                          : pick(r, harmless, sizeof harmless / sizeof *harmless);
    double *room = memory_new(5, m->count * sizeof *room), *queue = room + 3 * m->count, *allocs = room + 4 * m->count;
    double c = random_part(r) < 0.6 ? 1 : 1 + (double)random_below(r, 20), churn = random_scale(r, 1e-4, 2), told = 0;
    struct made_tag tag = {.family = family->name, .is_leak = is_leak};
    struct making k = {
        .r = r, .m = m, .tag = &tag, .load = room, .level = room + m->count, .rate = room + 2 * m->count};

    k.base = rint(random_scale(r, 4, 3e4));
    k.life = random_scale(r, 20, fmax(60, m->span / 300));
    k.boot_span = m->span / (double)m->boot_count;
    for (size_t i = 0; i < m->count; i++)
        k.load[i] = k.rate[i] = 1;
    tag.live = memory_new(m->count, sizeof *tag.live);
    tag.allocs = memory_new(m->count, sizeof *tag.allocs);
    tag.leak = memory_new(m->count, sizeof *tag.leak);
    tag.size = 16 * ceil(random_scale(r, 16, 4096) / 16);
    family->make(&k);
    run_queue(&k, c, queue, allocs);
    tag.noise = deviation(&k, queue);
    if (is_leak)
        leak(&k, fmax(8, over_noise[random_below(r, 8)] * fmax(tag.noise, 2)), like);
    tag.extra_size *= 64;
    for (size_t i = 0; i < m->count; i++) {
        bool is_new = i == 0 || m->boot[i] != m->boot[i - 1];
        double grown = is_new ? 0 : random_poisson(r, churn * (m->seconds[i] - m->seconds[i - 1]));

        if (m->seconds[i] < tag.first)
            continue;
        tag.live[i] = (int64_t)(floor(fmax(0, k.level[i])) + queue[i] + (tag.extra_size > 0 ? 0 : tag.leak[i]));
        told = is_new ? (double)tag.live[i] + floor(churn * m->up[i])
                      : told + fmax(allocs[i] + grown, (double)(tag.live[i] - tag.live[i - 1]));
        tag.allocs[i] = (int64_t)told;
    }
    free(room);
    *out = tag;
}

void made_tag_free(struct made_tag *tag)
{
    free(tag->live);
    free(tag->allocs);
    free(tag->leak);
    *tag = (struct made_tag){0};
}
