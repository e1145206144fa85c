/* leak_terms.c - prints what the leak finder knows of every tag that grows, for leak_prices.py.
 *
 *     leak_terms CAPTURE.pmcap      a line a tag and quantity: tag, 0 blocks or 1 bytes, log-odds, p,
 *                                   1: its rate is surely above 0, and the terms of leak_score.h
 *
 * The first line is the number of tags that change.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/warnings.h"
#include "formats/capture/capture.h"
#include "formats/capture/capture_load.h"
#include "leaks/leak_combine.h"
#include "leaks/leak_evidence.h"

static void print_tag(const struct store *store, size_t tag, int quantity, const struct leak_combined *c)
{
    struct text name = store_tag_name(store, tag);

    for (size_t i = 0; i < name.length; i++)
        printf("%02x", (unsigned char)name.data[i]);
    printf(" %d %.9g %.9g %d", quantity, c->log_odds, c->p, c->rate.low > 0);
    for (size_t i = 0; i < LEAK_TERMS; i++)
        printf(" %.6g", c->score.terms[i]);
    putchar('\n');
}

static void print_terms(const struct store *store)
{
    struct leak_bins bins;
    struct leak_all_evidence all;
    size_t moving = 0;

    leak_bins_make(&bins, store, 0);
    leak_evidence_gather(&bins, bins.known, &all);
    for (size_t tag = 0; tag < bins.tags; tag++) {
        enum leak_reason reason = leak_combine(&bins, LEAK_COUNTS, all.quantities[LEAK_COUNTS].boots, tag).reason;

        moving += reason != LEAK_CONSTANT && reason != LEAK_TOO_SHORT;
    }
    printf("%zu\n", moving);
    for (size_t tag = 0; tag < bins.tags; tag++)
        for (int m = 0; m < LEAK_QUANTITIES; m++) {
            struct leak_combined c = leak_combine(&bins, (enum leak_quantity)m, all.quantities[m].boots, tag);

            if (c.grows)
                print_tag(store, tag, m, &c);
        }
    leak_evidence_free(&all);
    leak_bins_free(&bins);
}

int main(int argc, char **argv)
{
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct error err = {0};
    struct store *store = store_new();

    if (argc != 2 || !capture_open(&capture, argv[1], &warnings, &err) || !capture_load(&capture, store, &err)) {
        fprintf(stderr, "usage: leak_terms CAPTURE.pmcap: %s\n", err.text);
        return 2;
    }
    store_finish(store, STORE_ALL_TIME, &warnings);
    print_terms(store);
    capture_close(&capture);
    warnings_free(&warnings);
    store_free(store);
    return 0;
}
