/* time_options.h - options that are times: --since and --until, --interval and --start. */
#ifndef COMMANDS_TIME_OPTIONS_H
#define COMMANDS_TIME_OPTIONS_H

#include "base/error.h"
#include "formats/format.h"
#include "store/store.h"

/* Either may be NULL. A date without a time means that whole day. False: one is invalid, and err says which. */
bool parse_window(const char *since, const char *until, struct store_window *out, struct error *err);

/* The times of snapshots that have none. Either may be NULL. False: one is invalid, and err says which. */
bool parse_clock(const char *interval, const char *start, struct format_clock *out, struct error *err);

#endif
