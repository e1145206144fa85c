/* pe_version.h - company, description and version of a PE file: its RT_VERSION resource. */
#ifndef DRIVERS_PE_VERSION_H
#define DRIVERS_PE_VERSION_H

#include "base/buffer.h"
#include "drivers/pe.h"

/* UTF-8; empty: not in the file. All zero is empty. */
struct pe_version {
    struct buffer company;     // "McAfee, Inc."
    struct buffer description; // "McAfee Link Driver"
    struct buffer version;     // "15.7.0.1234": the numbers that installers compare, not the text of the version
};

/* Replaces *out, reusing its buffers. False: the file has no readable version. Of several languages the first one is
 * used. */
bool pe_version(const struct pe *pe, struct pe_version *out);
void pe_version_free(struct pe_version *version);

#endif
