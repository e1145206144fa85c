#include "views/text/leaks_trace.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/quantity.h"
#include "model/tag.h"

#define TRACED_TAGS_MAX 4 // the most that xperf takes
#define WANTED_BLOCKS 20  // blocks of the first tag; with fewer, the stacks show little
#define SHORTEST_S 300
#define DAY_S (DAY_US / SECOND_US)
#define LONGEST_S DAY_S

struct pattern {
    char text[TAG_CHARACTERS + 1];
};

/* The tag as an argument of xperf: a question mark for characters that the command line or the list of tags cannot
 * hold. False: not a pool tag, or nothing but question marks. */
static bool pattern_of(struct text name, struct pattern *out)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.#$@";
    uint32_t bytes;
    bool has_plain = false;

    if (!tag_bytes(name, &bytes))
        return false;
    *out = (struct pattern){0};
    for (int i = 0; i < TAG_CHARACTERS; i++) {
        char c = (char)(bytes >> 8 * i & 0xFF);
        bool is_plain = c && strchr(plain, c);

        out->text[i] = is_plain ? c : '?';
        has_plain |= is_plain;
    }
    return has_plain;
}

/* Time until WANTED_BLOCKS have leaked, within limits. */
static unsigned wait_s(double blocks_a_day)
{
    double seconds = blocks_a_day > 0 ? WANTED_BLOCKS / blocks_a_day * (double)DAY_S : SHORTEST_S;

    return (unsigned)ceil(fmin(fmax(seconds, SHORTEST_S), LONGEST_S) / 60) * 60;
}

static void write_commands(struct buffer *out, const struct pattern *patterns, size_t count, double blocks_a_day)
{
    unsigned wait = wait_s(blocks_a_day);
    double blocks = blocks_a_day * wait / (double)DAY_S;

    buffer_add_string(
        out, "\nTo trace the allocations, run as administrator on the Windows machine while it leaks; this takes ");
    calendar_add_span(out, wait * SECOND_US);
    if (blocks >= 1) {
        buffer_printf(out, ", in which `%s` leaks about ", patterns[0].text);
        quantity_add(out, round(blocks), (struct quantity){0});
        buffer_add_string(out, " blocks");
    }
    buffer_add_string(out, " (`xperf` is part of the Windows Performance Toolkit):\n\n```bat\n"
                           "xperf -on PROC_THREAD+LOADER+POOL -stackwalk "
                           "PoolAlloc+PoolFree+PoolAllocSession+PoolFreeSession -PoolTag ");
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s%s", i ? "+" : "", patterns[i].text);
    buffer_printf(out, " -BufferSize 1024 -MaxBuffers 1024 -MaxFile 2048 -FileMode Circular\ntimeout /t %u\n", wait);
    buffer_add_string(out, "xperf -d pool.etl\n```\n\n"
                           "Then open pool.etl in Windows Performance Analyzer: in the pool graph, type AIFO has "
                           "the stacks of blocks that were allocated during the trace and not freed in it.\n");
}

void leaks_trace_write(struct buffer *out, const struct leaks_view *view)
{
    struct pattern patterns[TRACED_TAGS_MAX];
    double blocks_a_day = NAN; // of the first
    size_t count = 0;

    for (size_t i = 0; i < view->leaks->count && count < TRACED_TAGS_MAX; i++) {
        const struct leak_finding *f = &view->leaks->findings[i];

        if (!leak_is_flagged(f) || !pattern_of(store_tag_name(view->store, f->tag), &patterns[count]))
            continue;
        if (count++ == 0)
            blocks_a_day = f->rate[LEAK_COUNTS].mean;
    }
    if (count)
        write_commands(out, patterns, count, blocks_a_day);
}
