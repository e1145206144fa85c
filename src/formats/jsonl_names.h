/* jsonl_names.h - the names of the machine's totals in lines of JSON, for the writer and the reader. */
#ifndef FORMATS_JSONL_NAMES_H
#define FORMATS_JSONL_NAMES_H

#include "model/totals.h"

#define JSONL_MACHINE "Machine" // the member that holds them

extern const char *const jsonl_total_names[TOTALS];

#endif
