#include "report/report_notes.h"

#include "base/calendar.h"
#include "base/memory.h"
#include "base/quantity.h"
#include "model/tag.h"
#include "report/clock_words.h"
#include "report/report_times.h"

#define NAMES_IN_A_NOTE 8

static void note(struct report *r, struct buffer *b)
{
    r->notes = memory_resize(r->notes, r->note_count + 1, sizeof *r->notes);
    r->notes[r->note_count++] = buffer_take(b);
}

static void note_few_snapshots(struct report *r)
{
    struct buffer b = {0};

    if (r->moments > 2)
        return;
    if (r->moments == 1)
        buffer_add_string(&b, "One snapshot shows no growth: take at least two, some hours apart.");
    else
        buffer_add_string(&b, "Two snapshots show a difference, not a trend.");
    note(r, &b);
}

static void note_boots(struct report *r)
{
    struct buffer b = {0};

    if (!r->reboots_known) {
        if (r->moments < 2)
            return;
        buffer_add_string(&b, "Reboots cannot be detected: that needs the allocs of ten busy tags.");
    } else if (r->reboot_count == 0) {
        return;
    } else {
        if (r->reboot_count == 1)
            buffer_add_string(&b, "The machine was rebooted once (first snapshot after the reboot:");
        else
            buffer_printf(&b,
                          "The machine was rebooted %zu times (first snapshots after the reboots:", r->reboot_count);
        for (size_t i = 0; i < r->reboot_count && i < NAMES_IN_A_NOTE; i++) {
            buffer_add_string(&b, i ? ", " : " ");
            report_add_time(&b, r, r->reboots[i]);
        }
        if (r->reboot_count > NAMES_IN_A_NOTE)
            buffer_add_string(&b, ", ...");
        buffer_add_string(
            &b, "): all counters restarted from zero, so growth and correlation across a reboot mean little.");
    }
    note(r, &b);
}

static void note_gone(struct report *r)
{
    struct buffer b = {0};
    size_t gone = 0;

    for (size_t i = 0; i < r->row_count; i++) {
        const struct report_row *row = &r->rows[i];

        if (row->is_total || !row->seen || row->last_at >= r->last_known)
            continue;
        if (gone++ >= NAMES_IN_A_NOTE)
            continue;
        buffer_add_string(&b, gone == 1 ? "No value in the last snapshot: " : ", ");
        tag_add_python(&b, row->name);
        buffer_add_string(&b, " (last known ");
        report_add_time(&b, r, row->last_at);
        buffer_add_char(&b, ')');
    }
    if (gone > NAMES_IN_A_NOTE)
        buffer_printf(&b, " and %zu more", gone - NAMES_IN_A_NOTE);
    if (!gone)
        return;
    buffer_add_string(&b, ": growth is computed up to that snapshot.");
    note(r, &b);
}

static void note_all_excluded(struct report *r)
{
    struct buffer b = {0};
    bool wanted = false;

    for (int order = 0; order < ORDERS; order++) {
        wanted |= r->list_wanted[order];
        if (r->list_counts[order])
            return;
    }
    if (!wanted)
        return;
    buffer_add_string(&b, "No tags to rank: all tags with values are excluded.");
    note(r, &b);
}

static void note_total_gaps(struct report *r)
{
    size_t gaps = r->moments - (r->row_count ? r->rows[0].seen : 0);
    struct buffer b = {0};

    if (!gaps)
        return;
    buffer_printf(&b, "TOTAL is missing in %zu snapshot%s: %s incomplete or lack%s the column.", gaps,
                  gaps == 1 ? "" : "s", gaps == 1 ? "it is" : "they are", gaps == 1 ? "s" : "");
    note(r, &b);
}

