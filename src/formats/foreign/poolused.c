/* poolused.c - the output of !poolused, in a log of whatever else the debugger printed.
 *
 *     0: kd> !poolused 2
 *      Sorting by NonPaged Pool Consumed
 *                    NonPaged                  Paged
 *      Tag     Allocs         Used     Allocs         Used
 *      amda   5768754   1938325232         32         9360<TAB>what it is , Binary: amda.sys
 *      TOTAL  ...
 *
 * Flag 1 prints Allocs Frees Diff Used for each pool; without it Allocs are live blocks. Flag 8 is the session pool.
 * Rows without bytes are hidden.
 *
 * Outputs without the machine running between them are of one moment, and become one snapshot.
 */
#include <string.h>

#include "formats/foreign/poolused_line.h"
#include "formats/foreign/snapshot_log.h"

struct poolused {
    struct snapshot_log log;
    bool in_block;                // after the headings
    bool is_session, is_filtered; // of the current command
    struct poolused_layout layout;
    struct snapshot block; // rows of the current output
    bool has_total, has_lost_rows;
    int64_t total[POOLUSED_NUMBERS];
    size_t block_line;          // line number of its heading
    bool has_run;               // the machine ran, or another time was printed, since the last output
    bool is_complete;           // one output of the open snapshot was complete
    bool was_session, has_kind; // of the first output
    size_t skipped;             // outputs of the other pools
};

/* The flags, in hexadecimal, and the tag of the command. */
static void parse_command(struct poolused *p, struct text command)
{
    struct text flags = text_next_word(&command);
    unsigned value = 0;

    for (size_t i = 0; i < flags.length; i++) {
        char c = (char)(flags.data[i] | 0x20);
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                                                : 0;

        value = value * 16 + digit;
    }
    p->is_session = value & 8;
    p->is_filtered = text_next_word(&command).length > 0;
}

/* "0: kd> ", and the command after it. */
static bool is_prompt(struct text line, struct text *command)
{
    size_t offset = text_find(line.length > 24 ? (struct text){line.data, 24} : line, text_of("kd>"));

    if (offset == TEXT_NOWHERE)
        return false;
    *command = text_trim(text_skip(line, offset + 3));
    return true;
}

/* Whether the command lets the machine run. */
static bool is_go(struct text command)
{
    static const char *const go[] = {"g", "p", "t", "gh", "gn", "gu", "pc", "tc"};
    struct text word = text_next_word(&command);

    for (size_t i = 0; i < sizeof go / sizeof *go; i++)
        if (text_equal(word, text_of(go[i])))
            return true;
    return false;
}

/* "what it is , Binary: whose.sys". An unknown tag has no owner. */
static void set_owner(struct snapshot *snapshot, struct text meaning)
{
    static const char mark[] = ", Binary: ";
    size_t offset = text_find(meaning, text_of(mark));

    if (meaning.length == 0 || text_starts_with(meaning, "UNKNOWN pooltag"))
        return;
    if (offset != TEXT_NOWHERE)
        snapshot_set_driver(snapshot, text_trim(text_skip(meaning, offset + strlen(mark))));
    snapshot_set_description(snapshot,
                             text_trim((struct text){meaning.data, offset == TEXT_NOWHERE ? meaning.length : offset}));
}

static void put_row(struct poolused *p, const struct poolused_row *row)
{
    static const enum counter shorter[] = {NONPAGED_LIVE, NONPAGED_BYTES, PAGED_LIVE, PAGED_BYTES};
    static const enum counter longer[] = {NONPAGED_ALLOCS, NONPAGED_FREES, COUNTERS, NONPAGED_BYTES,
                                          PAGED_ALLOCS,    PAGED_FREES,    COUNTERS, PAGED_BYTES};
    const enum counter *counters = p->layout.numbers == 4 ? shorter : longer;
    struct pool_row values = {0};

    for (size_t i = 0; i < p->layout.numbers; i++) {
        if (counters[i] == COUNTERS) // Diff is allocs - frees
            continue;
        values.value[counters[i]] = row->number[i];
        values.known |= COUNTER_BIT(counters[i]);
    }
    p->block.counters = values.known;
    snapshot_add(&p->block, row->tag, &values);
    set_owner(&p->block, row->meaning);
}

