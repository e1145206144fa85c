/* size.h - parses sizes: 500K, 10M, 10 MB, 2G, 1.5GiB; a bare number is bytes, K is 1024. */
#ifndef BASE_SIZE_H
#define BASE_SIZE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* False: invalid, or more than 2^60. */
bool size_parse(struct text t, int64_t *out_bytes);

#endif
