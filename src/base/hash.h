/* hash.h - many bytes as one number: FNV-1a, 64 bits. The same everywhere and always, so it may be kept in files. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/text.h"

/* The hash of bytes that follow those `before` is of; HASH_START to begin. */
#define HASH_START UINT64_C(0xCBF29CE484222325)
uint64_t hash_of(uint64_t before, struct text bytes);

#endif
