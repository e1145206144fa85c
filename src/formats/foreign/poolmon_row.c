#include "formats/foreign/poolmon_row.h"

#include <string.h>

#include "formats/text/number.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The name of a pool, followed by a number. */
static bool is_pool(struct text t, bool *paged, struct text *rest)
{
    size_t length = strlen("Nonp");

    if (text_starts_with(t, "Nonp"))
        *paged = false;
    else if (text_starts_with(t, "Paged"))
        *paged = true, length = strlen("Paged");
    else
        return false;
    *rest = text_skip(t, length);
    if (rest->length == 0 || !is_blank(rest->data[0]))
        return false;
    t = text_trim(*rest);
    return t.length && ((t.data[0] >= '0' && t.data[0] <= '9') || t.data[0] == '-');
}

/* The text before the pool, without the blank between: a tag of four characters, if its blanks are there. */
static bool tag_of(struct text before, bool lost_blank, struct poolmon_row *row)
{
    size_t characters = text_characters(before);

    if (characters == TAG_CHARACTERS + 1 && before.data[0] == ' ') {
        row->line.tag = text_skip(before, 1);
        return true;
    }
    if (characters == TAG_CHARACTERS && (before.data[0] != ' ' || lost_blank)) {
        row->line.tag = before;
        return true;
    }
    return tag_fill(text_trim(before), row->scratch, &row->line.tag);
}

bool poolmon_parse_tag(struct text line, bool lost_blank, struct poolmon_row *row, struct text *rest)
{
    size_t last = line.length < 80 ? line.length : 80;

    for (size_t i = 1; i < last; i++) {
        if (!is_blank(line.data[i - 1]) || !is_pool(text_skip(line, i), &row->line.is_paged, rest))
            continue;
        if (!tag_of((struct text){line.data, i - 1}, lost_blank, row))
            row->line.tag.length = 0;
        return true;
    }
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
