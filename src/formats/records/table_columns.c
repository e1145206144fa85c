#include "formats/records/table_columns.h"

#include <string.h>

#include "model/tag.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The byte offset of a character, or the length of the line. */
static size_t byte_at(struct text line, size_t character)
{
    size_t pos = 0;

    while (character-- && pos < line.length)
        text_code_point(line, &pos);
    return pos;
}

static struct text slice(struct text line, size_t start, size_t end)
{
    size_t from = byte_at(line, start);

    return (struct text){line.data + from, byte_at(line, end) - from};
}

/* A word and its offsets in characters. */
struct word {
    struct text text;
    size_t start, end;
};

/* The next word after the one in *word, which is all zero at first. */
static bool next_word(struct text line, struct text *rest, struct word *word)
{
    const char *before = word->text.length ? word->text.data + word->text.length : line.data;

    word->text = text_next_word(rest);
    word->start = word->end + text_characters((struct text){before, (size_t)(word->text.data - before)});
    word->end = word->start + text_characters(word->text);
    return word->text.length > 0;
}

/* --- headings --- */

static bool add_heading(struct table_columns *t, struct text name, size_t start, size_t end)
{
    size_t column = t->layout.count;

    if (!record_layout_add(&t->layout, name))
        return false;
    t->start[column] = start;
    t->end[column] = end;
    if (t->layout.columns[column].role == ROLE_TAG)
        t->tag = column;
    return true;
}

/* Poolmon's own heading has all values of a pool and "Per Alloc", of which one word or both may be no column's name. */
static bool is_of_poolmon(const struct record_layout *layout)
{
    enum { POOL_VALUES = ROLE_POOL_BYTES - ROLE_POOL_ALLOCS + 1 };
    size_t known = 0, values = 0, computed = 0;

    for (size_t i = 0; i < layout->count; i++) {
        enum role role = layout->columns[i].role;

        known += role != ROLE_NONE;
        computed += role == ROLE_COMPUTED;
        values += role >= ROLE_POOL_ALLOCS && role <= ROLE_POOL_BYTES;
    }
    return layout->has_pool && (known < layout->count || (values == POOL_VALUES && computed));
}

/* Prose may name columns as well. */
static bool are_mostly_known(const struct record_layout *layout)
{
    size_t known = 0;

    for (size_t i = 0; i < layout->count; i++)
        known += layout->columns[i].role != ROLE_NONE;
    return known * 2 > layout->count;
}

/* Cheaply: one of the columns that a table must have. */
static bool may_be_heading(struct text line)
{
    static const char *const parts[] = {"aged", "Type", "Used", "Pool"};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (text_find(line, text_of(parts[i])) != TEXT_NOWHERE)
            return true;
    return false;
}

bool table_columns_find(struct text line, struct table_columns *out)
{
    struct table_columns t = {0};
    struct text rest = line;
    struct word word = {0};

    if (!may_be_heading(line))
        return false;
    while (next_word(line, &rest, &word))
        if (!add_heading(&t, word.text, word.start, word.end))
            return false;
    if (!record_layout_is_usable(&t.layout) || is_of_poolmon(&t.layout) || !are_mostly_known(&t.layout))
        return false;
    *out = t;
    return true;
}

#define NAME_MAX_BYTES 64
#define POINTS 3 // columns as narrow as these are cut without them, so that a part of a number looks whole

/* What stands above one run of dashes, in all lines. */
static bool join_heading(struct text lines, size_t start, size_t end, char name[NAME_MAX_BYTES], size_t *length)
{
    size_t parts = 0;
    struct text line;

    *length = 0;
    while (text_next_line(&lines, &line)) {
        struct text part = text_trim(slice(line, start, end));

        if (*length + part.length > NAME_MAX_BYTES)
            return false;
        memcpy(name + *length, part.data, part.length);
        *length += part.length;
        parts += part.length > 0;
    }
    return parts < 2 || end - start > POINTS;
}

static bool is_rule(struct text line)
{
    for (size_t i = 0; i < line.length; i++)
        if (!is_blank(line.data[i]) && line.data[i] != '-')
            return false;
    return line.length > 0;
}

static bool find_in_lines(struct text rule, struct text lines, struct table_columns *out)
{
    struct table_columns t = {0};
    struct text rest = rule;
    struct word dashes = {0};

    while (next_word(rule, &rest, &dashes)) {
        char name[NAME_MAX_BYTES];
        size_t length;

        if (!join_heading(lines, dashes.start, dashes.end, name, &length) ||
            !add_heading(&t, (struct text){name, length}, dashes.start, dashes.end))
            return false;
    }
    if (!record_layout_is_usable(&t.layout))
        return false;
    *out = t;
    return true;
}

/* The headings are the fewest lines that have them all: above may be other text. */
bool table_columns_find_above(struct text rule, struct text lines, struct table_columns *out)
{
    size_t start = lines.length;

    if (!is_rule(rule))
        return false;
    while (start > 0) {
        for (start--; start > 0 && lines.data[start - 1] != '\n'; start--)
            ;
        if (find_in_lines(rule, text_skip(lines, start), out))
            return true;
    }
    return false;
}

/* "NonPagedA", of the collector's columns; and whether a number is in it. */
static bool is_start_of_name(struct text word, bool *is_number)
{
    enum { LEAST = 4 }; // "Page", "NonP"

    for (int c = 0; c < COLUMNS; c++) {
        struct text name = text_of(column_name((enum column)c));

        if (word.length < LEAST || word.length > name.length || memcmp(word.data, name.data, word.length) != 0)
            continue;
        *is_number = column_is_number((enum column)c);
        return true;
    }
    return false;
}

