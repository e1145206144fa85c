/* csv_row.h - splits one row of separated values in place.
 *
 *     "2021-07-13T05:34:49","d,q""","120"        three fields; the second contains a comma and a quote
 *
 * Fields may be quoted or not; quotes inside are doubled; rows end with CR LF, LF or CR; a quoted field may contain
 * line ends. Only fields with doubled quotes are copied.
 */
#ifndef FORMATS_CSV_CSV_ROW_H
#define FORMATS_CSV_CSV_ROW_H

#include <assert.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/text.h"

#define CSV_FIELDS 64 // fields kept; further ones are only counted
#define CSV_LINES 16  // line ends a row may contain; more mean a quote that was never closed

struct csv_field {
    const char *data; // borrowed from the text
    size_t length;
    bool has_quotes; // it contains doubled quotes
};

struct csv_row {
    struct csv_field fields[CSV_FIELDS];
    size_t count; // of all fields, kept or not
    size_t lines; // line ends inside the row and at its end
};

enum csv_state {
    CSV_ROW,       // a row; *pos is past its end
    CSV_CUT,       // the text ends before the row does, or the row has more than CSV_LINES lines
    CSV_MALFORMED, // text after a closing quote
};

/* Splits the row at *pos, and moves *pos for CSV_ROW only. `is_last`: nothing follows `end`, so a row without a line
 * end is complete; only an open quote is still CSV_CUT. */
enum csv_state csv_row_split(const char **pos, const char *end, char separator, bool is_last, struct csv_row *row);

/* The position after the next line end, or `end`: where reading continues after a malformed row. */
const char *csv_next_line(const char *pos, const char *end);

/* The bytes of field `column`, which the row has; doubled quotes are not resolved. */
static inline struct text csv_raw_text(const struct csv_row *row, size_t column)
{
    assert(column < row->count && column < CSV_FIELDS);
    return (struct text){row->fields[column].data, row->fields[column].length};
}

/* The field's text; with doubled quotes it is built in `scratch` and valid until its next use. */
struct text csv_field_text(const struct csv_field *field, struct buffer *scratch);

#endif
