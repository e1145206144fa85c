#include "formats/csv/csv_repeat_row.h"

#include "base/memory.h"
#include "formats/csv/csv_row.h"

#define TAG_BYTES_MAX 64 // a longer tag is not simple
#define DIGITS_MAX 18    // always fit in 64 bits

const char *repeat_line_end(const char *pos, const char *end, enum encoding encoding)
{
    if (end - pos > REPEAT_ROW_BYTES)
        end = pos + REPEAT_ROW_BYTES;
    if (encoding == ENCODING_UTF8) {
        const char *found = pos < end ? memchr(pos, '\n', (size_t)(end - pos)) : NULL;

        return found ? found + 1 : NULL;
    }
    for (; end - pos >= 2; pos += 2)
        if (pos[0] == '\n' && pos[1] == '\0')
            return pos + 2;
    return NULL;
}

bool repeat_line_text(const char *pos, const char *next, enum encoding encoding, struct buffer *text, struct text *out)
{
    size_t length = (size_t)(next - pos), good;

    if (encoding == ENCODING_UTF8) {
        *out = (struct text){pos, length};
        return unicode_utf8_check(pos, length, &good) == UTF8_VALID;
    }
    text->length = 0;
    unicode_to_utf8(encoding, pos, length, true, text);
    *out = buffer_text(text);
    return true;
}

/* The character at `p` if it is ASCII, else 0. */
static inline unsigned ascii_at(const char *p, size_t unit)
{
    return unit == 1 || p[1] == '\0' ? (unsigned char)p[0] : 0;
}

/* The tag up to its closing quote, and the position after that; NULL: not simple. */
static inline const char *simple_tag(const char *p, const char *end, size_t unit, struct buffer *scratch)
{
    scratch->length = 0;
    for (; end - p >= (ptrdiff_t)unit; p += unit) {
        unsigned c = ascii_at(p, unit);

        if (c == '"')
            return p + unit;
        if (c < ' ' || c >= 0x7F || scratch->length == TAG_BYTES_MAX)
            return NULL;
        scratch->bytes[scratch->length++] = (char)c;
    }
    return NULL;
}

/* A separator, an opening quote, digits, a closing quote. */
static inline const char *simple_number(const char *p, size_t unit, unsigned separator, int64_t *out)
{
    uint64_t value = 0; // may be one digit too long; checked below
    const char *digits;

    if (ascii_at(p, unit) != separator || ascii_at(p + unit, unit) != '"')
        return NULL;
    for (p = digits = p + 2 * unit; p - digits <= (ptrdiff_t)(DIGITS_MAX * unit); p += unit) {
        unsigned digit = ascii_at(p, unit) - '0';

        if (digit > 9)
            break;
        value = value * 10 + digit;
    }
    if (p == digits || p - digits > (ptrdiff_t)(DIGITS_MAX * unit) || ascii_at(p, unit) != '"')
        return NULL;
    *out = (int64_t)value;
    return p + unit;
}

static inline bool simple_row(const struct repeat_syntax *syntax, const char *p, const char *end, size_t unit,
                              struct buffer *scratch, struct repeat_parsed *out)
{
    const struct csv_layout *layout = &syntax->layout;
    int64_t numbers[CSV_FIELDS];

    if (!(p = simple_tag(p, end, unit, scratch)))
        return false;
    for (size_t column = layout->tag + 1; column < layout->columns; column++) {
        if (!(p = simple_number(p, unit, (unsigned char)layout->separator, &numbers[column])))
            return false;
    }
    if (end - p >= (ptrdiff_t)unit && ascii_at(p, unit) == '\r')
        p += unit;
    if (end - p < (ptrdiff_t)unit || ascii_at(p, unit) != '\n')
        return false;
    FOR_EACH_COUNTER(counter, layout->counters) {
        out->values.value[counter] = numbers[layout->column[counter]];
    }
    out->values.known = layout->counters;
    out->tag = buffer_text(scratch);
    out->next = p + unit;
    return true;
}

bool repeat_row_simple(const struct repeat_syntax *syntax, const char *pos, const char *end, struct buffer *scratch,
                       struct repeat_parsed *out)
{
    if (!syntax->tag_is_quoted || syntax->layout.columns > CSV_FIELDS)
        return false;
    ARRAY_RESERVE(scratch->bytes, scratch->capacity, TAG_BYTES_MAX);
    return syntax->encoding == ENCODING_UTF8 ? simple_row(syntax, pos, end, 1, scratch, out)
                                             : simple_row(syntax, pos, end, 2, scratch, out);
}

bool repeat_row_any(const struct repeat_syntax *syntax, const char *row, const char *end, struct buffer *text,
                    struct buffer *scratch, struct repeat_parsed *out)
{
    const char *next = repeat_line_end(row, end, syntax->encoding), *p;
    struct csv_row split;
    struct text line;

    if (!next || !repeat_line_text(row, next, syntax->encoding, text, &line))
        return false;
    p = line.data;
    if (csv_row_split(&p, line.data + line.length, syntax->layout.separator, true, &split) != CSV_ROW ||
        p != line.data + line.length || split.lines != 1 || split.count != syntax->layout.columns)
        return false;
    FOR_EACH_COUNTER(counter, syntax->layout.counters) {
        if (!text_to_int64(csv_raw_text(&split, syntax->layout.column[counter]), &out->values.value[counter]))
            return false;
    }
    out->values.known = syntax->layout.counters;
    out->tag = csv_field_text(&split.fields[syntax->layout.tag], scratch);
    out->next = next;
    return true;
}
