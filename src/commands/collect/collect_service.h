/* collect_service.h - a collection that Windows starts by itself. */
#ifndef COMMANDS_COLLECT_COLLECT_SERVICE_H
#define COMMANDS_COLLECT_COLLECT_SERVICE_H

#include "base/error.h"
#include "commands/collect/collect_options.h"

/* Whether these options go together, and with the others: false is wrong usage. */
bool collect_service_check(const struct collect_options *options, struct error *err);

/* --install-service, --remove-service, --service-status, --print-task. */
bool collect_service(const struct collect_options *options, struct error *err);

/* --as-service: what `work` returns is the program's exit status; it has printed its error itself. */
bool collect_service_run(const struct collect_options *options, int (*work)(void *context), void *context,
                         struct error *err);

#endif
