/* pe_version.h - who made a PE file, what it is, and which version: its RT_VERSION resource. */
#ifndef DRIVERS_PE_VERSION_H
#define DRIVERS_PE_VERSION_H

#include "base/buffer.h"
#include "drivers/pe.h"

/* UTF-8, empty where the file does not say. All zero is empty. */
struct pe_version {
    struct buffer company;     // "McAfee, Inc."
    struct buffer description; // "McAfee Link Driver"
    struct buffer version;     // "15.7.0.1234": the numbers that installers compare, not the text beside them
};

/* Puts it in place of what was there; the room is kept. False when the file has none that can be read. Of several
 * languages the first one counts. */
bool pe_version(const struct pe *pe, struct pe_version *out);
void pe_version_free(struct pe_version *version);

#endif
