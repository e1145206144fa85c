#include "formats/foreign/poolmon_row.h"

#include <string.h>

#include "formats/text/number.h"
#include "formats/text/stamp.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The name of a pool, followed by a number. */
static bool is_pool(struct text t, bool *paged, struct text *rest)
{
    struct text word;

    *rest = t;
    word = text_next_word(rest);
    *paged = text_equal_nocase(word, text_of("Paged"));
    if (!*paged && !text_equal_nocase(word, text_of("Nonp")) && !text_equal_nocase(word, text_of("NonPaged")))
        return false;
    t = text_trim(*rest);
    return t.length && (text_is_digit_at(t, 0) || t.data[0] == '-');
}

static bool is_all_blank(struct text t)
{
    return text_trim(t).length == 0;
}

static bool has_time(struct text prefix)
{
    struct stamp stamp;

    return stamp_find(prefix, ORDER_UNKNOWN, &stamp) && stamp.has_date && stamp.has_time;
}

/* Splits "poolmon.log:12: Abcd" and "2020-05-22 08:05:09 Abcd" before the last four characters. */
static bool split_prefix(struct text before, struct poolmon_row *row)
{
    size_t start = before.length, characters = 0;
    struct text prefix;

    while (start && characters < TAG_CHARACTERS)
        characters += (before.data[--start] & 0xC0) != 0x80; // the first byte of a character
    if (start == 0 || !(is_blank(before.data[start - 1]) || before.data[start - 1] == ':'))
        return false;
    prefix = text_trim((struct text){before.data, start});
    if (prefix.length == 0 || !(text_ends_with(prefix, text_of(":")) || has_time(prefix)))
        return false;
    row->prefix = prefix;
    row->line.tag = text_skip(before, start);
    return true;
}

/* The text before the pool, without the blank between: a tag of four characters, if its blanks are there. */
static bool tag_of(struct text before, size_t tag_offset, struct poolmon_row *row)
{
    size_t characters = text_characters(before);

    if (tag_offset < before.length && is_all_blank((struct text){before.data, tag_offset}) &&
        text_characters(text_skip(before, tag_offset)) == TAG_CHARACTERS) {
        row->line.tag = text_skip(before, tag_offset);
        return true;
    }
    if (characters == TAG_CHARACTERS + 1 && before.data[0] == ' ') {
        row->line.tag = text_skip(before, 1);
        return true;
    }
    if (characters == TAG_CHARACTERS && before.data[0] != ' ') {
        row->line.tag = before;
        return true;
    }
    return tag_fill(text_trim(before), row->scratch, &row->line.tag) || split_prefix(before, row);
}

#define POOL_OFFSET_MAX 160 // of the pool in a line: a prefix may be before the tag

bool poolmon_parse_tag(struct text line, size_t tag_offset, struct poolmon_row *row, struct text *rest)
{
    size_t last = line.length < POOL_OFFSET_MAX ? line.length : POOL_OFFSET_MAX;

    for (size_t i = 1; i < last; i++) {
        char first = (char)(line.data[i] | 0x20);

        if ((first != 'n' && first != 'p') || !is_blank(line.data[i - 1]) ||
            !is_pool(text_skip(line, i), &row->line.is_paged, rest))
            continue;
        if (!tag_of((struct text){line.data, i - 1}, tag_offset, row))
            row->line.tag.length = 0;
        return true;
    }
    return false;
}

bool poolmon_is_cut_row(struct text line, size_t tag_offset)
{
    static const char *const pools[] = {"Nonp", "Paged"};
    struct text pool;

    if (line.length < tag_offset || !is_all_blank((struct text){line.data, tag_offset}))
        return false;
    line = text_skip(line, tag_offset);
    if (line.length <= TAG_CHARACTERS)
        return tag_offset > 0 && line.length > 0;
    pool = text_trim(text_skip(line, TAG_CHARACTERS));
    for (size_t i = 0; i < 2; i++)
        if (is_blank(line.data[TAG_CHARACTERS]) && pool.length <= strlen(pools[i]) &&
            memcmp(pool.data, pools[i], pool.length) == 0)
            return true;
    return false;
}

/* Skips a change such as "(  12)". */
static bool parse_change(struct text *rest, bool *found)
{
    struct text t = text_trim(*rest);
    int64_t change;

    if (t.length == 0 || t.data[0] != '(')
        return true;
    t = text_skip(t, 1);
    if (!number_parse_integer(&t, &change))
        return false;
    t = text_trim(t);
    if (t.length == 0 || t.data[0] != ')')
        return false;
    *rest = text_skip(t, 1);
    *found = true;
    return true;
}

static bool parse_count(struct text *rest, int64_t *out, struct poolmon_row *row)
{
    return number_parse_integer(rest, out) && parse_change(rest, &row->has_changes);
}

bool poolmon_parse_numbers(struct text rest, struct poolmon_row *row)
{
    struct number each;

    if (!parse_count(&rest, &row->line.allocs, row) || !parse_count(&rest, &row->line.frees, row) ||
        !number_parse_integer(&rest, &row->line.live) || !parse_count(&rest, &row->line.bytes, row) ||
        !number_parse(&rest, &each))
        return false;
    row->owner = text_trim(rest);
    return rest.length == 0 || is_blank(rest.data[0]) || rest.data[0] == '[';
}

/* --- the last column --- */

/* Removes the text in brackets from the front of *rest. */
static bool parse_brackets(struct text *rest, struct text *inside)
{
    size_t end;

    *rest = text_trim(*rest);
    end = text_find(*rest, text_of("]"));
    if (rest->length == 0 || rest->data[0] != '[' || end == TEXT_NOWHERE)
        return false;
    *inside = text_trim((struct text){rest->data + 1, end - 1});
    *rest = text_skip(*rest, end + 1);
    return true;
}

/* "driver  -  meaning", or only a driver. */
static void split_owner(struct text owner, struct text *driver, struct text *meaning)
{
    size_t dash = text_find(owner, text_of(" - "));

    *driver = owner;
    if (dash == TEXT_NOWHERE)
        return;
    *driver = text_trim((struct text){owner.data, dash});
    *meaning = text_trim(text_skip(owner, dash + 3));
}

/* The drivers of this machine (/c) come first; the well-known ones (/g) come second and have priority: they say
 * more. */
void poolmon_parse_owner(struct poolmon_row *row)
{
    struct text inside, column = row->owner;

    if (!parse_brackets(&column, &inside))
        return;
    split_owner(inside, &row->line.driver, &row->line.meaning);
    if (parse_brackets(&column, &inside))
        split_owner(inside, &row->line.driver, &row->line.meaning);
}
