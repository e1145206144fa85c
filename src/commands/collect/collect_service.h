/* collect_service.h - collect as a Windows service or scheduled task. */
#ifndef COMMANDS_COLLECT_COLLECT_SERVICE_H
#define COMMANDS_COLLECT_COLLECT_SERVICE_H

#include "base/error.h"
#include "commands/collect/collect_options.h"

/* Checks the service options against each other and the rest. False: wrong usage. */
bool collect_service_check(const struct collect_options *options, struct error *err);

/* --install-service, --remove-service, --service-status, --print-task. */
bool collect_service(const struct collect_options *options, struct error *err);

/* --as-service: runs `work` under the service manager; it returns the exit status and prints its own error. */
bool collect_service_run(const struct collect_options *options, int (*work)(void *context), void *context,
                         struct error *err);

#endif
