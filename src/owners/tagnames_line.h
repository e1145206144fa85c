/* tagnames_line.h - the grammar of a line of pooltag.txt, and ranges of tags. For tagnames.c. */
#ifndef OWNERS_TAGNAMES_LINE_H
#define OWNERS_TAGNAMES_LINE_H

#include <stdbool.h>

#include "base/text.h"

#define TAG_COLUMNS 4

enum tagline_kind {
    TAGLINE_NOTHING, // blank, or a comment
    TAGLINE_TAG,     // tag, driver and description
    TAGLINE_MORE,    // description: continues the line before
    TAGLINE_RANGE,   // tag and description are the entire line; first and last are the ends of the range
};

struct tagline {
    enum tagline_kind kind;
    struct text tag; // without blanks at its end, so it may be shorter than TAG_COLUMNS
    struct text driver, description;
    struct text first, last;
    size_t prefix; // length of the common prefix of first and last
};

/* All borrowed from the line. */
struct tagline tagline_of(struct text line);

/* Whether the tag is in a range, whose ends have a common prefix followed by decimal or hexadecimal digits. */
bool tagline_in_range(struct text first, struct text last, struct text tag);

#endif
