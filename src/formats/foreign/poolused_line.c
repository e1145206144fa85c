#include "formats/foreign/poolused_line.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool poolused_parse_heading(struct text line, struct poolused_layout *out)
{
    static const char *const shorter[] = {"Allocs", "Used", "Allocs", "Used"};
    static const char *const longer[] = {"Allocs", "Frees", "Diff", "Used", "Allocs", "Frees", "Diff", "Used"};
    struct poolused_layout l = {0};
    struct text rest = line, word = text_next_word(&rest);
    bool is_short = true, is_long = true;
    size_t count = 0;

    if (word.length != 3 || !text_equal(word, text_of("Tag")))
        return false;
    l.tag_offset = (size_t)(word.data - line.data);
    while ((word = text_next_word(&rest)).length && count < POOLUSED_NUMBERS) {
        is_short = is_short && count < 4 && text_equal(word, text_of(shorter[count < 4 ? count : 0]));
        is_long = is_long && text_equal(word, text_of(longer[count]));
        l.ends[count++] = (size_t)(word.data + word.length - line.data);
    }
    if (word.length || !((is_short && count == 4) || (is_long && count == 8)))
        return false;
    l.numbers = count;
    *out = l;
    return true;
}

/* Removes the digits of one number from the front of *rest. */
static bool parse_digits(struct text *rest, size_t most, int64_t *out)
{
    size_t length = 0;

    while (length < rest->length && length < most && is_digit(rest->data[length]))
        length++;
    if (!text_to_int64((struct text){rest->data, length}, out))
        return false;
    *rest = text_skip(*rest, length);
    return length > 0;
}

/* How many digits belong to the last number. Without a TAB, the meaning may begin with digits, too. The column is right
 * aligned, so a number with blanks before it ends where its heading ends, shifted by larger numbers before it. A number
 * that fills its column may also exceed it; but then no blank follows, as one does in "1394 controller". */
static size_t last_digits(const struct poolused_layout *l, struct text line, struct text rest, size_t end_before)
{
    size_t start = (size_t)(rest.data - line.data), end = l->ends[l->numbers - 1], moved = l->ends[l->numbers - 2],
           run = 0;

    end += end_before > moved ? end_before - moved : 0;
    while (run < rest.length && is_digit(rest.data[run]))
        run++;
    if (l->ends[0] == 0 && run > 1 && rest.data[0] == '0') // no heading: a number has no leading zero
        return 1;
    if (end <= start || memchr(line.data, '\t', line.length))
        return SIZE_MAX;
    if (start <= end_before + 1 && (run == rest.length || !is_blank(rest.data[run])))
        return SIZE_MAX;
    return end - start;
}

static bool parse_numbers(const struct poolused_layout *l, struct text line, struct text rest, struct poolused_row *row)
{
    size_t end_before = 0;

    for (size_t i = 0; i < l->numbers; i++) {
        size_t most = SIZE_MAX;

        while (rest.length && is_blank(rest.data[0]))
            rest = text_skip(rest, 1);
        if (i + 1 == l->numbers)
            most = last_digits(l, line, rest, end_before);
        if (!parse_digits(&rest, most, &row->number[i]))
            return false;
        if (i + 1 < l->numbers && (rest.length == 0 || !is_blank(rest.data[0])))
            return false;
        end_before = (size_t)(rest.data - line.data);
    }
    row->meaning = text_trim(rest);
    return true;
}

/* The bytes of the first `characters` characters, or 0. */
static size_t bytes_of(struct text t, size_t characters)
{
    size_t offset = 0;

    while (characters && offset < t.length) {
        text_code_point(t, &offset);
        characters--;
    }
    return characters ? 0 : offset;
}

/* The tag by its column, blanks included; otherwise the first word, padded with blanks. */
bool poolused_parse_row(const struct poolused_layout *l, struct text line, struct poolused_row *row)
{
    size_t start = line.length && line.data[0] != ' ' ? 0 : l->tag_offset, length;
    struct text word, rest = line;

    if (start < line.length && (length = bytes_of(text_skip(line, start), TAG_CHARACTERS)) &&
        start + length < line.length && is_blank(line.data[start + length]) &&
        parse_numbers(l, line, text_skip(line, start + length), row)) {
        row->tag = (struct text){line.data + start, length};
        return true;
    }
    word = text_next_word(&rest);
    return tag_fill(word, row->scratch, &row->tag) && parse_numbers(l, line, rest, row);
}

bool poolused_parse_total(const struct poolused_layout *layout, struct text rest, int64_t out[POOLUSED_NUMBERS])
{
    struct poolused_layout elsewhere = {.numbers = layout->numbers}; // TOTAL moves the columns
    struct poolused_row row;

    if (!parse_numbers(&elsewhere, rest, rest, &row))
        return false;
    memcpy(out, row.number, sizeof row.number);
    return true;
}

/* --- rows without a heading --- */

#define PREFIX_MAX 200 // bytes of a name of a file before a row

/* Whether the text after the numbers is of the debugger. */
static bool is_meaning(struct text line, struct text meaning)
{
    return meaning.length &&
           (memchr(line.data, '\t', line.length) || text_find(meaning, text_of(", Binary")) != TEXT_NOWHERE ||
            text_starts_with(meaning, "UNKNOWN pooltag"));
}

/* No blocks have no bytes; Diff is Allocs - Frees. */
static bool is_consistent(const int64_t *number, size_t count)
{
    if (count == 2)
        return number[0] >= 0 && number[1] >= 0 && (number[0] == 0) == (number[1] == 0);
    return number[0] >= 0 && number[1] >= 0 && number[3] >= 0 &&
           (uint32_t)number[2] == (uint32_t)((uint64_t)number[0] - (uint64_t)number[1]);
}

static bool guess_row(struct text line, size_t numbers, struct poolused_layout *out)
{
    struct poolused_layout l = {.numbers = numbers, .tag_offset = 1};
    struct poolused_row row;

    if (!poolused_parse_row(&l, line, &row) || !is_meaning(line, row.meaning) ||
        !is_consistent(row.number, numbers / 2) || !is_consistent(row.number + numbers / 2, numbers / 2))
        return false;
    *out = l;
    return true;
}

/* Most lines of a log are none: they have nothing of what the debugger prints after the numbers. */
static bool may_be_row(struct text line)
{
    return memchr(line.data, '\t', line.length) ||
           (memchr(line.data, ',', line.length) && text_find(line, text_of(", Binary")) != TEXT_NOWHERE) ||
           (memchr(line.data, 'U', line.length) && text_find(line, text_of("UNKNOWN pooltag")) != TEXT_NOWHERE);
}

bool poolused_guess_layout(struct text line, struct poolused_layout *out, struct text *row)
{
    size_t last = line.length < PREFIX_MAX ? line.length : PREFIX_MAX;

    *row = line;
    if (line.length == 0 || !may_be_row(line))
        return false;
    if (guess_row(line, POOLUSED_NUMBERS, out) || guess_row(line, POOLUSED_NUMBERS / 2, out))
        return true;
    if (is_blank(line.data[0]))
        return false;
    for (size_t i = 1; i < last; i++) {
        if (line.data[i] != ':')
            continue;
        *row = text_skip(line, i + 1);
        if (guess_row(*row, POOLUSED_NUMBERS, out) || guess_row(*row, POOLUSED_NUMBERS / 2, out))
            return true;
    }
    return false;
}
