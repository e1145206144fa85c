#include "commands/reading.h"

#include "commands/progress.h"
#include "commands/times.h"
#include "formats/folder.h"

bool command_read(const struct reading_options *o, struct store *store, struct warnings *warnings, struct error *err)
{
    struct file_list files = {0};
    struct progress progress;
    struct format_target target = {.store = store};
    struct folder_options reading = {.progress = {progress_report, &progress}, .workers = o->workers};
    bool ok;

    progress_start(&progress);
    ok = command_clock(o->interval, o->start, &reading.clock, err) &&
         folder_list(o->paths->items, o->paths->count, o->all_files, &files, err);
    if (o->timings)
        timings_end_phase(o->timings, "list");
    ok = ok && folder_read(&files, &target, reading, warnings, err);
    file_list_free(&files);
    if (!ok)
        return false;
    store_finish(store, o->window, warnings);
    if (store_moments(store) == 0)
        return error_set(err, "%s: has no snapshot in the time asked for: widen --since and --until",
                         o->paths->items[0]);
    return true;
}
