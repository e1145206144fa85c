/* duration.h - parses durations: 90s, 15m, 48h, 30d, 1h30m, 250ms; a bare number is seconds. */
#ifndef BASE_DURATION_H
#define BASE_DURATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* False: invalid, or more than 100 years. */
bool duration_parse(struct text t, int64_t *out_ms);

#endif
