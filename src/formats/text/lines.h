/* lines.h - the lines of an open reader, one after the other, with their numbers.
 *
 * Lines end with LF, CR LF or CR; the end is not part of them, nor is a final 0x1A, DOS's mark of the end of a file. Zeros in
 * front of a line are not, either: a machine that crashes while a log is written leaves them where the next one goes on.
 */
#ifndef FORMATS_TEXT_LINES_H
#define FORMATS_TEXT_LINES_H

#include "formats/text/reader.h"

#define LINE_BYTES_MAX 65536 // what is longer is no line of any of our formats: it is given as an empty one

struct lines {
    struct reader *reader; // borrowed
    size_t number;         // of the line given last, from 1
    bool is_unterminated;  // it ended with the file, without a line end: it may be cut
    bool is_too_long;
    bool
        is_other_encoding; // 8-bit text read as UTF-16, or the other way round: somebody appended to a file in another encoding
};

enum lines_next { LINES_LINE, LINES_END, LINES_FAILED };

/* The line is borrowed, valid until the next call. LINES_FAILED: the file cannot be read on, err says why. */
enum lines_next lines_next(struct lines *lines, struct text *line, struct error *err);

/* The line with plain blanks where mail and web pages put others, which do not break: in a line that begins with one, or has
 * several. Between digits they stay, where they part groups of a number. The result is the line, or in `room`. */
struct text lines_replace_nbsp(struct text line, struct buffer *room);

/* Whether any line of the text, with plain blanks, is one. */
bool lines_any_match(struct text text, bool (*is_one)(struct text line));

#endif
