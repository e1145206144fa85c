#include "leaks/leak_evidence.h"

#include <stdlib.h>

#include "base/memory.h"

static void gather_quantity(const struct leak_bins *b, const struct leak_noise *noise, enum leak_quantity quantity,
                            const struct leak_quantity_evidence *counts, struct leak_quantity_evidence *out)
{
    const double *units = b->units[quantity];

    out->shared = memory_new(b->boot_count, sizeof *out->shared);
    out->boots = memory_new(b->boot_count, sizeof *out->boots);
    for (size_t i = 0; i < b->boot_count; i++) {
        out->boots[i] = memory_new(b->tags, sizeof **out->boots);
        leak_shared_find(&b->boots[i], noise, quantity, units, b->tags, &out->shared[i]);
        leak_boot_judge(&b->boots[i], noise, &out->shared[i], quantity, units, counts->boots ? counts->boots[i] : NULL,
                        out->boots[i]);
    }
}

/* What grows in one quantity has a rate in the other. */
static void add_rates(const struct leak_bins *b, const struct leak_noise *noise, enum leak_quantity quantity,
                      struct leak_quantity_evidence *out, const struct leak_quantity_evidence *other)
{
    for (size_t i = 0; i < b->boot_count; i++)
        for (size_t tag = 0; tag < b->tags; tag++)
            if (!out->boots[i][tag].grows && other->boots[i][tag].grows)
                leak_boot_rate(&b->boots[i], noise, &out->shared[i], quantity, b->units[quantity][tag], tag,
                               other->boots[i][tag].rate_start, &out->boots[i][tag]);
}

void leak_evidence_gather(const struct leak_bins *b, const bool tested[LEAK_QUANTITIES], struct leak_all_evidence *all)
{
    struct leak_noise noise;
    struct leak_quantity_evidence *counts = &all->quantities[LEAK_COUNTS], *bytes = &all->quantities[LEAK_BYTES];

    *all = (struct leak_all_evidence){.boot_count = b->boot_count};
    leak_noise_make(&noise, leak_bins_most(b));
    for (int m = 0; m < LEAK_QUANTITIES; m++)
        if (tested[m])
            gather_quantity(b, &noise, (enum leak_quantity)m, counts, &all->quantities[m]);
    if (tested[LEAK_COUNTS] && tested[LEAK_BYTES]) {
        add_rates(b, &noise, LEAK_COUNTS, counts, bytes);
        add_rates(b, &noise, LEAK_BYTES, bytes, counts);
    }
    leak_noise_free(&noise);
}

void leak_evidence_free(struct leak_all_evidence *all)
{
    for (int m = 0; m < LEAK_QUANTITIES; m++) {
        struct leak_quantity_evidence *e = &all->quantities[m];

        for (size_t i = 0; e->boots && i < all->boot_count; i++) {
            free(e->boots[i]);
            leak_shared_free(&e->shared[i]);
        }
        free(e->boots);
        free(e->shared);
    }
    *all = (struct leak_all_evidence){0};
}
