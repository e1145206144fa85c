/* snapshot_view.h - one snapshot as a table, CSV, JSON, or an HTML table that sorts. */
#ifndef VIEWS_TEXT_SNAPSHOT_VIEW_H
#define VIEWS_TEXT_SNAPSHOT_VIEW_H

#include "report/columns.h"

struct snapshot_view {
    const struct snapshot *snapshot; // borrowed
    const struct tagnames *names;    // borrowed, may be NULL
    const enum column *columns;      // borrowed
    size_t column_count;
    const size_t *rows; // borrowed; row indices of the snapshot, in the order to show
    size_t row_count;
    bool with_heading;  // CSV: begin with the column names
    int width;          // table: width of the terminal; 0: unlimited
    enum column sorted; // the sort column, which a narrow table keeps
};

typedef void snapshot_writer(struct buffer *out, const struct snapshot_view *view);

snapshot_writer snapshot_table_write, snapshot_csv_write, snapshot_json_write, snapshot_page_write;

#endif
