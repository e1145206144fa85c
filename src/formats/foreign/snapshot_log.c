#include "formats/foreign/snapshot_log.h"

#include "base/calendar.h"
#include "store/store.h"

#define HEAD_BYTES ((size_t)256 << 10) // as much is looked at for what its dates prove

void series_open(struct series *s, struct format_input *input, struct format_target *target)
{
    struct reader *r = input->reader;
    struct error later; // it comes up again when the lines are read

    *s = (struct series){.input = input, .target = target, .lines = {.reader = r}};
    while (!r->ended && (size_t)(r->end - r->at) < HEAD_BYTES && reader_more(r, &later))
        ;
    s->order = stamp_order_of((struct text){r->at, (size_t)(r->end - r->at)});
}

void series_free(struct series *s)
{
    snapshot_free(&s->snapshot);
    buffer_free(&s->plain);
    map_free(&s->tags);
    map_free(&s->times);
    *s = (struct series){0};
}

/* What a line is that no reader can make anything of. */
static void warn_line(struct series *s)
{
    struct format_input *in = s->input;

    if (s->lines.is_foreign && !s->has_told_foreign)
        warnings_add(
            in->warnings, WARNING_FILE,
            "%s:%zu: from here on the text is in another encoding than before, 8-bit or UTF-16, and what is not "
            "understood is left out: save that part as a file of its own",
            in->path, s->lines.number);
    else if (s->lines.is_too_long && !s->lines.is_foreign)
        warnings_add(in->warnings, WARNING_ROW, "%s:%zu: the line is longer than 64 KB: left out", in->path,
                     s->lines.number);
    s->has_told_foreign |= s->lines.is_foreign;
    s->has_lost_rows = true;
}

enum lines_next series_next(struct series *s, struct text *line, struct error *err)
{
    enum lines_next next = lines_next(&s->lines, line, err);

    if (next == LINES_LINE && (s->lines.is_too_long || s->lines.is_foreign))
        warn_line(s);
    return next;
}

enum lines_next series_next_plain(struct series *s, struct text *line, struct error *err)
{
    enum lines_next next = series_next(s, line, err);

    if (next == LINES_LINE)
        *line = lines_plain(*line, &s->plain);
    return next;
}

/* --- stamps --- */

static bool is_whole(const struct stamp *stamp)
{
    return stamp->has_date && stamp->has_time;
}

/* Date and time may come on two lines. */
static void stamp_join(struct stamp *to, const struct stamp *found)
{
    if (found->is_digits && is_whole(to) && !to->is_digits)
        return;
    if (is_whole(found) || (is_whole(to) && found->has_date)) {
        *to = *found;
        return;
    }
    if (is_whole(to)) // a time of day alone, of something else
        return;
    if (found->has_date) {
        to->has_date = true;
        to->date_us = found->date_us;
        to->is_doubtful = found->is_doubtful;
    } else {
        to->has_time = true;
        to->time_us = found->time_us;
        to->has_zone = found->has_zone;
        to->offset_us = found->offset_us;
    }
}

static void warn_doubtful(struct series *s, const struct stamp *stamp)
{
    struct buffer b = {0};

    if (!stamp->is_doubtful || s->has_doubted)
        return;
    s->has_doubted = true;
    calendar_add(&b, stamp->date_us, ' ');
    warnings_add(s->input->warnings, WARNING_SNAPSHOT,
                 "%s:%zu: nothing tells whether day or month comes first: the day was taken to, as in %.10s",
                 s->input->path, s->lines.number, b.bytes);
    buffer_free(&b);
}

static void keep(const struct series *s, struct stamp *to, size_t *line, const struct stamp *found)
{
    if (!to->has_date && !to->has_time)
        *line = s->lines.number;
    stamp_join(to, found);
}

bool series_line(struct series *s, struct text line)
{
    struct stamp found;
    bool is_own = s->is_open && (s->snapshot.count == 0 || s->is_trailing || s->given == 0) && !is_whole(&s->own);

    if (!stamp_find(line, s->order, &found))
        return false;
    warn_doubtful(s, &found);
    keep(s, is_own ? &s->own : &s->next, is_own ? &s->own_line : &s->next_line, &found);
    s->is_trailing |= is_own && s->snapshot.count && is_whole(&s->own);
    return true;
}

/* --- times --- */

static void set_time(struct snapshot *snapshot, int64_t time_us, enum time_basis basis)
{
    snapshot->utc_us = time_us;
    snapshot->local_us = basis == TIME_LOCAL ? time_us : LOCAL_TIME_UNKNOWN;
    snapshot->basis = basis;
}

static void set_told_time(struct snapshot *snapshot, const struct stamp *stamp)
{
    int64_t shown_us = stamp->date_us + stamp->time_us;

    set_time(snapshot, shown_us - stamp->offset_us, stamp->has_zone ? TIME_UTC : TIME_LOCAL);
    if (stamp->has_zone && stamp->offset_us)
        snapshot->local_us = shown_us;
}

