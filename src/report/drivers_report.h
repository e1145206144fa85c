/* drivers_report.h - for each requested tag: the drivers that use it, or hints why none does. */
#ifndef REPORT_DRIVERS_REPORT_H
#define REPORT_DRIVERS_REPORT_H

#include "base/warnings.h"
#include "owners/driver_uses.h"
#include "owners/owner.h"

#define DRIVERS_NEAR_MAX 5

struct drivers_answer {
    struct text tag;                             // as requested; borrowed
    bool is_tag;                                 // false: longer than a pool tag, such as a slab name
    uint32_t bytes;                              // of the tag
    struct driver_uses uses;                     // owned
    struct text known_driver, known_description; // according to -tagfile, the capture or our table; borrowed
    size_t by_name;                              // file of the index: a WDF driver whose name begins so; SIZE_MAX: none
    bool is_backwards;                           // no driver has it, but one has it in reverse byte order
    uint32_t near[DRIVERS_NEAR_MAX];             // similar tags that drivers have
    size_t near_count;
};

struct drivers_report {
    const struct driver_index *index; // borrowed
    struct drivers_answer *answers;   // owned
    size_t count;
    bool of_capture;   // all tags of a capture, not tags named one by one
    bool has_kernel;   // a kernel is among the files
    bool loaded_known; // for at least one file
    char **warnings;   // owned
    size_t warning_count;
};

/* `sources`: owners known otherwise; its `drivers` are ignored. Tags and index must outlive the report. Free with
 * drivers_report_free. */
void drivers_report_make(struct drivers_report *report, const struct driver_index *index,
                         const struct owner_sources *sources, const struct text *tags, size_t count);
void drivers_report_free(struct drivers_report *report);

/* "mfehidk+0x1a2b0": an address as debuggers print it. */
void drivers_report_add_place(struct buffer *b, const struct driver_file *file, uint32_t rva);

#endif
