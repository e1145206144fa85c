/* page.h - the report as one interactive HTML file: the page built from web/, with the data embedded.
 *
 * web/FORMAT.md describes the data. The file makes no network requests.
 */
#ifndef VIEWS_PAGE_PAGE_H
#define VIEWS_PAGE_PAGE_H

#include "leaks/leak.h"
#include "report/report.h"

struct page_options {
    size_t most_bytes;                  // of the file: data is left out until it fits, and the page says which
    const char *source;                 // name of the capture, where the host is unknown; borrowed
    const char *program;                // "poolmonviz 0.1.0"; borrowed
    const struct tagnames *names;       // as in report_options; may be NULL; borrowed
    const struct driver_index *drivers; // likewise
    const struct leaks *leaks;          // NULL: no search for leaks; borrowed
};

#define PAGE_BYTES_MAX ((size_t)10 << 20)

/* False: this program was built without the page. */
bool page_is_available(void);

/* `report` must be made from that store with `everything`. False: the page is larger than most_bytes even at the last
 * level of detail; it is written all the same. */
bool page_write(struct buffer *out, const struct report *report, const struct store *store,
                const struct page_options *options);

#endif
