/* stamp_epoch.c - lines that are seconds or milliseconds since 1970, as date +%s prints them: such a number is nothing
 * else only where it is alone. */
#include <string.h>

#include "formats/text/stamp_internal.h"

#define EPOCH_FIRST INT64_C(1000000000) // 2001: the first of ten digits
#define EPOCH_LAST INT64_C(4102444800)  // 2100

/* Words that may stand before or after the number. */
static bool is_epoch_word(struct text word)
{
    static const char *const words[] = {"epoch",  "time",         "timestamp", "date",      "unix", "unixtime",
                                        "ts",     "since",        "seconds",   "sec",       "s",    "ms",
                                        "millis", "milliseconds", "utc",       "unixepoch", "at",   "now"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal_nocase(word, text_of(words[i])))
            return true;
    return false;
}

/* Moves past signs and words around the number. */
static bool skip_around(const struct stamp_parser *f, size_t *pos)
{
    while (*pos < f->line.length && !stamp_is_digit(f->line.data[*pos])) {
        size_t length = stamp_word_length(f->line, *pos);

        if (length && !is_epoch_word((struct text){f->line.data + *pos, length}))
            return false;
        if (!length && !strchr(" \t#=*:@[](){}<>\"',;|~_-", f->line.data[*pos]))
            return false;
        *pos += length ? length : 1;
    }
    return true;
}

static bool parse_fraction(const struct stamp_parser *f, size_t *pos, int64_t *out_us)
{
    int64_t unit = SECOND_US;

    *out_us = 0;
    if (stamp_char(f, *pos) != '.' && stamp_char(f, *pos) != ',')
        return true;
    if (!stamp_digit_run(f, *pos + 1))
        return false;
    for ((*pos)++; stamp_is_digit(stamp_char(f, *pos)); (*pos)++)
        *out_us += (unit /= 10) * (stamp_char(f, *pos) - '0');
    return true;
}

bool stamp_epoch(struct text line, struct stamp *out)
{
    struct stamp_parser f = {.line = line};
    size_t pos = 0, digits;
    int64_t value, unit, fraction_us = 0;

    if (!skip_around(&f, &pos) || (digits = stamp_digit_run(&f, pos), digits != 10 && digits != 13) ||
        (pos && stamp_char(&f, pos - 1) == '-') || !text_to_int64((struct text){line.data + pos, digits}, &value))
        return false;
    unit = digits == 10 ? SECOND_US : 1000;
    pos += digits;
    if ((digits == 10 && !parse_fraction(&f, &pos, &fraction_us)) || !skip_around(&f, &pos) || pos < line.length ||
        value >= EPOCH_LAST * (SECOND_US / unit) || value < EPOCH_FIRST * (SECOND_US / unit))
        return false;
    value = value * unit + fraction_us;
    *out = (struct stamp){.has_date = true, .has_time = true, .has_zone = true};
    out->date_us = value - value % DAY_US;
    out->time_us = value % DAY_US;
    return true;
}
