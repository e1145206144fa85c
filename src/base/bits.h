/* bits.h - loops over the set bits of a word.
 *
 *     FOR_EACH_BIT(slot, page->present) // lowest first; `slot` is the index of the bit, a uint64_t
 *         sum += values[slot];
 *
 * The word is evaluated once, before the first round.
 */
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stdbool.h>
#include <stdint.h>

#define FOR_EACH_BIT(index, bits)                                                                                      \
    for (uint64_t index##_rest = (bits), index;                                                                        \
         index##_rest && (index = (uint64_t)__builtin_ctzll(index##_rest), true); index##_rest &= index##_rest - 1)

#endif
