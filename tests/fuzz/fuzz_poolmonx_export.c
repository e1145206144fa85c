/* fuzz_poolmonx_export.c - any bytes as an export of PoolMonX 3. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_poolmonx_export, data, size);
}
