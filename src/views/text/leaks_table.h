/* leaks_table.h - the tags that are flagged, and with view->all those to watch: a table with a sentence below each row.
 *
 *     tag   verdict  bytes/hour  blocks/hour  freed  B/block  since (UTC)
 *     File  LEAK       +20.9 MB      +72,000  4.8 %      304  2026-11-30 21:16  nt!io: Open files
 *           blocks 73 -> 553 (+658 %): 72,000 an hour (65,200 to 78,800), ...
 *     blocks: allocated and not freed yet (poolmon's Diff). ...
 *
 * Columns of which nothing is known are left out. A name too long for the terminal has a line of its own.
 */
#ifndef VIEWS_TEXT_LEAKS_TABLE_H
#define VIEWS_TEXT_LEAKS_TABLE_H

#include "base/buffer.h"
#include "report/leaks_view.h"

/* An empty line, the table, and what its words mean; nothing where there is no row. */
void leaks_table_write(struct buffer *out, const struct leaks_view *view);

#endif
