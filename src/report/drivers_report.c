#include "report/drivers_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/tag.h"

static uint32_t reversed(uint32_t bytes)
{
    return __builtin_bswap32(bytes);
}

static bool is_used(const struct driver_index *index, uint32_t bytes)
{
    size_t count;
    const struct driver_site *sites = driver_index_sites(index, bytes, &count);

    return sites && sites[0].evidence <= EVIDENCE_CODE;
}

/* A tag of fewer than four characters padded with NULs, as some drivers do, instead of blanks. */
static uint32_t with_nuls(uint32_t bytes)
{
    for (unsigned shift = 24; shift > 0 && (bytes >> shift & 0xFF) == ' '; shift -= 8)
        bytes &= (UINT32_C(1) << shift) - 1;
    return bytes;
}

/* Tags of the index that differ only in case, blanks or one letter. Constants in code and data are too many to
 * compare. */
static void find_near(struct drivers_answer *a, const struct driver_index *index)
{
    for (size_t i = 0; i < index->site_count && a->near_count < DRIVERS_NEAR_MAX; i++) {
        const struct driver_site *site = &index->sites[i];
        struct buffer b = {0};

        if ((i > 0 && site->tag == site[-1].tag) || site->evidence > EVIDENCE_ARGUMENT)
            continue;
        tag_add_bytes(&b, site->tag);
        if (tag_is_near(a->tag, buffer_text(&b)))
            a->near[a->near_count++] = site->tag;
        buffer_free(&b);
    }
}

static struct drivers_answer answer_of(const struct driver_index *index, const struct owner_sources *sources,
                                       struct text tag)
{
    struct drivers_answer a = {.tag = tag, .by_name = SIZE_MAX};

    owner_find(sources, sources->store ? store_find_tag(sources->store, tag) : SIZE_MAX, tag, &a.known_driver,
               &a.known_description);
    a.is_tag = tag_bytes(tag, &a.bytes);
    if (!a.is_tag)
        return a;
    driver_uses_of(index, a.bytes, &a.uses);
    if (a.uses.count == 0 && tag.length < 4) {
        driver_uses_free(&a.uses);
        driver_uses_of(index, with_nuls(a.bytes), &a.uses);
    }
    if (a.uses.count && a.uses.uses[0].best <= EVIDENCE_CODE)
        return a;
    a.by_name = driver_uses_by_name(index, a.bytes);
    if (a.uses.count)
        return a;
    a.is_backwards = is_used(index, reversed(a.bytes));
    if (!a.is_backwards)
        find_near(&a, index);
    return a;
}

void drivers_report_make(struct drivers_report *report, const struct driver_index *index,
                         const struct owner_sources *sources, const struct text *tags, size_t count)
{
    struct owner_sources others = *sources;
    struct drivers_report r = {.index = index, .count = count};

    others.drivers = NULL;
    r.answers = memory_new(count, sizeof *r.answers);
    for (size_t i = 0; i < count; i++)
        r.answers[i] = answer_of(index, &others, tags[i]);
    for (size_t i = 0; i < index->file_count; i++) {
        r.has_kernel |= index->files[i].is_kernel;
        r.loaded_known |= index->files[i].loaded != DRIVER_LOADED_UNKNOWN;
    }
    *report = r;
}

void drivers_report_free(struct drivers_report *report)
{
    for (size_t i = 0; i < report->count; i++)
        driver_uses_free(&report->answers[i].uses);
    for (size_t i = 0; i < report->warning_count; i++)
        free(report->warnings[i]);
    free(report->answers);
    free(report->warnings);
    *report = (struct drivers_report){0};
}

/* Debuggers name the kernel nt, and replace characters that are neither letter nor digit by an underscore. */
void drivers_report_add_place(struct buffer *b, const struct driver_file *file, uint32_t rva)
{
    const char *dot = strrchr(file->name, '.');
    size_t length = dot ? (size_t)(dot - file->name) : strlen(file->name);

    if (text_equal_nocase(text_of(file->name), text_of("ntoskrnl.exe"))) {
        buffer_add_string(b, "nt");
    } else {
        for (size_t i = 0; i < length; i++)
            buffer_add_char(b, strchr(" -.()[]+!*", file->name[i]) ? '_' : file->name[i]);
    }
    buffer_printf(b, "+0x%x", (unsigned)rva);
}
