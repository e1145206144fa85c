#include "formats/text/escapes.h"

#include <string.h>

#define ESCAPE '\x1B'
#define BELL '\x07'
#define SHIFT_OUT '\x0E' // to the other set of characters
#define SHIFT_IN '\x0F'  // and back

bool escapes_exist(struct text line)
{
    return line.length && memchr(line.data, ESCAPE, line.length);
}

static bool is_between(struct text t, size_t pos, char first, char last)
{
    return pos < t.length && t.data[pos] >= first && t.data[pos] <= last;
}

static void add_move(struct buffer *out, char final)
{
    if (final == 'G' || final == 'C' || final == '`')
        buffer_add_char(out, ' ');
    else if (out->length && final && strchr("HfdABEF", final))
        buffer_add_char(out, '\n');
}

/* ESC [ parameters, and a letter that says what to do. */
static size_t skip_control(struct text line, size_t pos, struct buffer *out)
{
    while (is_between(line, pos, ' ', '?'))
        pos++;
    if (!is_between(line, pos, '@', '~'))
        return pos;
    add_move(out, line.data[pos]);
    return pos + 1;
}

/* ESC ] a title of the window, up to BEL or ESC \. */
static size_t skip_title(struct text line, size_t pos)
{
    while (pos < line.length && line.data[pos] != BELL && line.data[pos] != ESCAPE)
        pos++;
    if (pos < line.length && line.data[pos] == ESCAPE)
        pos++;
    return pos < line.length ? pos + 1 : pos;
}

/* The position after the sequence whose ESC is before `pos`. */
static size_t skip_sequence(struct text line, size_t pos, struct buffer *out)
{
    if (pos == line.length)
        return pos;
    if (line.data[pos] == '[')
        return skip_control(line, pos + 1, out);
    if (line.data[pos] == ']')
        return skip_title(line, pos + 1);
    while (is_between(line, pos, ' ', '/')) // ESC ( B
        pos++;
    return pos < line.length ? pos + 1 : pos;
}

struct text escapes_remove(struct text line, struct buffer *out)
{
    out->length = 0;
    for (size_t pos = 0; pos < line.length;) {
        char c = line.data[pos++];

        if (c == ESCAPE)
            pos = skip_sequence(line, pos, out);
        else if (c != SHIFT_OUT && c != SHIFT_IN)
            buffer_add_char(out, c);
    }
    return out->length ? buffer_text(out) : (struct text){line.data, 0};
}
