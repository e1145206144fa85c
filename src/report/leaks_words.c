#include "report/leaks_words.h"

#include <ctype.h>
#include <math.h>

#include "base/calendar.h"
#include "base/quantity.h"
#include "model/tag.h"
#include "report/leaks_reasons.h"
#include "report/leaks_units.h"

#define WHOLE 0.005 // ratios this close to whole numbers are shown as such

const char *leaks_verdict_word(enum leak_verdict verdict)
{
    static const char *const words[] = {"quiet", "SHORT", "WATCH", "PROBABLE", "LEAK"};

    return words[verdict];
}

void leaks_add_freed(struct buffer *b, const struct leak_gain *gain)
{
    double percent = leak_freed_percent(gain);

    if (isnan(percent))
        buffer_add_char(b, '-');
    else if (percent == 0 || percent >= 100)
        buffer_printf(b, "%.0f %%", percent);
    else
        buffer_printf(b, "%.1f %%", fmin(percent, 99.9)); // 100 % only where all was freed
}

void leaks_add_per_block(struct buffer *b, const struct leak_gain *gain)
{
    quantity_add(b, leak_bytes_per_block(gain), (struct quantity){0});
}

/* " (+307 %)" */
static void add_percent(struct buffer *b, double first, double last)
{
    double percent = 100 * (last - first) / first;

    if (!(first > 0)) {
        buffer_add_string(b, last > 0 ? " (new)" : "");
        return;
    }
    buffer_add_string(b, " (");
    if (fabs(percent) < 9.95)
        buffer_printf(b, "%+.1f", percent);
    else
        quantity_add(b, percent, (struct quantity){.is_signed = true});
    buffer_add_string(b, " %)");
}

void leaks_add_change(struct buffer *b, const struct leaks *leaks, const struct leak_finding *f,
                      enum leak_quantity quantity)
{
    const struct leak_gain *g = &f->gain;
    struct quantity level = {.is_bytes = quantity == LEAK_BYTES}, gain = level;
    double first = g->boot_first[quantity];

    quantity_add(b, first, level);
    buffer_add_string(b, " -> ");
    quantity_add(b, g->last[quantity], level);
    add_percent(b, first, g->last[quantity]);
    if (leaks->boots_used < 2)
        return;
    gain.is_signed = true;
    buffer_add_string(b, " in the last boot, ");
    quantity_add(b, g->gain[quantity], gain);
    buffer_printf(b, " in %zu boots", leaks->boots_used);
}

/* "blocks 1,994 -> 8,114 (+307 %)". False: nothing is known. */
static bool add_what(struct buffer *b, const struct leaks *leaks, const struct leak_finding *f)
{
    if (!f->gain.is_known[f->leading])
        return false;
    buffer_add_string(b, f->leading == LEAK_BYTES ? "bytes " : "blocks ");
    leaks_add_change(b, leaks, f, f->leading);
    return true;
}

static void add_growth(struct buffer *b, const struct leaks *leaks, const struct leak_finding *f)
{
    enum leak_quantity other = f->leading == LEAK_BYTES ? LEAK_COUNTS : LEAK_BYTES;

    buffer_add_string(b, add_what(b, leaks, f) ? ": " : "");
    leaks_add_rate(b, leaks, &f->rate[f->leading], f->leading);
    if (leaks->known[other] && f->rate[other].mean > 0) {
        buffer_add_string(b, ", ");
        leaks_add_pace(b, leaks, f->rate[other].mean, other, other == LEAK_BYTES ? " " : " blocks ");
    }
    buffer_add_string(b, ", over ");
    calendar_add_span(b, (int64_t)(f->seconds * (double)SECOND_US));
}

static void add_reboots(struct buffer *b, const struct leak_finding *f)
{
    if (f->reboots == 0)
        return;
    if (f->reboots == 1)
        buffer_add_string(b, f->fell_back ? ", fell back at the reboot" : ", hardly fell back at the reboot");
    else if (f->fell_back == f->reboots)
        buffer_printf(b, ", fell back at each of %zu reboots", f->reboots);
    else
        buffer_printf(b, ", fell back at %zu of %zu reboots", f->fell_back, f->reboots);
}

