#include "views/text/drivers_json.h"

#include <math.h>

#include "base/calendar.h"
#include "base/json.h"
#include "model/tag.h"
#include "owners/pool_functions.h"

static void add_bytes(struct json *json, uint32_t bytes)
{
    struct buffer tag = {0};

    tag_add_bytes(&tag, bytes);
    json_text(json, buffer_text(&tag));
    buffer_free(&tag);
}

static void add_string(struct json *json, const char *name, const char *value)
{
    json_name(json, name);
    json_string(json, value);
}

static void add_number(struct json *json, const char *name, size_t value)
{
    json_name(json, name);
    json_int(json, (int64_t)value);
}

static void add_file(struct json *json, const struct driver_file *file)
{
    add_string(json, "name", file->name);
    add_string(json, "path", file->path);
    add_number(json, "copies", file->copies);
    add_string(json, "company", file->company);
    add_string(json, "description", file->description);
    add_string(json, "version", file->version);
    add_string(json, "machine", file->machine);
    json_name(json, "linked");
    if (file->linked) {
        struct buffer time = {0};

        calendar_add(&time, file->linked * SECOND_US, 'T');
        json_text(json, buffer_text(&time));
        buffer_free(&time);
    } else {
        json_double(json, NAN);
    }
    json_name(json, "loaded");
    if (file->loaded == DRIVER_LOADED_UNKNOWN)
        json_double(json, NAN);
    else
        json_bool(json, file->loaded == DRIVER_IS_LOADED);
    json_name(json, "uses_pools");
    json_bool(json, file->uses_pools);
}

static const char *evidence_name(enum evidence evidence)
{
    static const char *const names[EVIDENCES] = {"allocation", "preparation", "free",     "argument",
                                                 "code",       "data",        "reference"};

    return names[evidence];
}

static void add_site(struct json *json, const struct driver_file *file, const struct driver_site *site)
{
    struct buffer place = {0};

    drivers_report_add_place(&place, file, site->rva);
    json_open(json, '{');
    add_string(json, "evidence", evidence_name((enum evidence)site->evidence));
    json_name(json, "function");
    if (site->function == POOL_FUNCTION_NONE)
        json_double(json, NAN);
    else
        json_string(json, pool_functions[site->function].name);
    json_name(json, "rva");
    json_int(json, site->rva);
    json_name(json, "place");
    json_text(json, buffer_text(&place));
    json_close(json, '}');
    buffer_free(&place);
}

static void add_use(struct json *json, const struct drivers_report *r, const struct driver_use *use)
{
    const struct driver_file *file = &r->index->files[use->file];

    json_open(json, '{');
    add_file(json, file);
    add_string(json, "evidence", evidence_name(use->best));
    json_name(json, "sites");
    json_open(json, '[');
    for (size_t i = 0; i < use->site_count; i++)
        add_site(json, file, &use->sites[i]);
    json_close(json, ']');
    json_close(json, '}');
}

static void add_answer(struct json *json, const struct drivers_report *r, const struct drivers_answer *a)
{
    json_open(json, '{');
    json_name(json, "tag");
    json_text(json, a->tag);
    json_name(json, "is_pool_tag");
    json_bool(json, a->is_tag);
    json_name(json, "known");
    json_open(json, '{');
    json_name(json, "driver");
    json_text(json, a->known_driver);
    json_name(json, "description");
    json_text(json, a->known_description);
    json_close(json, '}');
    add_number(json, "shared_by", a->uses.names);
    json_name(json, "drivers");
    json_open(json, '[');
    for (size_t i = 0; i < a->uses.count; i++)
        add_use(json, r, &a->uses.uses[i]);
    json_close(json, ']');
    json_name(json, "perhaps_wdf");
    if (a->by_name == SIZE_MAX)
        json_double(json, NAN);
    else
        json_string(json, r->index->files[a->by_name].path);
    json_name(json, "near");
    json_open(json, '[');
    if (a->is_backwards)
        add_bytes(json, __builtin_bswap32(a->bytes));
    for (size_t i = 0; i < a->near_count; i++)
        add_bytes(json, a->near[i]);
    json_close(json, ']');
    json_close(json, '}');
}

void drivers_json_write(struct buffer *out, const struct drivers_report *r)
{
    struct json json = {.out = out};

    json_open(&json, '{');
    json_name(&json, "tags");
    json_open(&json, '[');
    for (size_t i = 0; i < r->count; i++)
        add_answer(&json, r, &r->answers[i]);
    json_close(&json, ']');
    add_number(&json, "drivers", r->index->file_count);
    add_number(&json, "passed_over", r->index->passed_over);
    json_name(&json, "has_kernel");
    json_bool(&json, r->has_kernel);
    json_strings(&json, "warnings", r->warnings, r->warning_count);
    json_close(&json, '}');
    buffer_add_char(out, '\n');
}
