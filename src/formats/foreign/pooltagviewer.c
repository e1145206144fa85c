/* pooltagviewer.c - recordings of poolTagViewerCs.
 *
 *     ------SnapshotDate=[5/22/2020 8:05:09 AM +02:00]------
 *     Tag:File,Type:NonPaged,Allocs:120,Frees:20,Diff:100,Bytes:4096,KB:4,BAlloc:40,Source:nt!io,Description:,Change:
 *
 * Some of its versions omit the line of the date: there, a pool of a tag that occurs again begins the next snapshot.
 */
#include <string.h>

#include "formats/foreign/pool_line.h"
#include "formats/text/number.h"

/* Removes the text up to `mark`, and the mark. */
static bool parse_up_to(struct text *rest, const char *mark, struct text *out)
{
    size_t offset = text_find(*rest, text_of(mark));

    if (offset == TEXT_NOWHERE)
        return false;
    *out = (struct text){rest->data, offset};
    *rest = text_skip(*rest, offset + strlen(mark));
    return true;
}

static bool parse_number(struct text *rest, const char *mark, int64_t *out)
{
    struct text number;

    return parse_up_to(rest, mark, &number) && number_parse_integer(&number, out) && number.length == 0;
}

/* A tag may contain commas and colons: it ends before its type. */
static bool parse_line(struct text t, struct pool_line *out)
{
    struct text type, other;

    if (!text_starts_with(t, "Tag:"))
        return false;
    t = text_skip(t, 4);
    if (!parse_up_to(&t, ",Type:", &out->tag) || !parse_up_to(&t, ",Allocs:", &type))
        return false;
    out->is_paged = text_equal(type, text_of("Paged"));
    if (out->tag.length == 0 || (!out->is_paged && !text_equal(type, text_of("NonPaged"))))
        return false;
    if (!parse_number(&t, ",Frees:", &out->allocs) || !parse_number(&t, ",Diff:", &out->frees) ||
        !parse_number(&t, ",Bytes:", &out->live) || !parse_number(&t, ",KB:", &out->bytes) ||
        !parse_up_to(&t, ",Source:", &other) || !parse_up_to(&t, ",Description:", &out->driver))
        return false;
    return parse_up_to(&t, ",Change:", &out->meaning) && t.length > 0;
}

static bool is_date(struct text line)
{
    return text_starts_with(line, "------SnapshotDate=");
}

static bool read_line(void *context, struct text line, struct error *err)
{
    struct snapshot_log *log = context;
    struct pool_line row = {0};

    if (is_date(line)) {
        pool_lines_fill_zeros(log);
        if (!snapshot_log_begin(log, err))
            return false;
        snapshot_log_find_stamp(log, line);
        return true;
    }
    if (text_trim(line).length == 0)
        return true;
    if (!parse_line(line, &row)) {
        snapshot_log_drop_row(log, log->lines.is_unterminated ? "the row is truncated"
                                                              : "not a row of a poolTagViewerCs recording");
        return true;
    }
    if (!log->is_open || pool_line_exists(log, &row)) {
        pool_lines_fill_zeros(log);
        if (!snapshot_log_begin(log, err))
            return false;
    }
    pool_line_put(log, &row);
    return true;
}

static bool finish(void *context, struct error *err)
{
    (void)err;
    pool_lines_fill_zeros(context);
    return true;
}

static bool pooltagviewer_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {
        .read_line = read_line,
        .finish = finish,
        .no_snapshot = "poolTagViewerCs recording without any row",
    };

    return snapshot_log_read_input(input, target, &format, err);
}

static bool pooltagviewer_detect(struct text head)
{
    struct pool_line row = {0};
    struct text line;

    while (text_next_line(&head, &line))
        if (text_trim(line).length)
            return is_date(line) || parse_line(line, &row);
    return false;
}

const struct format format_pooltagviewer = {
    .name = "poolTagViewerCs recording", .detect = pooltagviewer_detect, .read = pooltagviewer_read};
