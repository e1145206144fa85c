#include "formats/text/lines.h"

#include <string.h>

#define ZEROS_LEAST 16   // that are no tag's
#define FOREIGN_LEAST 16 // characters that tell
#define FOREIGN_DIFFERENT 4

/* The first line end in [at, end), or NULL. */
static const char *line_end(const char *at, const char *end)
{
    size_t length = (size_t)(end - at) < LINE_BYTES_MAX ? (size_t)(end - at) : LINE_BYTES_MAX;
    const char *lf = memchr(at, '\n', length), *cr = memchr(at, '\r', lf ? (size_t)(lf - at) : length);

    return cr ? cr : lf;
}

/* Moves behind the line end at `stop`; false when that takes more text than the window has. */
static bool pass_end(struct reader *r, const char *stop)
{
    if (*stop == '\r' && stop + 1 == r->end && !r->is_at_end)
        return false;
    r->pos = stop + 1;
    if (*stop == '\r' && r->pos < r->end && *r->pos == '\n')
        r->pos++;
    return true;
}

/* Over the rest of a line that is too long. */
static bool pass_rest(struct reader *r, struct error *err)
{
    for (;;) {
        const char *stop = r->pos < r->end ? line_end(r->pos, r->end) : NULL;

        if (stop && pass_end(r, stop))
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

/* Over zeros in front of a line; a few may be a tag's, and at the end of the file they are a line, which is open. */
static bool pass_zeros(struct reader *r, struct error *err)
{
    size_t zeros = 0;

    for (;;) {
        while (r->pos + zeros < r->end && r->pos[zeros] == '\0')
            zeros++;
        if (r->pos + zeros < r->end || r->is_at_end)
            break;
        if (zeros > ZEROS_LEAST) { // so that the window stays small
            r->pos += zeros - ZEROS_LEAST;
            zeros = ZEROS_LEAST;
        }
        if (!reader_fill(r, err))
            return false;
    }
    if (zeros >= ZEROS_LEAST && r->pos + zeros < r->end)
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

/* Two letters in each character: as good as never in any language. But lines are drawn with few such characters: U+2550 is
 * '%' and 'P'. */
static bool is_pairs_of_ascii(struct text line)
{
    uint32_t seen[FOREIGN_DIFFERENT];
    size_t count = 0, different = 0;
    bool has_word = false;

    for (size_t at = 0; at < line.length && count < FOREIGN_LEAST; count++) {
        uint32_t c = text_code_point(line, &at);
        size_t i = 0;

        if (c > 0xFFFF || !is_ascii_text(c >> 8) || !is_ascii_text(c & 0xFF))
            return false;
        has_word = has_word || (is_letter_or_digit(c >> 8) && is_letter_or_digit(c & 0xFF));
        while (i < different && seen[i] != c)
            i++;
        if (i == different && different < FOREIGN_DIFFERENT)
            seen[different++] = c;
    }
    return count == FOREIGN_LEAST && different == FOREIGN_DIFFERENT && has_word;
}

/* Every other byte is zero. */
static bool is_spread(struct text line)
{
    if (line.length < FOREIGN_LEAST || (line.data[0] == '\0') == (line.data[1] == '\0'))
        return false;
    for (size_t i = 2; i < FOREIGN_LEAST; i++)
        if ((line.data[i] == '\0') != (line.data[i - 2] == '\0'))
            return false;
    return true;
}

static bool is_foreign(const struct reader *r, struct text line)
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
        if (r->pos < r->end && *r->pos == '\0' && !pass_zeros(r, err))
            return LINES_FAILED;

        const char *start = r->pos, *stop = r->pos < r->end ? line_end(r->pos, r->end) : NULL;
        size_t left = (size_t)(r->end - r->pos);

        if (stop && pass_end(r, stop)) {
            *line = (struct text){start, (size_t)(stop - start)};
            lines->is_unterminated = false;
            break;
        }
        if (left > LINE_BYTES_MAX && !stop) {
            *line = (struct text){"", 0};
            lines->is_other_encoding = is_foreign(r, (struct text){start, left});
            if (!pass_rest(r, err))
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
        if (left && start[left - 1] == 0x1A)
            left--;
        if (left == 0)
            return LINES_END;
        *line = (struct text){start, left};
        lines->is_unterminated = true;
        break;
    }
    lines->number++;
    lines->is_other_encoding = is_foreign(r, *line);
    return LINES_LINE;
}

/* --- plain blanks --- */

#define NBSP "\xC2\xA0"
#define NBSP_LEAST 3 // fewer may be a tag's

/* Whether a blank that does not break stands there, and not between digits. */
static bool is_padding(struct text line, size_t at)
{
    return text_starts_with(text_behind(line, at), NBSP) &&
           !(at && text_is_digit_at(line, at - 1) && text_is_digit_at(line, at + strlen(NBSP)));
}

struct text lines_replace_nbsp(struct text line, struct buffer *room)
{
    size_t count = 0;

    if (line.length == 0 || !memchr(line.data, NBSP[0], line.length))
        return line;
    for (size_t i = 0; i < line.length; i++)
        count += is_padding(line, i);
    if (count == 0 || (count < NBSP_LEAST && !is_padding(line, 0)))
        return line;
    room->length = 0;
    for (size_t i = 0; i < line.length; i++) {
        bool is_blank = is_padding(line, i);

        buffer_add_char(room, is_blank ? ' ' : line.data[i]);
        i += is_blank;
    }
    return buffer_text(room);
}

bool lines_any_match(struct text text, bool (*is_one)(struct text line))
{
    struct buffer room = {0};
    struct text line;
    bool found = false;

    while (!found && text_take_line(&text, &line))
        found = is_one(lines_replace_nbsp(line, &room));
    buffer_free(&room);
    return found;
}
