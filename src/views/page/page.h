/* page.h - the report as one interactive file: the page that the build made of web/, with the data inside.
 *
 * web/FORMAT.md is the promise between this side and that one. The file asks nothing of any network.
 */
#ifndef VIEWS_PAGE_PAGE_H
#define VIEWS_PAGE_PAGE_H

#include "leaks/leak.h"
#include "report/report.h"

struct page_options {
    size_t most_bytes;                  // of the file: data is left out, and the page says which, until it fits
    const char *source;                 // what was read, for want of a machine's name; borrowed
    const char *program;                // "poolmonviz 0.1.0"; borrowed
    const struct tagnames *names;       // as in the report; may be NULL
    const struct driver_index *drivers; // the same
    const struct leaks *leaks;          // what was found; NULL: nobody looked
};

#define PAGE_BYTES_MOST ((size_t)10 << 20)

/* False: this program was built without the page. */
bool page_is_there(void);

/* `report` was made with `everything`, of that store. False: it is larger than asked for, though all is left out that
 * can be. */
bool page_write(struct buffer *out, const struct report *report, const struct store *store,
                const struct page_options *options);

#endif
