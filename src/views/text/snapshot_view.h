/* snapshot_view.h - one snapshot for people and programs: table, csv, json, or a page that sorts. */
#ifndef VIEWS_TEXT_SNAPSHOT_VIEW_H
#define VIEWS_TEXT_SNAPSHOT_VIEW_H

#include "report/columns.h"

struct snapshot_view {
    const struct snapshot *snapshot; // borrowed
    const struct tagnames *names;    // borrowed, may be NULL
    const enum column *columns;
    size_t column_count;
    const size_t *rows; // which, in which order
    size_t row_count;
    bool with_heading;  // csv: the names of the columns first
    int width;          // table: of the terminal; 0: as wide as it takes
    enum column sorted; // by which column: a narrow table keeps it
};

typedef void snapshot_writer(struct buffer *out, const struct snapshot_view *view);

snapshot_writer snapshot_table_write, snapshot_csv_write, snapshot_json_write, snapshot_page_write;

#endif