static void set_file_time(struct series *s, int64_t time_us)
{
    struct buffer b = {0};

    set_time(&s->snapshot, time_us - time_us % SECOND_US, TIME_OF_FILE);
    calendar_add(&b, s->snapshot.utc_us, ' ');
    warnings_add(s->input->warnings, WARNING_SNAPSHOT,
                 "%s: tells no time: its snapshot gets the file's own, %.*s UTC; was it copied since?", s->input->path,
                 (int)b.length, b.bytes);
    buffer_free(&b);
}

/* Nothing in the file tells it. */
static void set_other_time(struct series *s, bool is_only)
{
    struct format_clock *clock = s->input->clock;
    int64_t time_us;

    if (clock->interval_us && s->has_last) {
        set_time(&s->snapshot, s->last_us + clock->interval_us, s->last_basis);
    } else if (clock->has_start) {
        set_time(&s->snapshot, clock->next_us, TIME_UTC);
        clock->has_start = clock->interval_us > 0;
    } else if ((is_only || clock->interval_us) && stamp_of_name(s->input->path, &time_us)) {
        set_time(&s->snapshot, time_us, TIME_LOCAL);
    } else if (is_only && !clock->interval_us && os_file_time(s->input->path, &time_us)) {
        set_file_time(s, time_us);
    } else {
        set_time(&s->snapshot, 0, TIME_UNKNOWN);
    }
    if (clock->has_start && s->snapshot.basis == TIME_UTC)
        clock->next_us = s->snapshot.utc_us + clock->interval_us;
}

/* Of a date in words of another language than English only the time of day is understood. */
static void warn_half(struct series *s)
{
    bool is_told = s->snapshot.basis != TIME_UNKNOWN && s->snapshot.basis != TIME_OF_FILE;

    if (is_told || s->has_told_half || s->own.has_date == s->own.has_time)
        return;
    s->has_told_half = true;
    warnings_add(s->input->warnings, WARNING_SNAPSHOT,
                 "%s:%zu: holds what may be its %s, but no %s that is understood: if it is, write both as "
                 "2020-05-22 08:05:09, or give --start and --interval",
                 s->input->path, s->own_line, s->own.has_date ? "date" : "time of day",
                 s->own.has_date ? "time of day" : "date");
}

/* Two snapshots of a file that tell the same time are one, given twice: the store keeps the last. */
static void mark_again(struct series *s)
{
    int64_t time_us = s->snapshot.utc_us;
    size_t count = s->times.count;

    if (s->snapshot.basis == TIME_UNKNOWN || !s->target->store)
        return;
    map_intern(&s->times, (struct text){(const char *)&time_us, sizeof time_us});
    if (s->times.count == count)
        store_source_again(s->target->store);
}

/* --- snapshots --- */

static bool give(struct series *s, bool is_last, struct error *err)
{
    bool is_only = is_last && s->given == 0;

    s->is_open = false;
    if (s->is_left_out)
        return true;
    if (s->snapshot.count == 0) { // its stamp is the next one's
        if (is_whole(&s->own) && !is_whole(&s->next)) {
            s->next = s->own;
            s->next_line = s->own_line;
        }
        return true;
    }
    if (is_whole(&s->own))
        set_told_time(&s->snapshot, &s->own);
    else
        set_other_time(s, is_only);
    warn_half(s);
    if (s->has_lost_rows)
        s->snapshot.lost = s->snapshot.counters;
    s->has_last = s->snapshot.basis != TIME_UNKNOWN;
    s->last_us = s->snapshot.utc_us;
    s->last_basis = s->snapshot.basis;
    s->given++;
    mark_again(s);
    return format_give(s->target, &s->snapshot, err);
}

bool series_begin(struct series *s, struct error *err)
{
    if (s->is_open && !give(s, false, err))
        return false;
    snapshot_start(&s->snapshot, 0, LOCAL_TIME_UNKNOWN, 0);
    map_clear(&s->tags);
    s->own = s->next;
    s->own_line = s->next_line;
    s->next = (struct stamp){0};
    s->is_open = true;
    s->has_lost_rows = s->is_left_out = false;
    return true;
}

bool series_end(struct series *s, struct error *err)
{
    return !s->is_open || give(s, true, err);
}

struct snapshot_row *series_row(struct series *s, struct text tag, bool *is_new)
{
    size_t row = map_intern(&s->tags, tag);

    *is_new = row == s->snapshot.count;
    if (*is_new)
        snapshot_add(&s->snapshot, tag, &(struct pool_row){0});
    return &s->snapshot.rows[row];
}

void series_lost(struct series *s, const char *fault)
{
    warnings_add(s->input->warnings, WARNING_ROW, "%s:%zu: %s: row left out", s->input->path, s->lines.number, fault);
    s->has_lost_rows = true;
}
