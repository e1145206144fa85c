/* csv_helper.h - reads CSV text in memory into a store. */
#ifndef UNIT_CSV_HELPER_H
#define UNIT_CSV_HELPER_H

#include "formats/csv/csv.h"
#include "store_helper.h"

/* A store read from text, and its warnings. */
struct reading {
    struct store *store;
    struct warnings warnings;
    struct error err;
    bool ok;
};

static inline struct reading read_text(const char *text, size_t length)
{
    struct reading r = {.store = store_new()};
    struct reader reader = {0};

    assert_true(reader_open_memory(&reader, "x.csv", text, length, &r.err));
    store_source(r.store, "x.csv");
    r.ok = csv_read(&reader, &(struct csv_target){.store = r.store}, &r.warnings, &r.err);
    reader_close(&reader);
    reader_free(&reader);
    store_finish(r.store, STORE_ALL_TIME, &r.warnings);
    return r;
}

#define READ(literal) read_text(literal, sizeof(literal) - 1)

static inline void reading_free(struct reading *r)
{
    warnings_free(&r->warnings);
    store_free(r->store);
}

static inline void expect_row_warning(const struct reading *r, const char *line)
{
    assert_int_equal(r->warnings.seen[WARNING_ROW], 1);
    assert_string_equal(r->warnings.lines[WARNING_ROW][0], line);
}

#endif
