/* collect_selftest.h - what this system answers, as a short text that tells no tags and can be sent to others. */
#ifndef COMMANDS_COLLECT_COLLECT_SELFTEST_H
#define COMMANDS_COLLECT_COLLECT_SELFTEST_H

#include "base/error.h"
#include "commands/collect/collect_options.h"

/* False when the system gives no tags; the text is printed all the same. */
bool collect_selftest(const struct collect_options *options, struct error *err);

#endif
