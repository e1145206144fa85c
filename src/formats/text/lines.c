#include "formats/text/lines.h"

#include <assert.h>
#include <string.h>

#define ZEROS_MIN 16         // fewer may belong to a tag
#define ENCODING_SAMPLE 16   // characters that are tested
#define ENCODING_DIFFERENT 4 // of them, that must differ

/* The first line end in [pos, end), or NULL. */
static const char *line_end(const char *pos, const char *end)
{
    size_t length = (size_t)(end - pos) < LINE_BYTES_MAX ? (size_t)(end - pos) : LINE_BYTES_MAX;
    const char *lf = memchr(pos, '\n', length), *cr = memchr(pos, '\r', lf ? (size_t)(lf - pos) : length);

    return cr ? cr : lf;
}

/* Moves past the line end at `stop`. False: whether an LF follows its CR is not in the window yet. */
static bool skip_line_end(struct reader *r, const char *stop)
{
    if (*stop == '\r' && stop + 1 == r->end && !r->is_at_end)
        return false;
    r->pos = stop + 1;
    if (*stop == '\r' && r->pos < r->end && *r->pos == '\n')
        r->pos++;
    return true;
}

/* Skips the rest of a line that is too long. */
static bool skip_rest(struct reader *r, struct error *err)
{
    for (;;) {
        const char *stop = r->pos < r->end ? line_end(r->pos, r->end) : NULL;

        if (stop && skip_line_end(r, stop))
            return true;
        r->pos = stop ? stop : (size_t)(r->end - r->pos) > LINE_BYTES_MAX ? r->pos + LINE_BYTES_MAX : r->end;
        if (!stop && r->pos < r->end)
            continue;
        if (r->is_at_end)
            return true;
        if (!reader_fill(r, err))
            return false;
    }
}

/* Skips zeros at the start of a line. A few may belong to a tag; at the end of the file they are an unterminated
 * line. */
static bool skip_zeros(struct reader *r, struct error *err)
{
    size_t zeros = 0;

    for (;;) {
        while (r->pos + zeros < r->end && r->pos[zeros] == '\0')
            zeros++;
        if (r->pos + zeros < r->end || r->is_at_end)
            break;
        if (zeros > ZEROS_MIN) { // keeps the window small
            r->pos += zeros - ZEROS_MIN;
            zeros = ZEROS_MIN;
        }
        if (!reader_fill(r, err))
            return false;
    }
    if (zeros >= ZEROS_MIN && r->pos + zeros < r->end)
        r->pos += zeros;
    return true;
}

/* --- other encodings --- */

static bool is_ascii_text(unsigned c)
{
    return (c >= ' ' && c <= '~') || c == '\t' || c == '\r' || c == '\n';
}

static bool is_letter_or_digit(unsigned c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* 8-bit text read as UTF-16: both bytes of each character are ASCII, as good as never in any language. Lines drawn
 * with box characters do that with a few of them (U+2550 is '%' and 'P'), so several must differ. */
static bool is_pairs_of_ascii(struct text line)
{
    uint32_t seen[ENCODING_DIFFERENT];
    size_t count = 0, different = 0;
    bool has_word = false;

    for (size_t pos = 0; pos < line.length && count < ENCODING_SAMPLE; count++) {
        uint32_t c = text_code_point(line, &pos);
        size_t i = 0;

        if (c > 0xFFFF || !is_ascii_text(c >> 8) || !is_ascii_text(c & 0xFF))
            return false;
        has_word = has_word || (is_letter_or_digit(c >> 8) && is_letter_or_digit(c & 0xFF));
        while (i < different && seen[i] != c)
            i++;
        if (i == different && different < ENCODING_DIFFERENT)
            seen[different++] = c;
    }
    return count == ENCODING_SAMPLE && different == ENCODING_DIFFERENT && has_word;
}

/* UTF-16 read as 8-bit text: every other byte is zero. */
static bool is_spread(struct text line)
{
    if (line.length < ENCODING_SAMPLE || (line.data[0] == '\0') == (line.data[1] == '\0'))
        return false;
    for (size_t i = 2; i < ENCODING_SAMPLE; i++)
        if ((line.data[i] == '\0') != (line.data[i - 2] == '\0'))
            return false;
    return true;
}

static bool is_in_other_encoding(const struct reader *r, struct text line)
{
    enum encoding encoding = r->encoding;

    return encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE ? is_pairs_of_ascii(line) : is_spread(line);
}

/* --- lines --- */

enum lines_next lines_next(struct lines *lines, struct text *line, struct error *err)
{
    struct reader *r = lines->reader;

    lines->is_too_long = false;
    for (;;) {
        assert(r->pos <= r->end);
        if (r->pos < r->end && *r->pos == '\0' && !skip_zeros(r, err))
            return LINES_FAILED;

        const char *start = r->pos, *stop = r->pos < r->end ? line_end(r->pos, r->end) : NULL;
        size_t length = (size_t)(r->end - r->pos);

        if (stop && skip_line_end(r, stop)) {
            *line = (struct text){start, (size_t)(stop - start)};
            lines->is_unterminated = false;
            break;
        }
        if (length > LINE_BYTES_MAX && !stop) {
            *line = (struct text){"", 0};
            lines->is_other_encoding = is_in_other_encoding(r, (struct text){start, length});
            if (!skip_rest(r, err))
                return LINES_FAILED;
            lines->is_unterminated = false;
            lines->is_too_long = true;
            lines->number++;
            return LINES_LINE;
        }
        if (!r->is_at_end) {
            if (!reader_fill(r, err))
                return LINES_FAILED;
            continue;
        }
        r->pos = r->end;
        if (length && start[length - 1] == 0x1A)
            length--;
        if (length == 0)
            return LINES_END;
        *line = (struct text){start, length};
        lines->is_unterminated = true;
        break;
    }
    lines->number++;
    lines->is_other_encoding = is_in_other_encoding(r, *line);
    return LINES_LINE;
}
