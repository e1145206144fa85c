/* snapshot_log_internal.h - what snapshot_log.c needs of snapshot_log_stamps.c. */
#ifndef FORMATS_FOREIGN_SNAPSHOT_LOG_INTERNAL_H
#define FORMATS_FOREIGN_SNAPSHOT_LOG_INTERNAL_H

#include "formats/foreign/snapshot_log.h"

/* Both a date and a time. */
bool stamp_is_complete(const struct stamp *stamp);

/* Whether two complete stamps are of one moment. */
bool stamp_equals(const struct stamp *a, const struct stamp *b);

/* Between two lines: whether the file ends with a stamp after its last row. Reads ahead. */
void snapshot_log_peek_end(struct snapshot_log *log);

/* At the end of the open snapshot: gives it the stamp after it, where that is its own. */
void snapshot_log_settle_stamps(struct snapshot_log *log, bool is_last);

/* snapshot_log_names.c: the time in the name of a file, where the line is nothing else. */
bool snapshot_log_name_stamp(const struct snapshot_log *log, struct text line, struct stamp *out);

/* What names in the beginning of the file tell of the order of their dates. */
void snapshot_log_add_names(struct snapshot_log *log, struct text head);

/* The time of the open snapshot: of its stamp, or of what else tells it. */
void snapshot_log_set_time(struct snapshot_log *log, bool is_only);

#endif
