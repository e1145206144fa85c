#include "owners/owner.h"

#include "owners/driver_owners.h"

static const struct text nothing = {"", 0};

/* On entry the texts are those of the capture, empty when it names none. */
static bool find(const struct owner_sources *sources, struct text name, struct text *driver, struct text *description)
{
    const struct tagnames *names = sources->names;

    if (names && tagnames_find(names, name, driver, description))
        return true;
    if (driver->length || description->length)
        return true;
    if (names && names->families && tagnames_find(names->families, name, driver, description))
        return true;
    return sources->drivers && driver_owners_find(sources->drivers, name, driver, description);
}

bool owner_find(const struct owner_sources *sources, size_t tag, struct text name, struct text *driver,
                struct text *description)
{
    *driver = *description = nothing;
    if (sources->store && tag != SIZE_MAX)
        store_owner(sources->store, tag, driver, description);
    return find(sources, name, driver, description);
}

bool owner_of_row(const struct owner_sources *sources, const struct snapshot *snapshot, size_t row, struct text *driver,
                  struct text *description)
{
    const struct snapshot_row *r = &snapshot->rows[row];

    *driver = snapshot->has_owners ? snapshot_text_of(snapshot, r->driver) : nothing;
    *description = snapshot->has_owners ? snapshot_text_of(snapshot, r->description) : nothing;
    return find(sources, snapshot_text_of(snapshot, r->tag), driver, description);
}
