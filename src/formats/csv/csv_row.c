#include "formats/csv/csv_row.h"

#include <stdint.h>
#include <string.h>

#define EVERY_BYTE(c) (UINT64_C(0x0101010101010101) * (unsigned char)(c))

/* The lowest 0x80 marks the first zero byte of the eight; 0: no byte is zero. */
static uint64_t zero_bytes(uint64_t word)
{
    return (word - EVERY_BYTE(1)) & ~word & EVERY_BYTE(0x80);
}

/* Skips bytes that are neither quote nor line end, eight at a time (loaded little-endian). Stops at the first one, or
 * within eight bytes of `end`. */
static const char *skip_ordinary(const char *p, const char *end)
{
    for (; end - p >= 8; p += 8) {
        const unsigned char *b = (const unsigned char *)p;
        uint64_t word = (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
                        (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
        uint64_t found = zero_bytes(word ^ EVERY_BYTE('"')) | zero_bytes(word ^ EVERY_BYTE('\n')) |
                         zero_bytes(word ^ EVERY_BYTE('\r'));

        if (found)
            return p + __builtin_ctzll(found) / 8;
    }
    return p;
}

/* The end of a quoted field that starts at `p`, after its opening quote. NULL: the text ends before, or there are too
 * many line ends. */
static const char *quoted_end(const char *p, const char *end, bool is_last, struct csv_field *field, size_t *lines)
{
    field->data = p;
    field->has_quotes = false;
    for (p = skip_ordinary(p, end); p < end; p++) {
        if (*p == '"') {
            if (p + 1 == end && !is_last)
                return NULL;
            if (p + 1 == end || p[1] != '"') {
                field->length = (size_t)(p - field->data);
                return p + 1;
            }
            field->has_quotes = true;
            p++;
        } else if (*p == '\n' || (*p == '\r' && !(p + 1 < end && p[1] == '\n'))) {
            if (++*lines > CSV_LINES)
                return NULL;
        }
    }
    return NULL;
}

static const char *plain_end(const char *p, const char *end, char separator, struct csv_field *field)
{
    field->data = p;
    field->has_quotes = false;
    while (p < end && *p != separator && *p != '\n' && *p != '\r')
        p++;
    field->length = (size_t)(p - field->data);
    return p;
}

/* The position after a line end; NULL: it is a CR, and the text ends before a possible LF. */
static const char *line_end(const char *p, const char *end, bool is_last)
{
    if (*p == '\n')
        return p + 1;
    if (p + 1 < end)
        return p + (p[1] == '\n' ? 2 : 1);
    return is_last ? p + 1 : NULL;
}

enum csv_state csv_row_split(const char **pos, const char *end, char separator, bool is_last, struct csv_row *row)
{
    const char *p = *pos;
    struct csv_field spare;

    row->count = row->lines = 0;
    for (;;) {
        struct csv_field *field = row->count < CSV_FIELDS ? &row->fields[row->count] : &spare;

        if (p < end && *p == '"')
            p = quoted_end(p + 1, end, is_last, field, &row->lines);
        else
            p = plain_end(p, end, separator, field);
        if (!p)
            return CSV_CUT;
        row->count++;
        if (p == end) {
            *pos = is_last ? p : *pos;
            return is_last ? CSV_ROW : CSV_CUT;
        }
        if (*p == separator) {
            p++;
            continue;
        }
        if (*p != '\n' && *p != '\r')
            return p + 1 == end && !is_last ? CSV_CUT : CSV_MALFORMED; // one byte may be a final 0x1A
        p = line_end(p, end, is_last);
        if (!p)
            return CSV_CUT;
        row->lines++;
        *pos = p;
        return CSV_ROW;
    }
}

const char *csv_next_line(const char *pos, const char *end)
{
    while (pos < end && *pos != '\n' && *pos != '\r')
        pos++;
    return pos < end ? line_end(pos, end, true) : end;
}

struct text csv_field_text(const struct csv_field *field, struct buffer *scratch)
{
    if (!field->has_quotes)
        return (struct text){field->data, field->length};
    scratch->length = 0;
    for (size_t i = 0; i < field->length; i++) {
        buffer_add_char(scratch, field->data[i]);
        i += field->data[i] == '"';
    }
    return buffer_text(scratch);
}
