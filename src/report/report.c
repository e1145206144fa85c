#include "report/report.h"

#include <assert.h>
#include <stdlib.h>

#include "analysis/correlate.h"

const char *report_list_title(enum order order)
{
    static const char *const titles[ORDERS] = {"BIGGEST INCREASE (%)     ", "BIGGEST INCREASE (ABS)   ",
                                               "HIGHEST USAGE    (PEAK)  ", "HIGHEST USAGE    (MEAN)  "};

    return titles[order];
}

const double *report_series(const struct report *report, size_t row)
{
    assert(row < report->row_count);
    return report->series + row * report->moments;
}

bool report_has_owners(const struct report *report)
{
    for (size_t i = 0; i < report->row_count; i++)
        if (report->rows[i].driver.length || report->rows[i].description.length)
            return true;
    return false;
}

bool report_is_significant(const struct report_matrix *m, size_t index)
{
    assert(index < m->count);
    return index != m->total && m->r[m->total * m->count + index] > CORRELATION_SIGNIFICANT;
}

static void free_strings(char **strings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(strings[i]);
    free(strings);
}

void report_matrix_free(struct report_matrix *m)
{
    free(m->names);
    free(m->tags);
    free(m->r);
}

void report_free(struct report *report)
{
    free((char *)report->title);
    free(report->stats);
    free(report->utc);
    free(report->shown);
    free(report->reboots);
    for (int order = 0; order < ORDERS; order++)
        free(report->lists[order]);
    free(report->selected);
    free(report->rows);
    free(report->series);
    report_matrix_free(&report->matrix);
    report_matrix_free(&report->everything);
    free(report->cluster);
    free_strings(report->leaks, report->leak_count);
    free_strings(report->notes, report->note_count);
    free_strings(report->warnings, report->warning_count);
    *report = (struct report){0};
}
