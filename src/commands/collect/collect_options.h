/* collect_options.h - the options of collect; their table is in cmd_collect.c. */
#ifndef COMMANDS_COLLECT_COLLECT_OPTIONS_H
#define COMMANDS_COLLECT_COLLECT_OPTIONS_H

#include <stdbool.h>

#include "commands/options.h"

struct collect_options {
    const char *output, *interval, *duration, *proc, *replay, *speed;
    long long count;
    struct option_list tags;
    bool csv, append, keep_trying, quiet;
    int encoding; // enum csv_encoding
    bool selftest, install_service, remove_service, service_status, print_task, as_service;
};

#endif
