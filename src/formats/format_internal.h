/* format_internal.h - which format a file is of, by its content (format_detect.c); only format*.c include this. */
#ifndef FORMATS_FORMAT_INTERNAL_H
#define FORMATS_FORMAT_INTERNAL_H

#include "formats/format.h"

/* All formats, in order of priority: the first that detects a file reads it. */
enum { FORMATS = 15 };
extern const struct format *const formats[FORMATS];

/* By the first bytes of a file, or NULL. */
const struct format *detect_bytes(struct text head);

/* By the first megabyte of a text, or NULL. */
const struct format *detect_text(struct text head);

/* Of a later part of a text: only formats that may be anywhere in one; NULL: none. */
const struct format *detect_in_text(struct text window);

/* A bit for each of these that the text has, in lines that are not of `except` (or NULL). */
unsigned detect_all_in_text(struct text window, const struct format *except);

#endif
