#include "formats/foreign/slabtop_row.h"

#include <string.h>

#include "formats/foreign/slab_rows.h"

/* Hundredths of a number with at most two decimals; *rest begins after it. */
static bool parse_hundredths(struct text *rest, int64_t *out)
{
    int64_t whole = 0;
    size_t pos = 0, decimals = 0;

    for (; text_is_digit_at(*rest, pos); pos++)
        if (__builtin_mul_overflow(whole, 10, &whole) || __builtin_add_overflow(whole, rest->data[pos] - '0', &whole))
            return false;
    if (pos == 0)
        return false;
    if (pos < rest->length && (rest->data[pos] == '.' || rest->data[pos] == ','))
        for (pos++; text_is_digit_at(*rest, pos) && decimals < 2; pos++, decimals++)
            if (__builtin_mul_overflow(whole, 10, &whole) ||
                __builtin_add_overflow(whole, rest->data[pos] - '0', &whole))
                return false;
    for (; decimals < 2; decimals++)
        if (__builtin_mul_overflow(whole, 10, &whole))
            return false;
    *out = whole;
    *rest = text_skip(*rest, pos);
    return true;
}

/* A size in hundredths of a kilobyte: 0.50K, 12M. Without a unit, kilobytes. */
static bool parse_size(struct text word, bool needs_unit, int64_t *out)
{
    static const char units[] = "KMGT";
    const char *unit;

    if (!parse_hundredths(&word, out))
        return false;
    if (word.length == 0)
        return !needs_unit;
    unit = word.length == 1 && word.data[0] ? strchr(units, word.data[0]) : NULL;
    for (; unit && unit > units; unit--)
        if (__builtin_mul_overflow(*out, 1024, out))
            return false;
    return unit != NULL;
}

static bool parse_count(struct text word, int64_t *out)
{
    return text_to_int64(word, out) && *out >= 0;
}

static bool is_percentage(struct text word)
{
    int64_t value;

    return word.length > 1 && word.data[word.length - 1] == '%' &&
           text_to_int64((struct text){word.data, word.length - 1}, &value);
}

/* The size in the name of a general cache: kmalloc-512, kmalloc-rcl-1k, size-64. 0: none. */
static int64_t size_of_name(struct text name)
{
    size_t pos = name.length, digits;
    int64_t value, unit = 1;

    if (!text_starts_with(name, "kmalloc-") && !text_starts_with(name, "dma-kmalloc-") &&
        !text_starts_with(name, "size-"))
        return 0;
    if (pos && (name.data[pos - 1] == 'k' || name.data[pos - 1] == 'M')) {
        pos--;
        unit = name.data[pos] == 'k' ? 1024 : 1024 * 1024;
    }
    for (digits = 0; pos && text_is_digit_at(name, pos - 1) && digits < 6; digits++)
        pos--;
    if (!digits || !text_to_int64((struct text){name.data + pos, digits}, &value))
        return 0;
    return value * unit;
}

#define ALIGNMENT 8 // of objects

/* The size of an object is a multiple of 8 that rounds to what is shown; and so many of it fit into a slab, and not one
 * more. `shown` and `held` in hundredths of a KB. */
static int64_t size_of(int64_t shown, int64_t held, int64_t slabs, int64_t per_slab)
{
    int64_t rounded = shown * 1024 / 100, most = (shown * 2 + 1) * 512 / 100, least = (shown * 2 - 1) * 512 / 100 + 1;
    int64_t slab = slabs > 0 ? held / slabs * 1024 / 100 : 0, size;

    if (slab > 0 && per_slab > 0 && slab / per_slab < most)
        most = slab / per_slab;
    if (slab > 0 && per_slab > 0 && slab / (per_slab + 1) + 1 > least)
        least = slab / (per_slab + 1) + 1;
    size = most / ALIGNMENT * ALIGNMENT;
    return size >= least && size > 0 ? size : rounded;
}

/* The columns of a row, from the first one. */
static bool parse_columns(struct text rest, struct slabtop_row *out)
{
    struct slab_cache *cache = &out->cache;
    int64_t shown, slabs, per_slab, held, size;

    if (!text_is_digit_at(rest, 0) || !parse_count(text_next_word(&rest), &out->objects) ||
        !parse_count(text_next_word(&rest), &cache->live) || !is_percentage(text_next_word(&rest)))
        return false;
    if (!parse_size(text_next_word(&rest), true, &shown) || !parse_count(text_next_word(&rest), &slabs) ||
        !parse_count(text_next_word(&rest), &per_slab) || !parse_size(text_next_word(&rest), false, &held))
        return false;
    if (shown > INT64_MAX / 4096 || held > INT64_MAX / 4096 || per_slab == INT64_MAX)
        return false;
    cache->name = text_trim(rest);
    cache->size = shown * 1024 / 100;
    cache->held = held * 1024 / 100;
    size = size_of_name(cache->name);
    size = size ? size : size_of(shown, held, slabs, per_slab);
    return cache->name.length > 0 && !__builtin_mul_overflow(cache->live, size, &cache->bytes);
}

