/* tagnames_line.h - the inside of tagnames: what a line of pooltag.txt is, and whether a pattern fits a tag. */
#ifndef OWNERS_TAGNAMES_LINE_H
#define OWNERS_TAGNAMES_LINE_H

#include <stdbool.h>

#include "base/text.h"

#define TAG_COLUMNS 4

enum tagline_kind {
    TAGLINE_NOTHING, // blank, or a comment
    TAGLINE_TAG,     // tag, driver and description
    TAGLINE_MORE,    // description: goes on with the line before
    TAGLINE_RANGE,   // tag and description are the whole line, first and last the ends
};

struct tagline {
    enum tagline_kind kind;
    struct text tag; // without blanks at its end; shorter than TAG_COLUMNS where blanks belong to it
    struct text driver, description;
    struct text first, last;
    size_t prefix; // bytes that both of them begin with
};

/* All borrowed from the line. */
struct tagline tagline_of(struct text line);

/* Whether the tag lies between the ends of a range, which begin alike and go on with decimal or hexadecimal digits. */
bool tagline_in_range(struct text first, struct text last, struct text tag);

#endif