static void row_lost(struct poolused *p, const char *fault)
{
    warnings_add(p->log.input->warnings, WARNING_ROW, "%s:%zu: %s: row left out", p->log.input->path,
                 p->log.lines.number, fault);
    p->has_lost_rows = true;
}

/* --- outputs --- */

/* Whether the output is complete: its TOTAL is the sum of its rows. */
static bool is_block_complete(const struct poolused *p)
{
    amount sum[2] = {0, 0};
    char text[2][2][48];
    int64_t total[2] = {p->total[p->layout.numbers / 2 - 1], p->total[p->layout.numbers - 1]};

    if (!p->has_total && !p->is_filtered)
        warnings_add(p->log.input->warnings, WARNING_SNAPSHOT,
                     "%s:%zu: no TOTAL after this output: it was interrupted, or rows were removed", p->log.input->path,
                     p->block_line);
    if (!p->has_total || p->is_filtered)
        return false;
    for (size_t i = 0; i < p->block.count; i++) {
        sum[0] += p->block.rows[i].values.value[NONPAGED_BYTES];
        sum[1] += p->block.rows[i].values.value[PAGED_BYTES];
    }
    if (sum[0] == total[0] && sum[1] == total[1])
        return true;
    for (int pool = 0; pool < 2; pool++) {
        struct buffer b = {0};

        amount_add(&b, sum[pool]);
        buffer_add_char(&b, '\0');
        memcpy(text[pool][0], b.bytes, b.length < 48 ? b.length : 48);
        buffer_free(&b);
    }
    warnings_add(
        p->log.input->warnings, WARNING_SNAPSHOT,
        "%s:%zu: the rows of this output sum to %s and %s bytes, its TOTAL says %lld and %lld: rows are missing",
        p->log.input->path, p->block_line, text[0][0], text[1][0], (long long)total[0], (long long)total[1]);
    return false;
}

/* Whether the rows do not contradict the open snapshot. */
static bool agrees(struct poolused *p)
{
    const struct snapshot_log *log = &p->log;

    if (!log->is_open || p->has_run || log->snapshot.counters != p->block.counters)
        return false;
    for (size_t i = 0; i < p->block.count; i++) {
        size_t row = map_find(&log->tags, snapshot_text_of(&p->block, p->block.rows[i].tag));

        if (row != MAP_NONE && memcmp(log->snapshot.rows[row].values.value, p->block.rows[i].values.value,
                                      sizeof p->block.rows[i].values.value) != 0)
            return false;
    }
    return true;
}

/* Unprintable bytes make different tags look alike: their rows are summed. */
static void add_values(struct pool_row *to, const struct pool_row *from)
{
    for (int c = 0; c < COUNTERS; c++)
        if (__builtin_add_overflow(to->value[c], from->value[c], &to->value[c]))
            to->value[c] = INT64_MAX;
}

static void put_rows(struct poolused *p, bool is_merged)
{
    struct snapshot_log *log = &p->log;

    for (size_t i = 0; i < p->block.count; i++) {
        const struct snapshot_row *from = &p->block.rows[i];
        bool is_new;
        struct snapshot_row *to = snapshot_log_row(log, snapshot_text_of(&p->block, from->tag), &is_new);

        if (is_new)
            to->values = from->values;
        else if (!is_merged)
            add_values(&to->values, &from->values);
        if (is_new && p->block.has_owners) {
            snapshot_set_driver(&log->snapshot, snapshot_text_of(&p->block, from->driver));
            snapshot_set_description(&log->snapshot, snapshot_text_of(&p->block, from->description));
        }
    }
    log->snapshot.counters = p->block.counters;
}

static bool end_block(struct poolused *p, struct error *err)
{
    bool is_complete, is_merged;

    if (!p->in_block)
        return true;
    p->in_block = false;
    if (p->block.count == 0)
        return true;
    if (!p->has_kind) {
        p->has_kind = true;
        p->was_session = p->is_session;
    }
    if (p->is_session != p->was_session) {
        p->skipped++;
        return true;
    }
    is_complete = is_block_complete(p) && !p->has_lost_rows;
    is_merged = agrees(p);
    if (!is_merged) {
        if (!snapshot_log_begin(&p->log, err))
            return false;
        p->is_complete = false;
    }
    p->is_complete |= is_complete;
    put_rows(p, is_merged);
    p->log.has_lost_rows = !p->is_complete;
    p->has_run = false;
    return true;
}

