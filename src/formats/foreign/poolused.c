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
 * Outputs of different commands without the machine running between them are of one moment, and become one snapshot.
 * The same command again is of another moment, and so is a tag that an output has already. ".time" is of the command
 * after it. Rows may have no heading, as where findstr selected them.
 */
#include <string.h>

#include "formats/foreign/poolused_block.h"
#include "formats/foreign/snapshot_log_internal.h"

/* What an output is sorted by or limited to: outputs of one moment differ in it. */
struct command {
    unsigned flags;
    char sorting[40]; // the line "Sorting by ..." above its headings
};

struct poolused {
    struct snapshot_log log;
    bool in_block;                // after the headings, or a row without them
    bool is_session, is_filtered; // of the current command
    struct command command, last; // of the current output, and of the last one
    struct poolused_block block;  // the current output
    size_t last_row, last_blank;  // line numbers
    bool has_adjacent_rows;       // in the current output
    bool has_run;                 // the machine ran, or another time was printed, since the last output
    bool is_complete;             // one output of the open snapshot was complete
    bool was_session, has_kind;   // of the first output
    struct buffer above;          // owned; the last line outside of outputs: it may be the time of the next one
    size_t above_line;            // its line number
    struct buffer name;           // owned; of a file, before the last row
    size_t skipped;               // outputs of the other pools
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
    p->command = (struct command){.flags = value};
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

/* "lkd> ": the debugger looks at the machine that it runs on, which goes on. */
static bool is_of_running_machine(struct text line)
{
    return text_find(line, text_of("lkd>")) != TEXT_NOWHERE;
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

/* --- outputs --- */

/* Whether the output is of the moment of the open snapshot: of another command, and without a contradiction. */
static bool agrees(struct poolused *p)
{
    const struct snapshot_log *log = &p->log;

    if (!log->is_open || p->has_run || log->snapshot.counters != p->block.rows.counters)
        return false;
    if (p->command.flags == p->last.flags && strcmp(p->command.sorting, p->last.sorting) == 0)
        return false;
    for (size_t i = 0; i < p->block.rows.count; i++) {
        size_t row = map_find(&log->tags, snapshot_text_of(&p->block.rows, p->block.rows.rows[i].tag));

        if (row != MAP_NONE && memcmp(log->snapshot.rows[row].values.value, p->block.rows.rows[i].values.value,
                                      sizeof p->block.rows.rows[i].values.value) != 0)
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

    for (size_t i = 0; i < p->block.rows.count; i++) {
        const struct snapshot_row *from = &p->block.rows.rows[i];
        bool is_new;
        struct snapshot_row *to = snapshot_log_row(log, snapshot_text_of(&p->block.rows, from->tag), &is_new);

        if (is_new)
            to->values = from->values;
        else if (!is_merged)
            add_values(&to->values, &from->values);
        if (is_new && p->block.rows.has_owners) {
            snapshot_set_driver(&log->snapshot, snapshot_text_of(&p->block.rows, from->driver));
            snapshot_set_description(&log->snapshot, snapshot_text_of(&p->block.rows, from->description));
        }
    }
    log->snapshot.counters = p->block.rows.counters;
}

static void count_skipped(struct poolused *p)
{
    if (!p->has_kind) {
        p->has_kind = true;
        p->was_session = p->is_session;
    }
    p->skipped += p->is_session != p->was_session;
}

static bool is_block_complete(const struct poolused *p)
{
    if (p->is_filtered || !p->block.has_heading)
        return false;
    return poolused_block_is_complete(&p->block, p->log.input->path, p->log.input->warnings) && !p->block.has_lost_rows;
}

static bool end_block(struct poolused *p, struct error *err)
{
    bool is_complete, is_merged;

    if (!p->in_block)
        return true;
    p->in_block = false;
    p->above.length = 0;
    if (p->block.rows.count == 0)
        return true;
    count_skipped(p);
    if (p->is_session != p->was_session)
        return true;
    is_complete = is_block_complete(p);
    is_merged = agrees(p);
    if (!is_merged) {
        if (!snapshot_log_begin(&p->log, err))
            return false;
        p->is_complete = false;
    }
    p->is_complete |= is_complete;
    put_rows(p, is_merged);
    p->log.last_row = p->last_row;
    p->log.has_lost_rows = !p->is_complete;
    p->has_run = false;
    p->last = p->command;
    p->command.sorting[0] = '\0';
    return true;
}

static void keep_above(struct poolused *p, struct text line)
{
    p->above.length = 0;
    buffer_add_text(&p->above, line);
    p->above_line = p->log.lines.number;
}

/* The line above an output is its time, if it is one. */
static void find_time_above(struct poolused *p)
{
    struct stamp stamp;

    if (!p->above.length || !stamp_find(buffer_text(&p->above), p->log.order, &stamp) || !stamp_is_complete(&stamp))
        return;
    snapshot_log_find_stamp(&p->log, buffer_text(&p->above));
    p->log.last_stamp_line = p->above_line;
    p->has_run = true;
    p->above.length = 0;
}

static void begin_block(struct poolused *p, const struct poolused_layout *layout, bool has_heading)
{
    find_time_above(p);
    p->in_block = true;
    p->has_adjacent_rows = false;
    poolused_block_begin(&p->block, layout, p->log.lines.number, has_heading);
}

static bool is_total(struct text bare)
{
    return text_starts_with(bare, "TOTAL") && bare.length > 5 && (bare.data[5] == ' ' || bare.data[5] == '\t');
}

static void parse_total(struct poolused_block *block, struct text bare)
{
    struct poolused_row row;

    block->has_total = poolused_parse_total(&block->layout, text_skip(bare, 5), row.number);
    if (block->has_total)
        memcpy(block->total, row.number, sizeof row.number);
}

static bool is_ellipsis(struct text bare)
{
    size_t points = 0;

    while (points < bare.length && bare.data[points] == '.')
        points++;
    return points == bare.length;
}

/* A row that the output has already, or a tag of it after a blank line, is of another moment. */
static bool put_row(struct poolused *p, const struct poolused_row *row, struct error *err)
{
    struct poolused_block *block = &p->block;
    bool is_blank = p->last_blank > p->last_row && p->has_adjacent_rows;

    if (poolused_block_repeats(block, row->tag) || (is_blank && map_find(&block->tags, row->tag) != MAP_NONE)) {
        struct poolused_layout layout = block->layout;

        if (!end_block(p, err))
            return false;
        p->has_run = true;
        begin_block(p, &layout, false);
    }
    poolused_block_put(block, row);
    p->has_adjacent_rows |= block->rows.count > 1 && p->last_row + 1 == p->log.lines.number;
    p->last_row = p->log.lines.number;
    return true;
}

/* Text between rows: its time ends the output; what is left of a row is missing from it. */
static bool read_other(struct poolused *p, struct text line, struct error *err)
{
    struct text bare = text_trim(line), rest = line;
    struct stamp stamp;
    bool is_cut = p->log.lines.is_unterminated && line.data[0] == ' ';
    int64_t number;
    size_t numbers = 0;

    if (stamp_find(line, p->log.order, &stamp) && stamp_is_complete(&stamp)) {
        if (!end_block(p, err))
            return false;
        keep_above(p, bare);
        return true;
    }
    while (rest.length)
        numbers += text_to_int64(text_next_word(&rest), &number);
    if (is_ellipsis(bare)) // rows were removed by hand
        p->block.has_lost_rows |= p->block.rows.count > 0;
    else if (is_cut || numbers > 1)
        warnings_add(p->log.input->warnings, WARNING_ROW, "%s:%zu: %s: row left out", p->log.input->path,
                     p->log.lines.number, is_cut ? "the row is truncated" : "not a !poolused row");
    p->block.has_lost_rows |= is_cut || numbers > 1;
    return true;
}

/* The time in the name of a file before the row, as findstr prints it: another one ends the output. */
static bool find_name_time(struct poolused *p, struct text line, struct text row, struct error *err)
{
    struct text name = {line.data, (size_t)(row.data - line.data)};
    struct poolused_layout layout = p->block.layout;

    if (name.length == 0 || text_equal(name, buffer_text(&p->name)))
        return true;
    if (p->block.rows.count && !end_block(p, err))
        return false;
    p->name.length = 0;
    buffer_add_text(&p->name, name);
    p->has_run |= snapshot_log_find_stamp(&p->log, name);
    if (!p->in_block)
        begin_block(p, &layout, false);
    return true;
}

static bool parse_block_line(struct poolused *p, struct text line, struct error *err)
{
    struct text bare = text_trim(line), row_line;
    struct poolused_layout layout;
    struct poolused_row row;

    if (bare.length == 0) {
        p->last_blank = p->log.lines.number;
        return true;
    }
    if (is_total(bare)) {
        parse_total(&p->block, bare);
        return end_block(p, err);
    }
    if (poolused_parse_row(&p->block.layout, line, &row))
        return put_row(p, &row, err);
    if (poolused_guess_layout(line, &layout, &row_line) && layout.numbers == p->block.layout.numbers &&
        poolused_parse_row(&layout, row_line, &row))
        return find_name_time(p, line, row_line, err) && put_row(p, &row, err);
    return read_other(p, line, err);
}

/* --- the log --- */

/* A line of text outside of outputs, which may be the time of the next one, or its first row. */
static bool read_outside(struct poolused *p, struct text line, struct error *err)
{
    struct text bare = text_trim(line), row_line;
    struct poolused_layout layout;

    if (poolused_guess_layout(line, &layout, &row_line)) {
        begin_block(p, &layout, false);
        return parse_block_line(p, line, err);
    }
    if (text_starts_with(bare, "Sorting by")) {
        size_t length = bare.length < sizeof p->command.sorting ? bare.length : sizeof p->command.sorting - 1;

        memcpy(p->command.sorting, bare.data, length);
        p->command.sorting[length] = '\0';
    } else if (bare.length && !text_starts_with(bare, "NonPaged") && !text_starts_with(bare, "Pool Used")) {
        keep_above(p, bare);
    }
    return true;
}

static void read_command(struct poolused *p, struct text line)
{
    size_t offset = text_find(line, text_of("!poolused"));

    if (offset != TEXT_NOWHERE)
        find_time_above(p);
    p->above.length = 0;
    if (offset == TEXT_NOWHERE)
        return;
    p->has_run |= is_of_running_machine(line);
    parse_command(p, text_skip(line, offset + strlen("!poolused")));
}

static bool read_line(void *context, struct text line, struct error *err)
{
    struct poolused *p = context;
    struct poolused_layout layout;
    struct text command = {"", 0}, bare = text_trim(line);
    bool is_command = is_prompt(line, &command) || text_starts_with(bare, "!poolused");

    if (is_command) {
        if (!end_block(p, err))
            return false;
        p->has_run |= is_go(command);
        read_command(p, line);
        return true;
    }
    if (poolused_parse_heading(line, &layout)) {
        if (!end_block(p, err))
            return false;
        begin_block(p, &layout, true);
        return true;
    }
    if (text_starts_with(bare, "Debug session time:")) {
        if (!end_block(p, err))
            return false;
        p->has_run = true;
        p->log.place = STAMPS_BEFORE;
        snapshot_log_find_stamp(&p->log, line);
        return true;
    }
    return p->in_block ? parse_block_line(p, line, err) : read_outside(p, line, err);
}

static bool finish(void *context, struct error *err)
{
    struct poolused *p = context;

    if (!p->in_block)
        find_time_above(p);
    return end_block(p, err);
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
    poolused_block_free(&p.block);
    buffer_free(&p.above);
    buffer_free(&p.name);
    snapshot_log_free(&p.log);
    return ok;
}

static bool is_of_poolused(struct text line)
{
    struct poolused_layout layout;
    struct text row;

    return poolused_parse_heading(line, &layout) || poolused_guess_layout(line, &layout, &row);
}

const struct format format_poolused = {
    .name = "!poolused output", .detect_line = is_of_poolused, .read = poolused_read};
