#include "owners/owner.h"

bool owner_find(const struct owner_sources *sources, size_t tag, struct text name, struct text *driver,
                struct text *description)
{
    const struct tagnames *names = sources->names;

    *driver = *description = (struct text){"", 0};
    if (names && tagnames_find(names, name, driver, description))
        return true;
    if (sources->store && tag != SIZE_MAX && store_owner(sources->store, tag, driver, description))
        return true;
    if (names && names->families && tagnames_find(names->families, name, driver, description))
        return true;
    return sources->drivers && driver_index_owner(sources->drivers, name, driver, description);
}