static bool is_of_processes(struct text name)
{
    static const char *const names[] = {"task_struct", "vm_area_struct", "anon_vma", "anon_vma_chain", "mm_struct",
                                        "maple_node",  "signal_cache",   "pid",      "Proc",           "Thre"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal(name, text_of(names[i])))
            return true;
    return false;
}

/* ", after taking out process activity (task_struct, vm_area_struct)". */
static void add_shared(struct buffer *b, const struct leaks_view *view, const struct leak_finding *f)
{
    bool of_processes = false;

    if (f->shared_count == 0)
        return;
    for (size_t i = 0; i < f->shared_count; i++)
        of_processes |= is_of_processes(store_tag_name(view->store, f->shared[i]));
    buffer_add_string(b,
                      of_processes ? ", after taking out process activity (" : ", after taking out other activity (");
    for (size_t i = 0; i < f->shared_count; i++) {
        buffer_add_string(b, i ? ", " : "");
        tag_add_shown(b, store_tag_name(view->store, f->shared[i]));
    }
    buffer_add_string(b, f->shared_count == LEAK_SHARED_MAX ? ", ...)" : ")");
}

void leaks_add_judgement(struct buffer *b, const struct leaks_view *view, const struct leak_finding *f)
{
    if (f->doubt != LEAK_STEADY || !(f->rate[f->leading].low > 0)) {
        buffer_add_string(b, "But ");
        leaks_add_doubt(b, view, f);
        return;
    }
    buffer_add_string(b, "Steady: no single jump, not slowing down");
    buffer_add_string(b, view->leaks->knows_calls ? ", not explained by more work" : "");
}

/* The first letter of what was added since `begin`. */
static void capitalise(struct buffer *b, size_t begin)
{
    if (b->length > begin)
        b->bytes[begin] = (char)toupper((unsigned char)b->bytes[begin]);
}

static void add_against(struct buffer *b, const struct leaks_view *view, const struct leak_finding *f)
{
    size_t begin = b->length;

    if (add_what(b, view->leaks, f)) {
        buffer_add_string(b, ". ");
        begin = b->length;
    }
    leaks_add_reason(b, view, f);
    capitalise(b, begin);
    buffer_add_string(b, ". ");
    leaks_add_settle(b, view->leaks, f);
}

void leaks_add_why(struct buffer *b, const struct leaks_view *view, const struct leak_finding *f)
{
    if (!leak_is_flagged(f)) {
        add_against(b, view, f);
        return;
    }
    add_growth(b, view->leaks, f);
    add_reboots(b, f);
    add_shared(b, view, f);
    buffer_add_string(b, ". ");
    leaks_add_judgement(b, view, f);
    buffer_add_char(b, '.');
    if (f->doubt == LEAK_STEADY) // what would settle these is said once, for all of them
        return;
    buffer_add_char(b, ' ');
    leaks_add_settle(b, view->leaks, f);
}

void leaks_add_group(struct buffer *b, const struct leaks_view *view, const struct leak_group *g)
{
    for (size_t i = 0; i < g->count; i++) {
        buffer_add_string(b, i ? " : " : "");
        tag_add_shown(b, store_tag_name(view->store, view->leaks->findings[g->members[i]].tag));
    }
    buffer_add_string(b, " grow in lockstep, ");
    for (size_t i = 0; i < g->count; i++) {
        bool is_whole = fabs(g->ratios[i] - rint(g->ratios[i])) < WHOLE;

        buffer_printf(b, is_whole ? "%s%.0f" : "%s%.2f", i ? " : " : "", g->ratios[i]);
    }
}

void leaks_add_owner(struct buffer *b, const struct leaks_view *view, size_t tag)
{
    struct text driver, description;

    owner_find(&view->owners, tag, store_tag_name(view->store, tag), &driver, &description);
    tag_add_shown(b, driver);
    buffer_add_string(b, driver.length && description.length ? ": " : "");
    tag_add_shown(b, description);
}
