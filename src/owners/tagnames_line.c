#include "owners/tagnames_line.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct text from(struct text t, size_t at)
{
    return (struct text){t.data + at, t.length - at};
}

static struct text up_to(struct text t, size_t length)
{
    return (struct text){t.data, length};
}

static bool begins_nocase(struct text t, const char *start)
{
    struct text s = text_of(start);

    return t.length >= s.length && text_equal_nocase(up_to(t, s.length), s);
}

/* "rem" is a word of its own: "Remx - ..." is a tag. */
static bool is_comment(struct text line)
{
    struct text t = text_trim(line);

    return begins_nocase(t, "//") || (begins_nocase(t, "rem") && (t.length == 3 || is_blank(t.data[3])));
}

/* Bytes of the first `columns` characters; all of them if there are fewer. */
static size_t column_bytes(struct text t, size_t columns)
{
    size_t i = 0;

    for (; columns && i < t.length; columns--)
        text_code_point(t, &i);
    return i;
}

/* The dash at `at`, alone between blanks: where what follows begins. 0 when it is none. */
static size_t behind_dash(struct text t, size_t at)
{
    if (at >= t.length || t.data[at] != '-' || (at + 1 < t.length && !is_blank(t.data[at + 1])))
        return 0;
    return at + 1;
}

/* The first dash with a blank before it, from `at` on; the text's length when there is none. */
static size_t find_dash(struct text t, size_t at)
{
    for (at = at ? at : 1; at < t.length; at++)
        if (is_blank(t.data[at - 1]) && behind_dash(t, at))
            return at;
    return t.length;
}

/* The end of the tag if it is columns 1 to 4 with a dash behind them, and else 0. */
static size_t tag_by_column(struct text line, size_t *rest)
{
    size_t end = column_bytes(line, TAG_COLUMNS), dash = end;

    while (dash < line.length && is_blank(line.data[dash]))
        dash++;
    *rest = behind_dash(line, dash);
    if (*rest == 0 || text_trim(up_to(line, end)).length == 0 || find_dash(line, 0) < end)
        return 0;
    return end;
}

/* The end of a tag that is shorter or longer: the first word, with a dash behind it. */
static size_t tag_by_word(struct text line, size_t *rest)
{
    size_t end = 0, dash;

    while (end < line.length && !is_blank(line.data[end]))
        end++;
    for (dash = end; dash < line.length && is_blank(line.data[dash]);)
        dash++;
    *rest = behind_dash(line, dash);
    return *rest ? end : 0;
}

static struct text without_blanks_behind(struct text t)
{
    while (t.length && is_blank(t.data[t.length - 1]))
        t.length--;
    return t;
}

/* "nt!cm   -a description": the dash is close to what follows, so only one word may stand before it. */
static size_t find_close_dash(struct text t)
{
    struct text rest = text_trim(t), word = text_next_word(&rest);

    rest = text_trim(rest);
    return word.length && rest.length && rest.data[0] == '-' ? (size_t)(rest.data - t.data) : t.length;
}

/* "fltmgr.sys - what it is"; without a second dash all of it is the description. */
static void split_meaning(struct text meaning, struct tagline *out)
{
    size_t dash = find_dash(meaning, 0);

    if (dash == meaning.length)
        dash = find_close_dash(meaning);
    out->driver = (struct text){"", 0};
    out->description = text_trim(meaning);
    if (dash == meaning.length)
        return;
    out->driver = text_trim(up_to(meaning, dash));
    out->description = text_trim(from(meaning, dash + 1));
}

static bool tag_line(struct text line, struct tagline *out)
{
    size_t rest, end = tag_by_column(line, &rest);

    if (!end)
        end = tag_by_word(line, &rest);
    if (!end)
        return false;
    out->kind = TAGLINE_TAG;
    out->tag = without_blanks_behind(up_to(line, end));
    split_meaning(from(line, rest), out);
    return true;
}

/* Bytes that both ends begin with. */
static size_t range_prefix(struct text first, struct text last)
{
    size_t same = 0;

    while (same < first.length && same < last.length && first.data[same] == last.data[same])
        same++;
    return same;
}

/* The letter that the digits behind 9 begin with, by the ends of a range: 'A' or 'a', or '0' when they have none. */
static char digit_letter(struct text end, size_t at, char before)
{
    for (; at < end.length; at++)
        if (end.data[at] > '9')
            before = end.data[at] < 'a' ? 'A' : 'a';
    return before;
}

/* What stands from `at` on, read as digits. */
static bool number_from(struct text t, size_t at, char letter, uint32_t *out)
{
    *out = 0;
    for (; at < t.length; at++) {
        char c = t.data[at];

        if (c >= '0' && c <= '9')
            *out = *out << 4 | (uint32_t)(c - '0');
        else if (letter != '0' && c >= letter && c < letter + 6)
            *out = *out << 4 | (uint32_t)(c - letter + 10);
        else
            return false;
    }
    return true;
}

/* False also when the ends are none of a range, or write their digits in both cases. */
bool tagline_in_range(struct text first, struct text last, struct text tag)
{
    size_t prefix = range_prefix(first, last);
    char letter = digit_letter(last, prefix, digit_letter(first, prefix, '0'));
    uint32_t low, high, number;

    if (first.length != TAG_COLUMNS || last.length != TAG_COLUMNS || tag.length != TAG_COLUMNS)
        return false;
    if (prefix == TAG_COLUMNS || memcmp(tag.data, first.data, prefix) != 0)
        return false;
    if (!number_from(first, prefix, letter, &low) || !number_from(last, prefix, letter, &high))
        return false;
    return number_from(tag, prefix, letter, &number) && number >= low && number <= high;
}

/* "QUIC Allocation tags are Qc00 through QcFF": the words about "through". */
static bool range_line(struct text line, struct tagline *out)
{
    struct text rest = line, before = {line.data, 0}, word;

    while ((word = text_next_word(&rest)).length) {
        struct text after = rest, last = text_next_word(&after);

        if (text_equal_nocase(word, text_of("through")) && tagline_in_range(before, last, last)) {
            *out = (struct tagline){.kind = TAGLINE_RANGE,
                                    .tag = text_trim(line),
                                    .driver = {"", 0},
                                    .description = text_trim(line),
                                    .first = before,
                                    .last = last,
                                    .prefix = range_prefix(before, last)};
            return true;
        }
        before = word;
    }
    return false;
}

/* The rest of a description. A dash before it, and a driver that is not known, say nothing. */
static struct text more_of(struct text line)
{
    struct text t = text_trim(line);

    if (behind_dash(t, 0))
        t = text_trim(from(t, 1));
    return text_equal_nocase(t, text_of("<unknown>")) ? (struct text){"", 0} : t;
}

struct tagline tagline_of(struct text line)
{
    struct tagline out = {.kind = TAGLINE_NOTHING};

    if (text_trim(line).length == 0 || is_comment(line) || tag_line(line, &out))
        return out;
    if (is_blank(line.data[0]))
        return (struct tagline){.kind = TAGLINE_MORE, .description = more_of(line)};
    range_line(line, &out);
    return out;
}
