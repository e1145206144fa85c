/* hash.h - FNV-1a, 64 bits. Independent of the machine and version, so hashes may be stored in files. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/text.h"

/* Continues the hash `before`, HASH_START at the start, with more bytes. */
#define HASH_START UINT64_C(0xCBF29CE484222325)
uint64_t hash_of(uint64_t before, struct text bytes);

#endif
