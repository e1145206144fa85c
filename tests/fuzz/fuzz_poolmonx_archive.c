/* fuzz_poolmonx_archive.c - any bytes as an archive of PoolMonX 1. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_poolmonx_archive, data, size);
}
