/* fuzz_records_csv.c - any bytes as CSV of pool tags. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_records_csv, data, size);
}