static void begin_block(struct poolused *p)
{
    p->in_block = true;
    p->has_total = p->has_lost_rows = false;
    p->block_line = p->log.lines.number;
    snapshot_start(&p->block, 0, LOCAL_TIME_UNKNOWN, 0);
}

/* The TOTAL line, which ends an output. */
static bool parse_total(struct poolused *p, struct text bare)
{
    struct poolused_row row;

    if (!text_starts_with(bare, "TOTAL") || bare.length == 5 || (bare.data[5] != ' ' && bare.data[5] != '\t'))
        return false;
    p->has_total = poolused_parse_total(&p->layout, text_skip(bare, 5), row.number);
    if (p->has_total)
        memcpy(p->total, row.number, sizeof row.number);
    return true;
}

static bool is_ellipsis(struct text bare)
{
    size_t points = 0;

    while (points < bare.length && bare.data[points] == '.')
        points++;
    return points == bare.length;
}

static bool parse_block_line(struct poolused *p, struct text line, struct error *err)
{
    struct text bare = text_trim(line);
    struct poolused_row row;

    if (bare.length == 0)
        return true;
    if (parse_total(p, bare))
        return end_block(p, err);
    if (poolused_parse_row(&p->layout, line, &row))
        put_row(p, &row);
    else if (is_ellipsis(bare)) // rows were removed by hand
        p->has_lost_rows |= p->block.count > 0;
    else
        row_lost(p, p->log.lines.is_unterminated ? "the row is truncated" : "not a !poolused row");
    return true;
}

/* --- the log --- */

static bool read_line(void *context, struct text line, struct error *err)
{
    struct poolused *p = context;
    size_t command_offset = text_find(line, text_of("!poolused"));
    struct poolused_layout layout;
    struct text command;

    if (is_prompt(line, &command)) {
        if (!end_block(p, err))
            return false;
        p->has_run |= is_go(command);
        if (command_offset != TEXT_NOWHERE)
            parse_command(p, text_skip(line, command_offset + strlen("!poolused")));
        return true;
    }
    if (poolused_parse_heading(line, &layout)) {
        if (!end_block(p, err))
            return false;
        p->layout = layout;
        begin_block(p);
        return true;
    }
    if (text_starts_with(text_trim(line), "Debug session time:")) {
        if (!end_block(p, err))
            return false;
        p->has_run = true;
        snapshot_log_find_stamp(&p->log, line);
        return true;
    }
    return !p->in_block || parse_block_line(p, line, err);
}

static bool finish(void *context, struct error *err)
{
    return end_block(context, err);
}

static void warn_file(const struct poolused *p)
{
    struct format_input *in = p->log.input;

    if (p->skipped)
        warnings_add(in->warnings, WARNING_FILE, "%s: %zu output%s of %s left out: the first output is of %s", in->path,
                     p->skipped, p->skipped == 1 ? "" : "s", p->was_session ? "the system pools" : "session pools",
                     p->was_session ? "session pools" : "the system pools");
    else if (p->was_session)
        warnings_add(in->warnings, WARNING_FILE, "%s: the rows are of the session pool, not of the system pools",
                     in->path);
}

static bool poolused_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {
        .read_line = read_line,
        .finish = finish,
        .is_pasted = true,
        .no_snapshot = "!poolused output without any row",
    };
    struct poolused p = {0};
    bool ok;

    snapshot_log_open(&p.log, input, target);
    ok = snapshot_log_read(&p.log, &format, &p, err);
    warn_file(&p);
    snapshot_free(&p.block);
    snapshot_log_free(&p.log);
    return ok;
}

static bool is_heading(struct text line)
{
    struct poolused_layout layout;

    return poolused_parse_heading(line, &layout);
}

static bool poolused_detect(struct text head)
{
    return pasted_any_match(head, is_heading);
}

const struct format format_poolused = {
    .name = "!poolused output", .in_text = true, .detect = poolused_detect, .read = poolused_read};
