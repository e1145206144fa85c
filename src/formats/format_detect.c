/* format_detect.c - the table of formats, and finding the one that a file is of: lines are looked at once for all. */
#include "formats/format_internal.h"

#include "base/bits.h"
#include "formats/text/escapes.h"
#include "formats/text/pasted.h"

const struct format *const formats[FORMATS] = {
    &format_capture,         &format_csv,           &format_records_json,     &format_slabinfo,
    &format_slabtop,         &format_pooltagviewer, &format_poolmonx_archive, &format_poolmonx_list,
    &format_poolmonx_export, &format_memsnap,       &format_records_csv,      &format_records_table,
    &format_records_list,    &format_poolused,
    &format_poolmon, // last: it also detects rows without headings
};

const struct format *detect_bytes(struct text head)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (formats[i]->of_bytes && formats[i]->detect(head))
            return formats[i];
    return NULL;
}

static bool is_of(const struct format *format, struct text line)
{
    return format->detect_line(line) || (format->is_row && format->is_row(line));
}

/* Lines are undressed once for all formats. `wanted`: bits of the formats that are looked for, in lines that are not of
 * `except` (or NULL). */
static unsigned find_lines(struct text window, unsigned wanted, const struct format *except)
{
    struct pasted pasted = {.has_no_escapes = !escapes_exist(window)};
    struct text line;
    unsigned found = 0, of_tags = 0;

    for (size_t i = 0; i < FORMATS; i++)
        of_tags |= formats[i]->of_tags ? 1u << i : 0;
    while (wanted & ~found && text_next_line(&window, &line)) {
        unsigned now = wanted & ~found, here = 0;

        line = pasted_line(line, &pasted);
        if (now & of_tags && !text_has_pair(line, 'a', 'g'))
            now &= ~of_tags;
        FOR_EACH_BIT(i, line.length ? now : 0)
            here |= formats[i]->detect_line(line) ? 1u << i : 0;
        if (here && !(except && is_of(except, line)))
            found |= here;
    }
    pasted_free(&pasted);
    return found;
}

unsigned detect_all_in_text(struct text window, const struct format *except)
{
    unsigned wanted = 0;

    for (size_t i = 0; i < FORMATS; i++)
        wanted |= formats[i]->detect_line ? 1u << i : 0;
    return find_lines(window, wanted, except);
}

static const struct format *first_of(unsigned found)
{
    return found ? formats[__builtin_ctz(found)] : NULL;
}

const struct format *detect_in_text(struct text window)
{
    return first_of(detect_all_in_text(window, NULL));
}

const struct format *detect_text(struct text head)
{
    unsigned found = 0;
    bool is_searched = false;

    for (size_t i = 0; i < FORMATS; i++) {
        if (formats[i]->detect_line && !is_searched) {
            found = detect_all_in_text(head, NULL);
            is_searched = true;
        }
        if (found >> i & 1 || (formats[i]->detect && !formats[i]->of_bytes && formats[i]->detect(head)))
            return formats[i];
    }
    return NULL;
}
