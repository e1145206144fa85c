/* stamp_month.c - dates of a line with the name of a month: before the day, as in English, or after it. */
#include <string.h>

#include "formats/text/stamp_digits.h"
#include "formats/text/stamp_internal.h"

/* The length of what may be between the parts of a date, as in 30 de mayo de 2020, 1er juin, May 30th. */
static size_t filler_length(const struct stamp_parser *f, size_t pos)
{
    static const char *const words[] = {"de", "del", "of", "er", "st", "nd", "rd", "th"};
    static const char *const signs[] = {" ",        ".",       ",", "-", "_", "/", "\xC2\xA0", "\xE2\x80\xAF",
                                        "\xC2\xBA", "\xC2\xB0"};
    struct text rest = text_skip(f->line, pos < f->line.length ? pos : f->line.length);
    size_t length = stamp_word_length(rest, 0);

    for (size_t i = 0; length && i < sizeof words / sizeof *words; i++)
        if (text_equal_nocase((struct text){rest.data, length}, text_of(words[i])))
            return length;
    for (size_t i = 0; !length && i < sizeof signs / sizeof *signs; i++)
        if (text_starts_with(rest, signs[i]))
            return strlen(signs[i]);
    return 0;
}

static size_t skip_fillers(const struct stamp_parser *f, size_t pos)
{
    size_t length;

    while ((length = filler_length(f, pos)))
        pos += length;
    return pos;
}

/* A year of four digits that no further number of a date follows. */
static bool parse_year(const struct stamp_parser *f, size_t *pos, int *year)
{
    size_t p = *pos;
    char c;

    if (!stamp_parse_number(f, &p, 4, 4, year))
        return false;
    c = stamp_char(f, p);
    if ((c == '-' || c == '/' || c == '.') && stamp_digit_run(f, p + 1) && stamp_digit_run(f, p + 1) <= 2 &&
        stamp_char(f, p + 1 + stamp_digit_run(f, p + 1)) == c)
        return false;
    *pos = p;
    return true;
}

static void set_date(struct stamp_parser *f, int month, int day, int year, size_t end)
{
    f->month = month;
    f->day = day;
    f->year = year;
    f->has_date = true;
    f->is_numeric = false;
    f->date_end = end;
}

/* A time that the year may follow: 30. Mai 22:00:00 CEST 2020. */
static bool is_time_at(const struct stamp_parser *f, size_t pos)
{
    size_t hour = stamp_digit_run(f, pos);

    return (hour == 1 || hour == 2) && stamp_char(f, pos + hour) == ':';
}

/* The year of four digits directly before the name, as in "2020 May 30" and "2020-mai-30"; 0: none. */
static int year_before(const struct stamp_parser *f, size_t start)
{
    size_t end = start, digits = 0;

    if (end && strchr(" -/.", f->line.data[end - 1]))
        end--;
    while (digits < end && digits <= 4 && stamp_is_digit(f->line.data[end - digits - 1]))
        digits++;
    return digits == 4 ? stamp_number(f, end - 4, 4) : 0;
}

bool stamp_parse_month(struct stamp_parser *f, size_t start, const struct stamp_word *word, size_t *pos)
{
    size_t p = skip_fillers(f, *pos);
    bool has_day = f->lone_number > 0 && skip_fillers(f, f->lone_end) == start;
    bool has_weekday = f->weekday_end && skip_fillers(f, f->weekday_end) == start;
    int number, before = has_day ? 0 : year_before(f, start);

    if (f->lone_number > 0 && (has_day || word->is_english) && parse_year(f, &p, &number)) {
        set_date(f, word->month, f->lone_number, number, p);
    } else if (has_day && is_time_at(f, p)) {
        set_date(f, word->month, f->lone_number, 0, p);
    } else if ((word->is_english || has_weekday || has_day || before) && stamp_parse_number(f, &p, 1, 2, &number) &&
               stamp_char(f, p) != ':') {
        size_t number_end = p, after = skip_fillers(f, p);
        int year = 0;

        f->short_day = has_day ? f->lone_number : 0;
        f->short_year = 2000 + number;
        if (!has_day || stamp_digit_run(f, after) == 4)
            p = after;
        parse_year(f, &p, &year);
        if (year && !word->is_english && !has_weekday)
            return false;
        f->lone_number = number; // mar. 4 févr. 2020: "mar" was the day
        f->lone_end = number_end;
        set_date(f, word->month, number, year ? year : before, p);
    } else {
        return false;
    }
    *pos = p;
    return true;
}
