/* poolmonx_list.h - the list that PoolMonX 1 saves: the rows that its text and its archive have in common. */
#ifndef FORMATS_FOREIGN_POOLMONX_LIST_H
#define FORMATS_FOREIGN_POOLMONX_LIST_H

#include "formats/foreign/pool_line.h"

/* Tag, Type, Allocs, Frees, Diff, Bytes, KBytes, B / Alloc, Source, Source Description. */
#define POOLMONX_CELLS 10

/* "Paged" or "Non Paged"; false: neither. */
bool poolmonx_parse_type(struct text cell, bool *is_paged);

/* Adds a row to the open snapshot, or to the next one if it is there already; or warns that it is none. False: the
 * target stops. */
bool poolmonx_put_cells(struct snapshot_log *log, const struct text cells[POOLMONX_CELLS], struct error *err);

extern const struct snapshot_log_format poolmonx_list;

#endif
