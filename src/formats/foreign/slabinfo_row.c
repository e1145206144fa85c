#include "formats/foreign/slabinfo_row.h"

#include <string.h>

#include "formats/foreign/slab_rows.h"

bool slabinfo_row_may_be(struct text line)
{
    const char *colon = line.length ? memchr(line.data, ':', line.length) : NULL;

    while (colon) {
        size_t rest = (size_t)(line.data + line.length - colon);

        if (rest >= 10 && memcmp(colon, ": tunables", 10) == 0)
            return true;
        colon = memchr(colon + 1, ':', rest - 1);
    }
    return false;
}

/* --- rows with the words between their numbers --- */

/* The words and numbers behind the columns that are used, the last one perhaps cut. */
bool slabinfo_row_is_end(struct text line)
{
    static const char *const names[] = {":", "tunables", "slabdata", "globalstat", "cpustat"};
    struct text word;
    int64_t number;

    while ((word = text_next_word(&line)).length) {
        bool is_known = text_to_int64(word, &number);

        for (size_t i = 0; i < sizeof names / sizeof *names && !is_known; i++)
            is_known = word.length <= strlen(names[i]) && memcmp(word.data, names[i], word.length) == 0;
        if (!is_known)
            return false;
    }
    return true;
}

/* All but the last word may be a time. Other words belong to the name, except before selected rows: hardly any cache
 * has a blank in its name, and what a script counts or prints before a row differs each time. */
static void take_words_before(struct slabinfo_row *row, bool is_selected)
{
    struct text name = row->cache.name, last;
    size_t begin = name.length;

    while (begin && !slab_rows_is_separator(name.data[begin - 1]))
        begin--;
    last = text_skip(name, begin);
    row->time = slab_rows_time_before((struct text){name.data, begin});
    if (last.length && (row->time.length || (is_selected && begin && name.data[begin - 1] == ' ')))
        row->cache.name = last;
}

bool slabinfo_row_parse_plain(struct text line, struct slabinfo_row *out)
{
    *out = (struct slabinfo_row){0};
    return slabinfo_parse_plain(line, 0, &out->cache);
}

bool slabinfo_row_parse(struct text line, bool is_selected, struct slabinfo_row *out)
{
    struct text mark = text_of(" : tunables");
    size_t end;
    int64_t pages;

    line = text_trim(line);
    *out = (struct slabinfo_row){.file = slab_rows_take_file(&line, is_selected)};
    if (!slabinfo_parse(line, 0, &out->cache)) {
        end = text_find(line, mark);
        if (end == TEXT_NOWHERE || !slabinfo_row_is_end(text_skip(line, end)) ||
            !slabinfo_parse_head((struct text){line.data, end}, &out->cache, &pages))
            return false;
        out->is_cut = true;
    }
    take_words_before(out, is_selected);
    return true;
}

/* --- rows of some columns --- */

bool slabinfo_row_is_heading(struct text line)
{
    return line.length && (line.data[0] == '#' || text_starts_with(line, "name")) &&
           (text_find(line, text_of("active_objs")) != TEXT_NOWHERE ||
            text_find(line, text_of("num_objs")) != TEXT_NOWHERE);
}

enum column { COLUMN_NAME, COLUMN_LIVE, COLUMN_ALL, COLUMN_SIZE, COLUMN_PER_SLAB, COLUMN_PAGES, COLUMN_COUNT };

static size_t column_of(struct text word)
{
    static const char *const names[COLUMN_COUNT] = {"name",    "active_objs", "num_objs",
                                                    "objsize", "objperslab",  "pagesperslab"};

    if (word.length > 2 && word.data[0] == '<' && word.data[word.length - 1] == '>')
        word = (struct text){word.data + 1, word.length - 2};
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (text_equal(word, text_of(names[i])))
            return i;
    return COLUMN_COUNT;
}

/* `shift`: what stands below a word of the heading is so many columns behind its own. */
static void find_columns(struct text heading, size_t shift, struct slabinfo_columns *out)
{
    struct text word;
    size_t count = shift;

    *out = (struct slabinfo_columns){0};
    for (; (word = text_next_word(&heading)).length; count++) {
        size_t column = column_of(word) + shift;

        if (column >= COLUMN_COUNT || (count == 0) != (column == COLUMN_NAME))
            return;
        if (column == COLUMN_LIVE)
            out->live = count;
        if (column == COLUMN_SIZE)
            out->size = count;
    }
    out->count = out->live && out->size ? count : 0;
}

void slabinfo_row_columns(struct text heading, struct slabinfo_columns out[SLABINFO_LAYOUTS])
{
    bool has_mark = heading.length && heading.data[0] == '#';

    if (has_mark)
        heading = text_skip(heading, 1);
    find_columns(heading, 0, &out[0]);
    out[1] = (struct slabinfo_columns){0};
    if (has_mark)
        find_columns(heading, 1, &out[1]);
}

static bool parse_layout(struct text line, const struct slabinfo_columns *columns, struct slab_cache *cache)
{
    struct text word;
    int64_t number;
    size_t column = 1;

    cache->name = text_next_word(&line);
    if (columns->count == 0 || cache->name.length == 0)
        return false;
    for (; (word = text_next_word(&line)).length; column++) {
        if (!text_to_int64(word, &number) || number < 0)
            return false;
        if (column == columns->live)
            cache->live = number;
        if (column == columns->size)
            cache->size = number;
    }
    return column == columns->count && !__builtin_mul_overflow(cache->live, cache->size, &cache->bytes);
}

bool slabinfo_row_parse_columns(struct text line, const struct slabinfo_columns columns[SLABINFO_LAYOUTS],
                                struct slabinfo_row *out)
{
    struct text file = slab_rows_take_file(&line, false);

    for (size_t i = 0; i < SLABINFO_LAYOUTS; i++) {
        *out = (struct slabinfo_row){.file = file};
        if (parse_layout(line, &columns[i], &out->cache))
            return true;
    }
    return false;
}

/* --- damage --- */

/* "<objperslab>": the heading, wrapped. */
static bool is_of_heading(struct text word)
{
    return word.length > 2 && word.data[0] == '<' && word.data[word.length - 1] == '>';
}

bool slabinfo_row_is_damaged(struct text line)
{
    struct text word, rest = line;
    int64_t number;
    size_t numbers = 0;

    while ((word = text_next_word(&rest)).length)
        if (is_of_heading(word))
            return false;
    if (slabinfo_row_may_be(line) || text_find(line, text_of(": slabdata")) != TEXT_NOWHERE)
        return true;
    while ((word = text_next_word(&line)).length)
        numbers += text_to_int64(word, &number);
    return numbers > 2;
}
