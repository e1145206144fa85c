#include "formats/text/stamp.h"

#include <string.h>

#include "formats/text/stamp_digits.h"
#include "formats/text/stamp_internal.h"

/* --- lines --- */

/* Digits after a rejected time (24:00:00) are not tried again; 22.05.2020:08:05:09 is a date and a time. */
static bool follows_colon(const struct stamp_parser *f)
{
    return f->pos > 1 && f->line.data[f->pos - 1] == ':' && stamp_is_digit(f->line.data[f->pos - 2]) &&
           !(f->has_date && f->pos - 1 == f->date_end);
}

static void parse_digits(struct stamp_parser *f)
{
    size_t digits = stamp_digit_run(f, f->pos);

    f->has_long |= digits >= 4;
    if ((!f->has_date || f->year == 0) && stamp_parse_date(f, &f->pos)) {
        char c = stamp_char(f, f->pos);

        f->date_end = f->pos;
        f->pos += (c == 'T' || c == 't') && stamp_is_digit(stamp_char(f, f->pos + 1));
        return;
    }
    if (!f->has_time && !follows_colon(f) && stamp_parse_time(f, &f->pos))
        return;
    if (digits <= 2) {
        f->lone_number = stamp_number(f, f->pos, digits);
        f->lone_end = f->pos + digits;
    }
    if (digits == 4 && f->has_date && f->year == 0)
        f->year = stamp_number(f, f->pos, digits);
    f->pos += digits;
}

/* Whether a date begins right after the name of a day, which ends at `pos`. */
static bool is_before_date(const struct stamp_parser *f, size_t pos)
{
    char c;

    while ((c = stamp_char(f, pos)) && strchr(" .,", c))
        pos++;
    return stamp_is_digit(c);
}

static void parse_letters(struct stamp_parser *f)
{
    size_t start = f->pos, length = stamp_word_length(f->line, start);
    struct text here = {f->line.data + start, length};
    struct stamp_word word;

    f->pos += length;
    if (stamp_word_find(here, &word)) {
        bool is_month = word.month && (!f->has_date || f->year == 0) && stamp_parse_month(f, start, &word, &f->pos);

        if (!is_month && word.weekday >= 0) {
            f->weekday_end = f->pos;
            if (word.is_english || is_before_date(f, f->pos))
                f->weekday = word.weekday;
        }
    } else if (length == 3 && f->has_time && !f->has_zone &&
               (text_equal_nocase(here, text_of("UTC")) || text_equal_nocase(here, text_of("GMT")))) {
        stamp_parse_utc(f, f->pos);
    }
    if (f->pos == start + length) // digits of a name such as Tag1
        f->pos += stamp_digit_run(f, f->pos);
}

static void parse_line(struct stamp_parser *f)
{
    while (f->pos < f->line.length) {
        if (stamp_is_digit(f->line.data[f->pos]))
            parse_digits(f);
        else if (stamp_word_length(f->line, f->pos))
            parse_letters(f);
        else
            f->pos++;
    }
    if (f->has_date && f->year == 0 && f->short_day && f->has_time) { // 22 May 20 08:05
        f->day = f->short_day;
        f->year = f->short_year;
    }
}

static bool has_digit(struct text line)
{
    for (size_t i = 0; i < line.length; i++)
        if (stamp_is_digit(line.data[i]))
            return true;
    return false;
}

bool stamp_find(struct text line, enum stamp_order order, struct stamp *out)
{
    struct stamp_parser f = {.line = line, .weekday = -1, .lone_number = -1};
    struct stamp_digits digits;

    *out = (struct stamp){0};
    if (!has_digit(line))
        return false;
    if (stamp_epoch(line, out))
        return true;
    parse_line(&f);
    if (f.is_numeric)
        stamp_settle_order(&f, order, out);
    if (f.has_long && !f.has_time && stamp_digits_find(line, &digits)) {
        stamp_parse_zone(&f, digits.end);
        out->has_date = out->has_time = out->is_digits = true;
        out->is_ambiguous = out->is_numeric = false;
        out->date_us = digits.time_us - digits.time_us % DAY_US;
        out->time_us = digits.time_us % DAY_US;
    } else {
        out->has_date = f.has_date && stamp_is_date(f.year, f.month, f.day);
        if (out->has_date)
            out->date_us = calendar_days((struct calendar_day){f.year, f.month, f.day}) * DAY_US;
        out->is_ambiguous &= out->has_date;
        out->has_time = f.has_time;
        out->time_us = f.time_us;
    }
    out->has_zone = f.has_zone;
    out->offset_us = f.offset_us;
    return out->has_date || out->has_time;
}

/* Whether the line may hold a date whose order is open. */
static bool has_separators(struct text line)
{
    return line.length && (memchr(line.data, '/', line.length) || memchr(line.data, '-', line.length) ||
                           memchr(line.data, '.', line.length));
}

enum stamp_order stamp_guess_order(struct text head, int64_t latest_us)
{
    struct stamp_orders orders = {.latest_us = latest_us};
    struct text line;

    while (text_next_line(&head, &line)) {
        struct stamp stamp;

        if (!has_separators(line) || !stamp_find(line, ORDER_UNKNOWN, &stamp) || !stamp.has_date || !stamp.is_numeric)
            continue;
        if (stamp.order != ORDER_UNKNOWN && stamp.parts.separator != '.')
            return stamp.order;
        if (stamp.parts.kind == STAMP_YEAR_SHORT)
            stamp_orders_add(&orders, &stamp.parts);
    }
    return stamp_orders_proved(&orders, STAMP_YEAR_SHORT);
}
