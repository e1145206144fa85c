/* times.h - what --interval and --start say of snapshots that tell no time. */
#ifndef COMMANDS_TIMES_H
#define COMMANDS_TIMES_H

#include "base/error.h"
#include "formats/format.h"

/* Both may be NULL. False: one of them is no time, or --start stands alone. */
bool command_clock(const char *interval, const char *start, struct format_clock *out, struct error *err);

#endif
