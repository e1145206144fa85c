/* checksum.h - CRC-32C (Castagnoli, reflected, as in RFC 3720): tells a damaged record from a sound one. */
#ifndef BASE_CHECKSUM_H
#define BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of bytes that follow those `before` is of; 0 to begin. "123456789" gives 0xE3069283. */
uint32_t checksum_crc32c(uint32_t before, const void *bytes, size_t length);

#endif
