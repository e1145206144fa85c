#include "formats/text/pasted.h"

#include <string.h>

#include "formats/text/escapes.h"
#include "formats/text/pasted_table.h"

void pasted_free(struct pasted *pasted)
{
    buffer_free(&pasted->bare);
    buffer_free(&pasted->row);
    buffer_free(&pasted->plain);
}

/* --- no-break spaces --- */

#define NBSP "\xC2\xA0"
#define NBSP_MIN 3 // fewer may belong to a tag

/* A no-break space, and not between digits. */
static bool is_padding(struct text line, size_t pos)
{
    return text_starts_with(text_skip(line, pos), NBSP) &&
           !(pos && text_is_digit_at(line, pos - 1) && text_is_digit_at(line, pos + strlen(NBSP)));
}

static struct text replace_nbsp(struct text line, struct buffer *scratch)
{
    size_t count = 0;

    if (line.length == 0 || !memchr(line.data, NBSP[0], line.length))
        return line;
    for (size_t i = 0; i < line.length; i++)
        count += is_padding(line, i);
    if (count == 0 || (count < NBSP_MIN && !is_padding(line, 0)))
        return line;
    scratch->length = 0;
    for (size_t i = 0; i < line.length; i++) {
        bool is_blank = is_padding(line, i);

        buffer_add_char(scratch, is_blank ? ' ' : line.data[i]);
        i += is_blank;
    }
    return buffer_text(scratch);
}

/* --- quotation marks --- */

/* Skips the mark and the blank after it. */
static struct text skip_mark(struct text line)
{
    return text_skip(line, line.length > 1 && line.data[1] == ' ' ? 2 : 1);
}

/* A bar quotes a line unless it begins a row of a table. */
static struct text without_quotes(struct text line)
{
    for (;;) {
        if (line.length && line.data[0] == '>')
            line = skip_mark(line);
        else if (line.length > 2 && line.data[0] == ' ' && line.data[1] == '>' &&
                 (line.data[2] == ' ' || line.data[2] == '>')) // " > ", as some programs quote a quotation
            line = skip_mark(text_skip(line, 1));
        else if (line.length && line.data[0] == '|' && (line.length == 1 || line.data[1] == ' ') &&
                 !pasted_is_row(line))
            line = skip_mark(line);
        else
            return line;
    }
}

/* --- fences --- */

/* At most two words: the mark and a language. */
static bool is_short(struct text line)
{
    text_next_word(&line);
    text_next_word(&line);
    return text_trim(line).length == 0;
}

static bool is_fence(struct text line)
{
    static const char *const tags[] = {"<pre",    "</pre", "<code",  "</code",      "[code",
                                       "[/code]", "{code", "[quote", "[/quote]",    "{noformat",
                                       "<tt>",    "</tt>", "{quote", "<blockquote", "</blockquote"};
    struct text bare = text_trim(line);
    char last;

    if (text_starts_with(bare, "```") || text_starts_with(bare, "~~~"))
        return is_short(bare);
    last = bare.length ? bare.data[bare.length - 1] : '\0';
    for (size_t i = 0; i < sizeof tags / sizeof *tags && (last == '>' || last == ']' || last == '}'); i++)
        if (text_starts_with(bare, tags[i]))
            return true;
    return false;
}

/* `code`, as pasted line by line. */
static struct text without_code_marks(struct text line)
{
    if (line.length > 2 && line.data[0] == '`' && line.data[line.length - 1] == '`' && line.data[1] != '`')
        return (struct text){line.data + 1, line.length - 2};
    return line;
}

static bool begins_fence(char c)
{
    return c == '`' || c == '~' || c == '<' || c == '[' || c == '{';
}

/* Most lines have none of it, which their first byte and bars tell. */
static struct text undress(struct text line, struct buffer *row)
{
    struct text bare;

    if (line.length && (line.data[0] == '>' || line.data[0] == '|' || line.data[0] == ' '))
        line = without_quotes(line);
    bare = text_trim(line);
    if (bare.length == 0)
        return bare;
    if (begins_fence(bare.data[0])) {
        if (is_fence(bare))
            return (struct text){line.data, 0};
        return without_code_marks(line);
    }
    if (!memchr(line.data, '|', line.length) || !pasted_is_row(line))
        return line;
    row->length = 0;
    pasted_add_row(row, line);
    return row->length ? buffer_text(row) : (struct text){line.data, 0};
}

/* --- lines --- */

struct text pasted_line(struct text line, struct pasted *pasted)
{
    if (!pasted->has_no_escapes && escapes_exist(line))
        line = escapes_remove(line, &pasted->bare);
    return replace_nbsp(undress(line, &pasted->row), &pasted->plain);
}
