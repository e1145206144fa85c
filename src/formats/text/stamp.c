#include "formats/text/stamp.h"

#include <string.h>

#include "formats/text/stamp_digits.h"
#include "formats/text/stamp_internal.h"

/* Whether the letters at `pos` are that word, or its first three letters, in any case. */
static bool is_word(const struct stamp_parser *f, size_t pos, size_t length, const char *word)
{
    struct text here = {f->line.data + pos, length};

    return text_equal_nocase(here, text_of(word)) || (length == 3 && text_equal_nocase(here, (struct text){word, 3}));
}

static int word_among(const struct stamp_parser *f, size_t pos, size_t length, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (is_word(f, pos, length, words[i]))
            return i;
    return -1;
}

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
    if (!f->has_date && stamp_parse_date(f, &f->pos)) {
        char c = stamp_char(f, f->pos);

        f->date_end = f->pos;
        f->pos += (c == 'T' || c == 't') && stamp_is_digit(stamp_char(f, f->pos + 1));
        return;
    }
    if (!f->has_time && !follows_colon(f) && stamp_parse_time(f, &f->pos))
        return;
    if (digits <= 2)
        f->lone_number = stamp_number(f, f->pos, digits);
    if (digits == 4 && f->has_date && f->year == 0)
        f->year = stamp_number(f, f->pos, digits);
    f->pos += digits;
}

static void parse_letters(struct stamp_parser *f)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    size_t length = 0, start = f->pos;
    int month, day;

    while (stamp_is_letter(stamp_char(f, f->pos + length)))
        length++;
    f->pos += length;
    month = word_among(f, start, length, months, 12);
    day = word_among(f, start, length, days, 7);
    if (month >= 0 && !f->has_date)
        stamp_parse_month(f, month, &f->pos);
    else if (day >= 0)
        f->weekday = day;
    else if (length == 3 && f->has_time && !f->has_zone && (is_word(f, start, 3, "UTC") || is_word(f, start, 3, "GMT")))
        stamp_parse_utc(f, f->pos);
    if (f->pos == start + length) // digits of a name such as Tag1
        f->pos += stamp_digit_run(f, f->pos);
}

bool stamp_find(struct text line, enum stamp_order order, struct stamp *out)
{
    struct stamp_parser f = {.line = line, .weekday = -1, .lone_number = -1};
    struct stamp_digits digits;

    *out = (struct stamp){0};
    while (f.pos < line.length) {
        if (stamp_is_digit(line.data[f.pos]))
            parse_digits(&f);
        else if (stamp_is_letter(line.data[f.pos]))
            parse_letters(&f);
        else
            f.pos++;
    }
    if (f.is_numeric)
        stamp_settle_order(&f, order, out);
    if (f.has_long && !f.has_time && stamp_digits_find(line, true, &digits)) {
        stamp_parse_zone(&f, digits.end);
        out->has_date = out->has_time = out->is_digits = true;
        out->is_ambiguous = false;
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

enum stamp_order stamp_guess_order(struct text head)
{
    struct text line;

    while (text_next_line(&head, &line)) {
        struct stamp stamp;

        if (line.length && memchr(line.data, '/', line.length) && stamp_find(line, ORDER_UNKNOWN, &stamp) &&
            stamp.has_date && stamp.order != ORDER_UNKNOWN)
            return stamp.order;
    }
    return ORDER_UNKNOWN;
}

/* --- names --- */

/* The last component of a path of Linux or Windows. */
static struct text name_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *other = strrchr(path, '\\');

    if (!slash || (other && other > slash))
        slash = other;
    return text_of(slash ? slash + 1 : path);
}

bool stamp_from_name(const char *path, int64_t *out_us)
{
    struct stamp_digits digits;

    if (!stamp_digits_find(name_of(path), false, &digits))
        return false;
    *out_us = digits.time_us;
    return true;
}
