/* drivers_report.h - for each tag asked about: the drivers that use it, or what it means that none does. */
#ifndef REPORT_DRIVERS_REPORT_H
#define REPORT_DRIVERS_REPORT_H

#include "base/warnings.h"
#include "owners/driver_uses.h"
#include "owners/owner.h"

#define DRIVERS_NEAR_MOST 5

struct drivers_answer {
    struct text tag;                             // as asked; borrowed
    bool is_tag;                                 // false: no Windows tag, but a longer name
    uint32_t bytes;                              // of the tag
    struct driver_uses uses;                     // owned
    struct text known_driver, known_description; // who -tagfile, the capture or our table say it is; borrowed
    size_t by_name;                              // of the index: a driver on WDF of that name, or SIZE_MAX
    bool is_backwards;                           // no driver has it, but one has its letters the other way round
    uint32_t near[DRIVERS_NEAR_MOST];            // tags that drivers have, and that may have been meant
    size_t near_count;
};

struct drivers_report {
    const struct driver_index *index; // borrowed
    struct drivers_answer *answers;   // owned
    size_t count;
    bool of_capture;   // the tags were not asked for one by one
    bool has_kernel;   // a kernel is among the files
    bool loaded_known; // of any file
    char **warnings;   // owned
    size_t warning_count;
};

/* `sources` says what else is known of the tags; its drivers are not asked. Tags and index must outlive the report. */
void drivers_report_make(struct drivers_report *report, const struct driver_index *index,
                         const struct owner_sources *sources, const struct text *tags, size_t count);
void drivers_report_free(struct drivers_report *report);

/* "mfehidk+0x1a2b0": a place as debuggers name it. */
void drivers_report_add_place(struct buffer *b, const struct driver_file *file, uint32_t rva);

#endif
