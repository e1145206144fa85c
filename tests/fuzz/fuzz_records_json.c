/* fuzz_records_json.c - any bytes as JSON of pool tags. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_records_json, data, size);
}