/* Where the word begins that ends before `end`, perhaps with blanks between. */
static size_t word_before(struct text line, size_t end)
{
    size_t begin = end;

    while (begin && slab_rows_is_separator(line.data[begin - 1]))
        begin--;
    while (begin && !slab_rows_is_separator(line.data[begin - 1]))
        begin--;
    return begin;
}

/* The end of the third column: the first percent sign, between a number and a size. 0: the line is no row. Cheap, as a
 * long log of something else is searched by it. */
static size_t end_of_use(struct text line)
{
    const char *percent = line.length ? memchr(line.data, '%', line.length) : NULL;
    size_t end = percent ? (size_t)(percent - line.data) : 0;
    struct text size;

    if (end == 0 || !text_is_digit_at(line, end - 1))
        return 0;
    size = text_trim(text_skip(line, end + 1));
    return text_is_digit_at(size, 0) ? end : 0;
}

/* Moves a time before the row from *line to *time. */
static bool take_time(struct text *line, struct text *time)
{
    size_t begin = word_before(*line, word_before(*line, word_before(*line, end_of_use(*line))));

    *time = slab_rows_time_before((struct text){line->data, begin});
    *line = text_skip(*line, begin);
    return time->length > 0;
}

bool slabtop_parse_row(struct text line, bool is_any_file, struct slabtop_row *out)
{
    *out = (struct slabtop_row){0};
    if (parse_columns(line, out))
        return true;
    if (end_of_use(line) == 0)
        return false;
    out->file = slab_rows_take_file(&line, is_any_file);
    if (parse_columns(line, out))
        return true;
    return take_time(&line, &out->time) && parse_columns(line, out);
}

bool slabtop_is_damaged_row(struct text line)
{
    struct text word;
    int64_t number;
    size_t numbers = 0;

    if (!text_is_digit_at(line, 0))
        return false;
    while ((word = text_next_word(&line)).length)
        numbers += text_to_int64(word, &number) || is_percentage(word);
    return numbers > 2;
}

/* "105 / 129 (81.4%)". False: it is something else, and nothing is written. */
static bool parse_pair(struct text t, struct slabtop_summary *out, bool *has_unit)
{
    struct text word = text_next_word(&t), slash = text_next_word(&t);
    int64_t active, total;

    if (!word.length || !parse_size(word, false, &active) || !text_equal(slash, text_of("/")))
        return false;
    *has_unit = !text_is_digit_at(word, word.length - 1);
    if (!parse_size(text_next_word(&t), false, &total) || total > INT64_MAX / 1024)
        return false;
    out->active = active / 100;
    out->total = *has_unit ? total * 1024 / 100 : total / 100;
    return true;
}

/* In English. SLABTOP_COUNT: it is none of them. */
static enum slabtop_kind kind_of(struct text line)
{
    static const char *const names[] = {"Objects", "Slabs", "Caches", "Size"};
    struct text title = text_of("Active / Total ");

    if (text_starts_with(line, title.data))
        for (int i = SLABTOP_OBJECTS; i <= SLABTOP_SIZE; i++)
            if (text_starts_with(text_skip(line, title.length), names[i]))
                return (enum slabtop_kind)i;
    return SLABTOP_COUNT;
}

bool slabtop_parse_summary(struct text line, struct slabtop_summary *out)
{
    size_t colon = text_find(line, text_of(":"));
    struct text title = {line.data, colon == TEXT_NOWHERE ? 0 : colon};
    bool has_unit = false, is_pair;

    *out = (struct slabtop_summary){.kind = kind_of(line), .total = TOTAL_UNKNOWN};
    is_pair = title.length && parse_pair(text_skip(line, colon + 1), out, &has_unit);
    if (out->kind != SLABTOP_COUNT)
        return true;
    if (has_unit)
        out->kind = SLABTOP_SIZE;
    return is_pair && memchr(title.data, '%', title.length) && text_ends_with(line, text_of("%)"));
}