bool table_columns_begin(struct text line)
{
    struct table_columns t;
    struct text word, rest = line;
    size_t numbers = 0;
    bool has_tag = false, is_number;

    if (text_find(line, text_of("Tag")) == TEXT_NOWHERE && text_find(line, text_of("tag")) == TEXT_NOWHERE)
        return false;
    if (table_columns_find(line, &t))
        return true;
    while ((word = text_next_word(&rest)).length) {
        if (text_equal(word, text_of(column_name(COLUMN_TAG))))
            has_tag = true;
        else if (is_start_of_name(word, &is_number))
            numbers += is_number;
        else
            return false;
    }
    return has_tag && numbers > 1;
}

/* --- rows --- */

static bool is_number(struct text word)
{
    static const char *const cut[] = {"...", "\xE2\x80\xA6"};

    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++)
        if (text_starts_with(word, cut[i]))
            word = text_skip(word, strlen(cut[i]));
    return word.length == 0 || text_is_digit_at(word, 0) || (word.data[0] == '-' && text_is_digit_at(word, 1)) ||
           text_equal(word, text_of("-"));
}

bool table_columns_is_number(const struct table_columns *t, size_t column)
{
    enum role role = t->layout.columns[column].role;

    return role >= ROLE_POOL_ALLOCS && role <= ROLE_COUNTER;
}

/* The tag below its heading: four characters, or a longer name. False: something else is in its place. */
static bool take_tag(const struct table_columns *t, struct text line, struct text *out)
{
    size_t start = byte_at(line, t->start[t->tag]), end = byte_at(line, t->start[t->tag] + TAG_CHARACTERS);

    if (start > 0 && start < line.length && !is_blank(line.data[start - 1]))
        return false;
    while (end < line.length && !is_blank(line.data[end]))
        end++;
    *out = (struct text){line.data + start, end - start};
    return true;
}

/* The column that the word overlaps, or the text that it continues; layout.count: none, or more than one. */
static size_t column_of(const struct table_columns *t, const struct word *word)
{
    size_t found = t->layout.count, before = t->layout.count;

    for (size_t i = 0; i < t->layout.count; i++) {
        if (t->end[i] <= word->start)
            before = i;
        if (t->start[i] >= word->end || t->end[i] <= word->start)
            continue;
        if (found < t->layout.count)
            return t->layout.count;
        found = i;
    }
    if (found == t->layout.count && before < t->layout.count && !table_columns_is_number(t, before))
        found = before;
    return found;
}

/* By what stands above each word. */
static bool split_by_offsets(const struct table_columns *t, struct text line, struct text cells[RECORD_COLUMNS_MAX])
{
    struct text rest = line, tag;
    struct word word = {0};

    if (!take_tag(t, line, &tag))
        return false;
    for (size_t i = 0; i < t->layout.count; i++)
        cells[i] = (struct text){line.data, 0};
    while (next_word(line, &rest, &word)) {
        size_t column = column_of(t, &word);

        if (word.text.data >= tag.data && word.text.data < tag.data + tag.length)
            continue;
        if (column == t->layout.count || column == t->tag)
            return false;
        if (table_columns_is_number(t, column) && (cells[column].length || !is_number(word.text)))
            return false;
        if (cells[column].length == 0)
            cells[column].data = word.text.data;
        cells[column].length = (size_t)(word.text.data + word.text.length - cells[column].data);
    }
    cells[t->tag] = tag;
    return true;
}

/* Text below its heading, up to the next one. */
static struct text text_below(const struct table_columns *t, size_t column, struct text line)
{
    return text_trim(slice(line, t->start[column], column + 1 < t->layout.count ? t->start[column + 1] : line.length));
}

/* One word after the other, where blanks were lost: all columns must be there. The tag is what stands below its
 * heading, or one word. */
static bool split_by_words(const struct table_columns *t, struct text line, bool is_tag_below,
                           struct text cells[RECORD_COLUMNS_MAX])
{
    struct text rest = line, tag;
    bool ends_with_text = false;

    for (size_t i = 0; i < t->layout.count; i++) {
        enum role role = t->layout.columns[i].role;

        ends_with_text = role == ROLE_DRIVER || role == ROLE_DESCRIPTION;
        if (ends_with_text) {
            cells[i] = text_below(t, i, line);
            continue;
        }
        cells[i] = text_next_word(&rest);
        if (i == t->tag && is_tag_below && take_tag(t, line, &tag) && tag.data == cells[i].data) {
            cells[i] = tag;
            rest = text_skip(line, (size_t)(tag.data + tag.length - line.data));
        }
        if (table_columns_is_number(t, i) && (cells[i].length == 0 || !is_number(cells[i])))
            return false;
    }
    return text_trim(cells[t->tag]).length > 0 && (ends_with_text || text_trim(rest).length == 0);
}

static bool is_full(const struct table_columns *t, const struct text *cells)
{
    for (size_t i = 0; i < t->layout.count; i++)
        if (table_columns_is_number(t, i) && cells[i].length == 0)
            return false;
    return true;
}

/* A number below no heading may have been taken for the end of the tag. */
bool table_columns_split(const struct table_columns *t, struct text line, struct text cells[RECORD_COLUMNS_MAX])
{
    struct text words[RECORD_COLUMNS_MAX];

    if (!split_by_offsets(t, line, cells))
        return split_by_words(t, line, true, cells) || split_by_words(t, line, false, cells);
    if (!is_full(t, cells) && split_by_words(t, line, false, words))
        memcpy(cells, words, t->layout.count * sizeof *cells);
    return true;
}
