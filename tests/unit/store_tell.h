/* store_tell.h - the full content of a store as bytes, to compare two stores. */
#ifndef UNIT_STORE_TELL_H
#define UNIT_STORE_TELL_H

#include "store_helper.h"

/* Finishes the store and appends its content and its warnings. */
static inline void store_tell(struct buffer *b, struct store *store, struct warnings *warnings)
{
    size_t lines, boots;
    bool known;
    char **warned;

    store_finish(store, STORE_ALL_TIME, warnings);
    store_reboots(store, &boots, &known);
    buffer_printf(b, "%zu tags %zu moments %zu sources %zu boots %d\n", store_tags(store), store_moments(store),
                  store_sources(store), boots, known);
    for (size_t m = 0; m < store_moments(store); m++) {
        buffer_printf(b, "%lld %lld %x %s\n", (long long)store_time(store, m), (long long)store_local(store, m),
                      store_counters_of(store, m), store_source_name(store, m));
        for (int metric = 0; metric < METRICS; metric++) {
            amount total = store_total(store, m, (enum metric)metric);

            buffer_add(b, &total, sizeof total);
        }
    }
    for (size_t tag = 0; tag < store_tags(store); tag++) {
        amount *series = calloc(store_moments(store) + 1, sizeof *series);

        buffer_add_text(b, store_tag_name(store, tag));
        for (int metric = 0; metric < METRICS; metric++) {
            store_series(store, tag, (enum metric)metric, series);
            buffer_add(b, series, store_moments(store) * sizeof *series);
        }
        free(series);
    }
    warned = warnings_lines(warnings, &lines);
    for (size_t i = 0; i < lines; i++) {
        buffer_add_string(b, warned[i]);
        buffer_add_char(b, '\n');
        free(warned[i]);
    }
    free(warned);
}

#endif
