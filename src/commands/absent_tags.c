#include "commands/absent_tags.h"

#include "model/tag.h"

#define NEAR_MAX 5

/* Tags that differ in case, spaces or one character. */
struct near {
    struct buffer text; // ": did you mean 'A', 'B'"
    size_t count;
};

static void add_near(struct near *near, struct text wanted, struct text tag)
{
    if (near->count >= NEAR_MAX || !tag_is_near(wanted, tag))
        return;
    buffer_add_string(&near->text, near->count++ ? ", " : ": did you mean ");
    tag_add_python(&near->text, tag);
}

static void warn(const char *option, struct text name, const char *what, struct near *near, struct warnings *warnings)
{
    struct buffer shown = {0};

    tag_add_python(&shown, name);
    warnings_add(warnings, WARNING_OPTION, "%s: tag %.*s is not in the %s%.*s%s", option, (int)shown.length,
                 shown.bytes, what, (int)near->text.length, near->text.length ? near->text.bytes : "",
                 near->count ? "?" : "");
    buffer_free(&shown);
    buffer_free(&near->text);
}

void absent_tags_warn(const char *option, const struct text *names, size_t count, const struct store *store,
                      struct warnings *warnings)
{
    for (size_t i = 0; i < count; i++) {
        struct near near = {0};

        if (store_has(store, store_find_tag(store, names[i])) || text_equal(names[i], text_of(TAG_TOTAL)))
            continue;
        for (size_t tag = 0; tag < store_tags(store); tag++)
            if (store_has(store, tag))
                add_near(&near, names[i], store_tag_name(store, tag));
        warn(option, names[i], "capture", &near, warnings);
    }
}

void absent_tags_warn_of(const char *option, const struct select *select, const struct snapshot *snapshot,
                         struct warnings *warnings)
{
    for (size_t i = 0; i < select->count; i++) {
        struct near near = {0};
        bool is_there = false;

        for (size_t row = 0; row < snapshot->count && !is_there; row++) {
            struct text tag = snapshot_text_of(snapshot, snapshot->rows[row].tag);

            is_there = text_equal(select->patterns[i], tag) || text_matches(select->patterns[i], tag);
            add_near(&near, select->patterns[i], tag);
        }
        if (is_there)
            buffer_free(&near.text);
        else
            warn(option, select->patterns[i], "snapshot", &near, warnings);
    }
}

void absent_tags_warn_never(const char *option, const struct select *select, struct warnings *warnings)
{
    for (size_t i = 0; i < select->count; i++) {
        struct buffer shown = {0};

        if (select->was_found[i])
            continue;
        tag_add_python(&shown, select->patterns[i]);
        warnings_add(warnings, WARNING_OPTION, "%s: no tag matched %.*s; capital and small letters are different",
                     option, (int)shown.length, shown.bytes);
        buffer_free(&shown);
    }
}
