#include "formats/lines.h"

#include <string.h>

/* The first line end in [at, end), or NULL. */
static const char *line_end(const char *at, const char *end)
{
    size_t length = (size_t)(end - at) < LINE_BYTES_MAX ? (size_t)(end - at) : LINE_BYTES_MAX;
    const char *lf = memchr(at, '\n', length), *cr = memchr(at, '\r', lf ? (size_t)(lf - at) : length);

    return cr ? cr : lf;
}

/* Moves behind the line end at `stop`; false when that takes more text than the window has. */
static bool pass_end(struct reader *r, const char *stop)
{
    if (*stop == '\r' && stop + 1 == r->end && !r->ended)
        return false;
    r->at = stop + 1;
    if (*stop == '\r' && r->at < r->end && *r->at == '\n')
        r->at++;
    return true;
}

/* Over the rest of a line that is too long. */
static bool pass_rest(struct reader *r, struct error *err)
{
    for (;;) {
        const char *lf = memchr(r->at, '\n', (size_t)(r->end - r->at));

        r->at = lf ? lf + 1 : r->end;
        if (lf || r->ended)
            return true;
        if (!reader_more(r, err))
            return false;
    }
}

enum lines_next lines_next(struct lines *lines, struct text *line, struct error *err)
{
    struct reader *r = lines->reader;

    for (;;) {
        const char *start = r->at, *stop = r->at < r->end ? line_end(r->at, r->end) : NULL;
        size_t left = (size_t)(r->end - r->at);

        if (stop && pass_end(r, stop)) {
            *line = (struct text){start, (size_t)(stop - start)};
            lines->is_open = false;
            break;
        }
        if (left > LINE_BYTES_MAX && !stop) {
            *line = (struct text){"", 0};
            if (!pass_rest(r, err))
                return LINES_FAILED;
            lines->is_open = false;
            break;
        }
        if (!r->ended) {
            if (!reader_more(r, err))
                return LINES_FAILED;
            continue;
        }
        r->at = r->end;
        if (left && start[left - 1] == 0x1A)
            left--;
        if (left == 0)
            return LINES_END;
        *line = (struct text){start, left};
        lines->is_open = true;
        break;
    }
    lines->number++;
    return LINES_LINE;
}
