/* fuzz_slabinfo_file.c - any bytes as a file of copies of /proc/slabinfo. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_slabinfo, data, size);
}
