#include "formats/text/pasted_table.h"

#define BARS_MIN 3
#define TAG_CHARACTERS 4

static bool is_blank_at(struct text t, size_t pos)
{
    return pos < t.length && (t.data[pos] == ' ' || t.data[pos] == '\t');
}

/* A bar that is not escaped, "\|". */
static bool is_bar(struct text t, size_t pos)
{
    return t.data[pos] == '|' && !(pos && t.data[pos - 1] == '\\');
}

/* Without a bar at its beginning, a row begins with a tag: text with bars, as a row of columns may have at its end,
 * has more words before them. */
static bool is_short_cell(struct text cell)
{
    size_t words = 0;

    while (text_next_word(&cell).length)
        words++;
    return words <= 2;
}

bool pasted_is_row(struct text line)
{
    struct text bare = text_trim(line);
    size_t bars = 0, between_blanks = 0, first = 0;

    for (size_t i = 0; i < bare.length; i++) {
        if (!is_bar(bare, i))
            continue;
        first = bars++ ? first : i;
        between_blanks += i && is_blank_at(bare, i - 1) && is_blank_at(bare, i + 1);
    }
    return (bars >= BARS_MIN && bare.data[0] == '|') ||
           (between_blanks >= BARS_MIN && is_short_cell((struct text){bare.data, first}));
}

/* Removes the text up to the next bar, and the bar, from *rest. */
static struct text parse_cell(struct text *rest)
{
    size_t end = 0;
    struct text cell;

    while (end < rest->length && !is_bar(*rest, end))
        end++;
    cell = (struct text){rest->data, end};
    *rest = text_skip(*rest, end < rest->length ? end + 1 : end);
    return text_trim(cell);
}

/* Without the marks of bold or code around it. Blanks within those of code belong to the tag. */
static struct text without_marks(struct text cell)
{
    while (cell.length > 2 && (cell.data[0] == '*' || cell.data[0] == '`') &&
           cell.data[cell.length - 1] == cell.data[0])
        cell = (struct text){cell.data + 1, cell.length - 2};
    return cell;
}

static bool is_rule(struct text line)
{
    bool has_dash = false;

    for (size_t i = 0; i < line.length; i++) {
        char c = line.data[i];

        if (c != '|' && c != '-' && c != ':' && c != '+' && c != '=' && c != ' ' && c != '\t')
            return false;
        has_dash |= c == '-' || c == '=';
    }
    return has_dash;
}

static void add_cell(struct buffer *out, struct text cell)
{
    for (size_t i = 0; i < cell.length; i++)
        if (!(cell.data[i] == '\\' && i + 1 < cell.length && (cell.data[i + 1] == '|' || cell.data[i + 1] == '_')))
            buffer_add_char(out, cell.data[i]);
}

static bool begins_number(struct text cell)
{
    return text_is_digit_at(cell, 0) || (cell.length && (cell.data[0] == '-' || cell.data[0] == '('));
}

static void add_first(struct buffer *out, struct text cell)
{
    size_t start = out->length + 1, characters;

    buffer_add_char(out, ' ');
    add_cell(out, cell);
    characters = text_characters(text_skip(buffer_text(out), start));
    buffer_add_repeated(out, ' ', characters < TAG_CHARACTERS ? TAG_CHARACTERS - characters : 0);
}

void pasted_add_row(struct buffer *out, struct text line)
{
    struct text rest = text_trim(line), cell;
    bool after_number = false;

    if (is_rule(rest))
        return;
    if (rest.length && is_bar(rest, 0))
        rest = text_skip(rest, 1);
    add_first(out, without_marks(parse_cell(&rest)));
    while (rest.length) {
        cell = without_marks(parse_cell(&rest));
        if (cell.length == 0)
            continue;
        buffer_add_char(out, after_number && !begins_number(cell) && text_trim(rest).length == 0 ? '\t' : ' ');
        add_cell(out, cell);
        after_number = begins_number(cell);
    }
}
