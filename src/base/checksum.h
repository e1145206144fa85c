/* checksum.h - CRC-32C (Castagnoli, reflected, as in RFC 3720), which detects damaged records. */
#ifndef BASE_CHECKSUM_H
#define BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* Continues the checksum `before`, 0 at the start, with more bytes. "123456789" gives 0xE3069283. */
uint32_t checksum_crc32c(uint32_t before, const void *bytes, size_t length);

#endif
