#include "base/checksum.h"

#include <stdbool.h>

#define POLYNOMIAL 0x82F63B78u // reflected

/* Slicing by eight: tables[k][b] is the checksum of byte b followed by k zero bytes. */
static uint32_t tables[8][256];
static _Atomic bool tables_made; // threads may race to make them: all write the same values

static void make_tables(void)
{
    for (uint32_t b = 0; b < 256; b++) {
        uint32_t c = b;

        for (int bit = 0; bit < 8; bit++)
            c = c >> 1 ^ (c & 1 ? POLYNOMIAL : 0);
        tables[0][b] = c;
    }
    for (int k = 1; k < 8; k++)
        for (uint32_t b = 0; b < 256; b++)
            tables[k][b] = tables[k - 1][b] >> 8 ^ tables[0][tables[k - 1][b] & 255];
    tables_made = true;
}

static uint32_t word_at(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

uint32_t checksum_crc32c(uint32_t before, const void *bytes, size_t length)
{
    const unsigned char *p = bytes;
    uint32_t c = ~before;

    if (!tables_made)
        make_tables();
    for (; length >= 8; p += 8, length -= 8) {
        uint32_t low = c ^ word_at(p), high = word_at(p + 4);

        c = tables[7][low & 255] ^ tables[6][low >> 8 & 255] ^ tables[5][low >> 16 & 255] ^ tables[4][low >> 24] ^
            tables[3][high & 255] ^ tables[2][high >> 8 & 255] ^ tables[1][high >> 16 & 255] ^ tables[0][high >> 24];
    }
    for (; length; p++, length--)
        c = c >> 8 ^ tables[0][(c ^ *p) & 255];
    return ~c;
}
