/* collect_selftest.h - a short report on what this system answers, without tag names, to send to others. */
#ifndef COMMANDS_COLLECT_COLLECT_SELFTEST_H
#define COMMANDS_COLLECT_COLLECT_SELFTEST_H

#include "base/error.h"
#include "commands/collect/collect_options.h"

/* Prints the report. False: this system cannot be recorded. */
bool collect_selftest(const struct collect_options *options, struct error *err);

#endif
