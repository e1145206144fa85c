/* warnings.h - faults of the input, one line each: the first of every kind in full, then a count.
 *
 * A damaged capture of 2880 files must not print a million lines, and a rare fault must not drown among
 * frequent ones: so each kind has its own allowance.
 */
#ifndef BASE_WARNINGS_H
#define BASE_WARNINGS_H

#include <stddef.h>

#include "base/error.h"

enum warning_kind {
    WARNING_FILE,     // a file that was left out, or only partly understood
    WARNING_ROW,      // a row or cell that was left out
    WARNING_SNAPSHOT, // a snapshot that is doubtful, or given twice
    WARNING_OPTION,   // what was asked for and is not there
    WARNING_KINDS
};

#define WARNINGS_IN_FULL 20

struct warnings {
    char **lines[WARNING_KINDS]; // owned
    size_t kept[WARNING_KINDS];  // lines in full
    size_t seen[WARNING_KINDS];  // all of them
};

void warnings_free(struct warnings *warnings);

void warnings_add(struct warnings *warnings, enum warning_kind kind, const char *format, ...) PRINTF_LIKE(3, 4);

/* As if those of `from` had been added here. */
void warnings_join(struct warnings *warnings, const struct warnings *from);

/* All lines, a count line behind each kind that had more. The array and its strings are owned by the caller;
 * *count says how many. */
char **warnings_lines(const struct warnings *warnings, size_t *count);

#endif
