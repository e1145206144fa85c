/* csv_row.h - one row of separated values, split where it stands.
 *
 *     "2021-07-13T05:34:49","d,q""","120"        three fields; the second holds a comma and a quote
 *
 * Fields may be quoted or not; quotes inside are doubled; rows end with CR LF, LF or CR; a quoted field may hold
 * line ends. Nothing is copied but fields with doubled quotes.
 */
#ifndef FORMATS_CSV_CSV_ROW_H
#define FORMATS_CSV_CSV_ROW_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/text.h"

#define CSV_FIELDS 64 // fields kept; a row may have more, which are only counted
#define CSV_LINES 16  // line ends a row may hold; more stand behind a quote that was never closed

struct csv_field {
    const char *data; // borrowed from the text
    size_t length;
    bool has_quotes; // doubled quotes stand inside
};

struct csv_row {
    struct csv_field fields[CSV_FIELDS];
    size_t count; // of all fields, kept or not
    size_t lines; // line ends inside the row and at its end
};

enum csv_state {
    CSV_ROW,       // a row; *at is behind its end
    CSV_CUT,       // the text ends before the row does, or the row has more than CSV_LINES lines
    CSV_MALFORMED, // something stands behind a closing quote
};

/* Splits the row at *at. `is_last`: nothing follows `end`, so a row without a line end is whole; only a quote left open
 * is still CSV_CUT. Moves *at for CSV_ROW only. */
enum csv_state csv_row_split(const char **pos, const char *end, char separator, bool is_last, struct csv_row *row);

/* Behind the next line end, or `end`: where reading goes on after a row that is no row. */
const char *csv_next_line(const char *at, const char *end);

/* The field's text; with doubled quotes it is built in `scratch` and valid until its next use. */
struct text csv_field_text(const struct csv_field *field, struct buffer *scratch);

#endif
