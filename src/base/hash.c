#include "base/hash.h"

uint64_t hash_of(uint64_t before, struct text bytes)
{
    for (size_t i = 0; i < bytes.length; i++)
        before = (before ^ (unsigned char)bytes.data[i]) * UINT64_C(0x100000001B3);
    return before;
}
