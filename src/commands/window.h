/* window.h - the stretch of time that --since and --until ask for. */
#ifndef COMMANDS_WINDOW_H
#define COMMANDS_WINDOW_H

#include "base/error.h"
#include "store/store.h"

/* Either may be NULL. A date alone means all of that day. False: one is no time, and err says which. */
bool window_parse(const char *since, const char *until, struct store_window *out, struct error *err);

#endif
