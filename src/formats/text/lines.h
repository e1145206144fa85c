/* lines.h - the lines of an open reader, one after the other, with their numbers.
 *
 * A line ends with LF, CR LF or CR, which is not part of it. Nor are a final 0x1A, the end-of-file mark of DOS, and a
 * run of zero bytes at its start: a machine that crashes while a log is written leaves zeros, and the log continues
 * after them.
 */
#ifndef FORMATS_TEXT_LINES_H
#define FORMATS_TEXT_LINES_H

#include "formats/text/reader.h"

#define LINE_BYTES_MAX 65536 // no format has a longer line: it is returned as an empty one

struct lines {
    struct reader *reader;  // borrowed
    size_t number;          // of the line returned last, from 1
    bool is_unterminated;   // the file ended before its line end: it may be truncated
    bool is_too_long;       // longer than LINE_BYTES_MAX
    bool is_other_encoding; // 8-bit text in a file of UTF-16, or the reverse: appended in another encoding
};

enum lines_next { LINES_LINE, LINES_END, LINES_FAILED };

/* *line is borrowed and valid until the next call. LINES_FAILED: a read error, in err. */
enum lines_next lines_next(struct lines *lines, struct text *line, struct error *err);

#endif