/* Two points always lie on a line. */
static void note_two_points(struct report *r)
{
    struct buffer b = {0};
    size_t found = 0;

    for (size_t i = 0; i < r->row_count && r->matrix.count; i++) {
        if (r->rows[i].is_total || r->rows[i].seen != 2)
            continue;
        if (found++ >= NAMES_IN_A_NOTE)
            continue;
        buffer_add_string(&b, found == 1 ? "Known in only two snapshots: " : ", ");
        tag_add_python(&b, r->rows[i].name);
    }
    if (!found)
        return;
    if (found > NAMES_IN_A_NOTE)
        buffer_printf(&b, " and %zu more", found - NAMES_IN_A_NOTE);
    buffer_add_string(&b, ": their correlation is always 1 or -1.");
    note(r, &b);
}

/* Gaps that the collector recorded. */
static void note_gaps(struct report *r, const struct store *store)
{
    size_t count;
    const struct store_gap *gaps = store_gaps(store, &count);
    struct buffer b = {0};

    for (size_t i = 0; i < count && i < 5; i++) {
        buffer_add_string(&b, i ? ", " : "Snapshots are missing: ");
        calendar_add(&b, gaps[i].since_us - gaps[i].since_us % SECOND_US, ' ');
        buffer_add_string(&b, " to ");
        calendar_add(&b, gaps[i].until_us - gaps[i].until_us % SECOND_US, ' ');
        buffer_add_string(&b, " UTC (");
        tag_add_shown(&b, text_of(gaps[i].why));
        buffer_add_char(&b, ')');
    }
    if (!count)
        return;
    if (count > 5)
        buffer_printf(&b, " and %zu more gaps", count - 5);
    buffer_add_char(&b, '.');
    note(r, &b);
}

static void note_clock(struct report *r, const struct store *store)
{
    struct buffer b = {0};
    int64_t at_us, by_us;
    size_t steps = store_clock_steps(store, &at_us, &by_us);

    if (clock_words_add(&b, steps, at_us, by_us))
        note(r, &b);
}

/* The system's own total of a pool and the sum of its tags, at the last moment that has both. */
static bool last_pool_total(const struct store *store, enum total which, enum metric metric, double *total,
                            double *tagged)
{
    for (size_t m = store_moments(store); m > 0; m--) {
        int64_t known = store_facts_of(store, m - 1)->totals[which];
        amount sum = known == TOTAL_UNKNOWN ? AMOUNT_MISSING : store_total(store, m - 1, metric);

        if (sum == AMOUNT_MISSING)
            continue;
        *total = (double)known;
        *tagged = (double)sum;
        return true;
    }
    return false;
}

/* The system's total also counts blocks without a tag and the unused rest of pages. */
static void note_untagged(struct report *r, const struct store *store)
{
    static const struct {
        const char *name;
        enum total total;
        enum metric metric;
    } pools[] = {{"paged", TOTAL_PAGED_POOL, PAGED_USED_BYTES}, {"nonpaged", TOTAL_NONPAGED_POOL, NONPAGED_USED_BYTES}};
    struct quantity bytes = {.is_bytes = true};

    for (size_t i = 0; i < 2; i++) {
        struct buffer b = {0};
        double total, tagged;

        if (!last_pool_total(store, pools[i].total, pools[i].metric, &total, &tagged) || tagged > total)
            continue;
        buffer_printf(&b, "The system reports ");
        quantity_add(&b, total, bytes);
        buffer_printf(&b, " of %s pool, its tags account for ", pools[i].name);
        quantity_add(&b, tagged, bytes);
        buffer_add_string(&b, ": ");
        quantity_add(&b, total - tagged, bytes);
        buffer_add_string(&b, " have no tag.");
        note(r, &b);
    }
}

void report_make_notes(struct report *report, const struct store *store)
{
    note_all_excluded(report);
    note_few_snapshots(report);
    note_boots(report);
    note_gone(report);
    note_total_gaps(report);
    note_two_points(report);
    note_gaps(report, store);
    note_clock(report, store);
    note_untagged(report, store);
}
